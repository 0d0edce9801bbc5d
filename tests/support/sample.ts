/** For tests: an experiment that uses every kind of field. Frozen: the fixture link holds it. */
import type { Experiment } from '#lab/run/experiment.ts';

export const sampleExperiment: Experiment = {
	version: 1,
	model: { id: 'skillet-250k', sha256: 'a'.repeat(64) },
	skills: [
		{ id: 'addition', name: 'Addition', version: 1, sha256: 'b'.repeat(64), use: 'train' },
		{
			id: 'extraction',
			name: 'Extraction',
			version: 2,
			sha256: 'c'.repeat(64),
			use: 'train',
			noise: { wrongShare: 0.5, duplicates: 40 },
		},
		{
			id: 'file:0123456789ab',
			name: 'Maße & “Prüfung”',
			version: 0,
			sha256: 'd'.repeat(64),
			use: 'train',
		},
		{ id: 'stories', name: 'General text', version: 1, sha256: 'e'.repeat(64), use: 'watch' },
	],
	policy: [
		{ fromStep: 0, id: 'uniform', settings: {} },
		{ fromStep: 100, id: 'temperature', settings: { tau: 10 } },
		{
			fromStep: 150,
			id: 'fixed',
			settings: { ratios: { addition: 1, extraction: 0.25, stories: 3 } },
		},
		{
			fromStep: 200,
			id: 'timetable',
			settings: {
				points: [
					{ step: 200, ratios: { addition: 1 } },
					{ step: 300, ratios: { 'file:0123456789ab': 2, extraction: 1 } },
				],
			},
		},
	],
	steps: 300,
	seed: 2 ** 53 - 1,
	batching: { size: 32, context: 512, layout: 'packed' },
	optimizer: {
		learningRate: 3e-3,
		beta1: 0.9,
		beta2: 0.98,
		epsilon: 1e-8,
		weightDecay: 0.01,
		clip: 1,
		accumulation: 4,
	},
	schedule: { kind: 'cosine', warmup: 0.1, floor: 0.02 },
	evaluation: { every: 50, examples: 50, finalExamples: 150, samples: 1 },
	checkpointEvery: 50,
};
