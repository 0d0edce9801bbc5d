import { expect, test } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import { needsLab } from './depth.ts';

const plain: Experiment = {
	...exampleExperiment,
	policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
};
const withPolicy = (...policy: Experiment['policy']) => ({ experiment: { ...plain, policy } });

test('a link to the default experiment with another seed or mix stays Simple', () => {
	expect(needsLab({ experiment: plain }, plain)).toBe(false);
	expect(needsLab({ experiment: { ...plain, seed: 77 } }, plain)).toBe(false);
	expect(needsLab(withPolicy({ fromStep: 0, id: 'mos', settings: {} }), plain)).toBe(false);
	const byHand = { fromStep: 0, id: 'fixed', settings: { ratios: { a: 1 } } };
	expect(needsLab(withPolicy(byHand), plain)).toBe(false);
});

test('own settings, another policy, a schedule or hidden parts open Lab', () => {
	const [first] = plain.policy;
	const links: readonly Parameters<typeof needsLab>[0][] = [
		{ experiment: { ...plain, steps: plain.steps + 1 } },
		withPolicy({ fromStep: 0, id: 'mos', settings: { learningRate: 1 } }),
		withPolicy({ fromStep: 0, id: 'exp3', settings: {} }),
		withPolicy(first, { fromStep: 2, id: 'mos', settings: {} }),
		{ experiment: plain, view: { hide: ['why'] } },
	];
	expect(links.map((content) => needsLab(content, plain))).toEqual(links.map(() => true));
});
