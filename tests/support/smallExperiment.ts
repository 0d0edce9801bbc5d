/** An experiment of journeys that takes seconds. */
import type { Experiment } from '#lab/run/experiment.ts';

/** The default experiment with three skills, small batches and few steps. */
export const smallExperiment = (
	defaultExperiment: Experiment,
	change: Partial<Experiment> = {},
): Experiment => ({
	...defaultExperiment,
	skills: defaultExperiment.skills.filter(({ id }) =>
		['addition', 'reversing', 'stories'].includes(id),
	),
	steps: 24,
	batching: { ...defaultExperiment.batching, size: 4 },
	evaluation: { every: 12, examples: 2, finalExamples: 4, samples: 1 },
	checkpointEvery: 5,
	...change,
});
