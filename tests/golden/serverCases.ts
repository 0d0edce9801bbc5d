/** Runs whose configurations for a server are in tests/golden/server/. */
import { serverRun, type ServerRunParts } from '#lab/features/runs/server/serverRun.ts';
import { serverFiles } from '#lab/features/runs/server/targets.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';

const odd = 'a, b\n"c": #é';
const skill = (id: string, name: string, use: 'train' | 'watch' = 'train') => ({
	id,
	name,
	version: 1,
	sha256: 'b'.repeat(64),
	use,
});
const experiment: Experiment = {
	version: 1,
	model: { id: 'skillet-base', sha256: 'a'.repeat(64) },
	skills: [
		skill('add', 'Addition'),
		skill('file:1', odd),
		skill('rare', 'Rare'),
		skill('general', 'General text', 'watch'),
	],
	policy: [{ fromStep: 0, id: 'mos', settings: {} }],
	steps: 100,
	seed: 7,
	batching: { size: 8, context: 128, layout: 'packed' },
	optimizer: { ...defaultOptimizer, learningRate: 2e-3, accumulation: 2 },
	schedule: { kind: 'linear', warmup: 0.1, floor: 0.02 },
	evaluation: { every: 50, examples: 50, finalExamples: 150, samples: 1 },
	checkpointEvery: 50,
};
const record = {
	id: '3f2a9c01',
	startedAt: 0,
	backend: 'wasm',
	end: 'finished',
	step: 100,
} as const;
const link = 'https://lab.example/#1.abc';

/** One skill, trained with an adapter. */
const withAdapter = (adapter: NonNullable<Experiment['adapter']>): ServerRunParts => ({
	record: {
		...record,
		experiment: {
			...experiment,
			skills: experiment.skills.slice(0, 1),
			policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
			adapter,
		},
	},
	link,
	shares: { kind: 'requested', shares: [1] },
	rows: [{ count: 40, hasRawText: false }],
	modelName: experiment.model.id,
	hubId: null,
	layers: ['q_proj', 'v_proj'],
});

/** By the name of their folder. */
export const serverCases: Readonly<Record<string, ServerRunParts>> = {
	achieved: {
		record: { ...record, experiment },
		link,
		shares: { kind: 'achieved', shares: [0.7, 0.2999, 0.0001, 0], steps: 100, changed: true },
		rows: [
			{ count: 900, hasRawText: false },
			{ count: 12, hasRawText: true },
			{ count: 5, hasRawText: false },
			undefined,
		],
		modelName: experiment.model.id,
		hubId: null,
		order: [],
	},
	requested: {
		record: {
			...record,
			experiment: {
				...experiment,
				skills: experiment.skills.slice(0, 2),
				policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
				seed: 2 ** 32 + 5,
				batching: { ...experiment.batching, size: 9 },
				schedule: { kind: 'cosine', warmup: 0, floor: 0.1 },
				activations: 'recomputed',
				budget: { kind: 'tokens', tokens: 5000 },
			},
		},
		link,
		shares: { kind: 'requested', shares: [1 / 3, 2 / 3] },
		rows: [{ count: 40, hasRawText: false }, undefined],
		modelName: experiment.model.id,
		hubId: 'owner/model-1B',
	},
	adapter: withAdapter({ rank: 4, alpha: 8, dropout: 0.1, dora: true }),
	nf4: withAdapter({ rank: 8, alpha: 16, base: 'nf4' }),
};

export const writeFiles = (name: string) => serverFiles(serverRun(serverCases[name]));
