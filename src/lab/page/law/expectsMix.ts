import type { Experiment } from '#lab/run/experiment.ts';

/**
 * Whether the law can expect a score: it is of runs that keep their mix from the first step to the
 * last. `moves`: the visitor moves the shares of the run.
 */
export function expectsMix(
	{ policy }: Pick<Experiment, 'policy'>,
	run: { readonly step: number; readonly ended: boolean } | null,
	moves: boolean,
): boolean {
	const hasBegun = run !== null && run.step > 0 && !run.ended;
	return policy.length === 1 && !(hasBegun && moves);
}
