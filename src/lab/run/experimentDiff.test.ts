import { describe, expect, it } from 'vitest';
import type { Experiment } from './experiment.ts';
import { experimentDiff } from './experimentDiff.ts';
import { sampleExperiment as sample } from '../../../tests/support/sample.ts';

const paths = (...experiments: Experiment[]) =>
	experimentDiff(experiments).differences.map(({ path }) => path);
const withSkill = (i: number, change: object): Experiment => ({
	...sample,
	skills: sample.skills.map((skill, at) => (at === i ? { ...skill, ...change } : skill)),
});

describe('what experiments differ in', () => {
	it('is nothing if they are equal, or if there is only one', () => {
		expect(experimentDiff([sample, structuredClone(sample)])).toEqual({
			differences: [],
			groups: [],
			unequalSeeds: false,
		});
		expect(paths(sample)).toEqual([]);
	});

	it('is each field by its path, with the value of each', () => {
		const other = {
			...sample,
			seed: 1,
			steps: 5,
			optimizer: { ...sample.optimizer, learningRate: 1 },
		};
		expect(experimentDiff([sample, other, sample]).differences).toEqual([
			{ path: 'seed', group: 'seed', values: [sample.seed, 1, sample.seed] },
			{ path: 'steps', group: 'length', values: [300, 5, 300] },
			{ path: 'optimizer.learningRate', group: 'optimizer', values: [3e-3, 1, 3e-3] },
		]);
	});

	it('of an optional field shows its default, where the experiment has that part', () => {
		const lora = { ...sample, adapter: { rank: 8, alpha: 8 } };
		const dropout = { ...sample, adapter: { rank: 8, alpha: 8, dropout: 0.1 } };
		expect(experimentDiff([lora, dropout, sample]).differences).toContainEqual({
			path: 'adapter.dropout',
			group: 'optimizer',
			values: [0, 0.1, undefined],
		});
		const recomputed = { ...sample, activations: 'recomputed' } as const;
		expect(experimentDiff([sample, recomputed]).differences).toEqual([
			{ path: 'activations', group: 'numbers', values: ['kept', 'recomputed'] },
		]);
	});

	it('of one policy is each of its settings', () => {
		const policy = sample.policy.map((segment) =>
			segment.id === 'temperature' ? { ...segment, settings: { tau: 3 } } : segment,
		);
		expect(experimentDiff([sample, { ...sample, policy }]).differences).toEqual([
			{ path: 'policy[1].settings.tau', group: 'policy', values: [10, 3] },
		]);
		const ratios = sample.policy.map((segment) =>
			segment.id === 'fixed' ? { ...segment, settings: { ratios: { addition: 1 } } } : segment,
		);
		expect(experimentDiff([sample, { ...sample, policy: ratios }]).differences).toEqual([
			{ path: 'policy[2].settings.ratios.extraction', group: 'policy', values: [0.25, undefined] },
			{ path: 'policy[2].settings.ratios.stories', group: 'policy', values: [3, undefined] },
		]);
	});

	it('of skills is by name, without its consequences', () => {
		expect(
			experimentDiff([sample, withSkill(1, { sha256: 'f'.repeat(64), noise: undefined })]),
		).toEqual({
			differences: [
				{
					path: 'skills.extraction.noise.wrongShare',
					group: 'skills',
					skill: 'Extraction',
					values: [0.5, undefined],
				},
				{
					path: 'skills.extraction.noise.duplicates',
					group: 'skills',
					skill: 'Extraction',
					values: [40, undefined],
				},
			],
			groups: ['skills'],
			unequalSeeds: false,
		});
		expect(paths(sample, withSkill(0, { sha256: 'f'.repeat(64) }))).toEqual([
			'skills.addition.sha256',
		]);
		const without = { ...sample, skills: sample.skills.slice(1) };
		expect(experimentDiff([sample, without]).differences).toEqual([
			{ path: 'skills.addition', group: 'skills', skill: 'Addition', values: [true, undefined] },
		]);
		expect(paths(sample, { ...sample, skills: sample.skills.toReversed() })).toEqual(['skills']);
	});
});

describe('a comparison', () => {
	const uniform = { ...sample, policy: sample.policy.slice(0, 1) };
	const seeded = (experiment: Experiment, seed: number) => ({ ...experiment, seed });

	it('of one thing names it; seeds are repetitions', () => {
		expect(experimentDiff([sample, uniform])).toMatchObject({
			groups: ['policy'],
			unequalSeeds: false,
		});
		expect(experimentDiff([seeded(sample, 1), seeded(sample, 2)])).toMatchObject({
			groups: [],
			unequalSeeds: false,
		});
		const paired = [1, 2].flatMap((seed) => [seeded(sample, seed), seeded(uniform, seed)]);
		expect(experimentDiff(paired)).toMatchObject({ groups: ['policy'], unequalSeeds: false });
	});

	it('of more than one thing names them all, and detects missing seeds', () => {
		const more = { ...uniform, steps: 10 };
		expect(experimentDiff([sample, more]).groups).toEqual(['policy', 'length']);
		expect(experimentDiff([seeded(sample, 1), seeded(uniform, 2)]).unequalSeeds).toBe(true);
		const missing = [seeded(sample, 1), seeded(sample, 2), seeded(uniform, 1)];
		expect(experimentDiff(missing).unequalSeeds).toBe(true);
	});
});
