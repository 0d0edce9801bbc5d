/** The experiment that the lab opens with. */
import type { SkillInfo } from '#engine/data/skill.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';
import type { Experiment } from './experiment.ts';
import { defaultLearningRate } from './learningRate.ts';

export const defaultSettings = {
	steps: 300,
	seed: 1,
	batching: { size: 32, context: 512, layout: 'packed' },
	optimizer: { ...defaultOptimizer, learningRate: defaultLearningRate },
	schedule: { kind: 'linear', warmup: 0.1, floor: 0.02 },
	evaluation: { every: 50, examples: 50, finalExamples: 150, samples: 1 },
	checkpointEvery: 50,
} as const satisfies Partial<Experiment>;

/**
 * Trains the built-in domain skills and watches stories, which show forgetting. A long context
 * costs nothing: batches are packed.
 */
export const defaultExperiment = (
	builtinInfos: readonly SkillInfo[],
	model: Experiment['model'],
): Experiment => ({
	version: 1,
	model: { id: model.id, sha256: model.sha256 },
	skills: builtinInfos.map(({ id, name, version = 0, role, fingerprint }) => ({
		id,
		name,
		version,
		sha256: fingerprint,
		use: role === 'general' ? 'watch' : 'train',
	})),
	policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
	...defaultSettings,
});
