/** An experiment with another model that only measures, or without one. Pure. */
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';

/** null: none. What is asked of it is then measured on the starting weights. */
export function withAuxiliary(experiment: Experiment, model: ModelRef | null): Experiment {
	const changed: { -readonly [K in keyof Experiment]: Experiment[K] } = { ...experiment };
	if (model) changed.auxiliary = model;
	else delete changed.auxiliary;
	return changed;
}
