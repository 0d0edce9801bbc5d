/** An experiment on two built-in skills and one file, for the tests of the dialogs' logic. */
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { sampleExperiment } from './sample.ts';
import type { PolicyInfo } from '#mixing/index.ts';

const hash = (digit: string) => digit.repeat(64);

export const exampleExperiment: Experiment = {
	version: 1,
	model: { id: 'base', sha256: hash('a') },
	skills: [
		{ id: 'addition', name: 'Addition', version: 2, sha256: hash('1'), use: 'train' },
		{ id: 'sorting', name: 'Sorting', version: 1, sha256: hash('2'), use: 'train' },
		{ id: 'stories', name: 'General text', version: 1, sha256: hash('3'), use: 'watch' },
	],
	policy: [
		{ fromStep: 0, id: 'fixed', settings: { ratios: { addition: 0.25, sorting: 0.75 } } },
		{ fromStep: 200, id: 'uniform', settings: {} },
	],
	steps: 300,
	seed: 1,
	batching: sampleExperiment.batching,
	optimizer: { ...sampleExperiment.optimizer, accumulation: 1 },
	schedule: { kind: 'linear', warmup: 0.1, floor: 0.02 },
	evaluation: { every: 25, examples: 64, finalExamples: 150, samples: 3 },
	checkpointEvery: 50,
};

const skill = (
	id: string,
	name: string,
	digit: string,
	source: SkillInfo['source'],
): SkillInfo => ({
	id,
	name,
	...(source === 'builtin' && { version: id === 'addition' ? 2 : 1 }),
	role: 'domain',
	source,
	about: '',
	counts: { train: 10, validation: 2, heldOut: 3 },
	measure: { kind: 'exact' },
	heldOutIs: 'unseen',
	fingerprint: hash(digit),
	bytes: source === 'file' ? 1000 : 0,
});
export const exampleSkills: readonly SkillInfo[] = [
	skill('addition', 'Addition', '1', 'builtin'),
	skill('sorting', 'Sorting', '2', 'builtin'),
	skill('stories', 'General text', '3', 'builtin'),
	skill('file:444444444444', 'Recipes', '4', 'file'),
];
export const examplePolicies: readonly PolicyInfo[] = [
	{
		id: 'fixed',
		title: 'Fixed ratios',
		summary: '',
		group: 'fixed',
		parameters: { ratios: { kind: 'ratios', label: 'Shares', help: '' } },
	},
	{ id: 'uniform', title: 'Uniform', summary: '', group: 'fixed', parameters: {} },
];
