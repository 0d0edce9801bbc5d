import type { Experiment } from '#lab/run/experiment.ts';

/** The rank and α of peft. */
export const defaultAdapter: NonNullable<Experiment['adapter']> = { rank: 8, alpha: 8 };
