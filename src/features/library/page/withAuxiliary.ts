/** Sets or removes an experiment's auxiliary model. Pure. */
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';

/** Null: none. The starting weights then take its measurements. */
export function withAuxiliary(experiment: Experiment, model: ModelRef | null): Experiment {
	const changed: { -readonly [K in keyof Experiment]: Experiment[K] } = { ...experiment };
	if (model) changed.auxiliary = model;
	else delete changed.auxiliary;
	return changed;
}
