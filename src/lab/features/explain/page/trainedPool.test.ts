import { expect, test } from 'vitest';
import { exampleExperiment, exampleSkills } from '../../../../../tests/support/experiment.ts';
import { trainedPool } from './trainedPool.ts';

test('the pool has the trained skills only, with the noise of the experiment', () => {
	const [add, sort, general] = exampleExperiment.skills;
	const addNoise = { wrongShare: 0.5, duplicates: 4, rows: 6 };
	const generalNoise = { wrongShare: 1, duplicates: 0 };
	const noisy = {
		skills: [{ ...add, noise: addNoise }, sort, { ...general, noise: generalNoise }],
	};
	expect(trainedPool(noisy, exampleSkills)).toEqual({ examples: 6 + 4 + 10, wrongShare: 5 / 20 });
	expect(trainedPool(exampleExperiment, exampleSkills)?.wrongShare).toBe(0);
	const oracle = { skills: [{ ...add, noise: { ...addNoise, only: 'right' as const } }] };
	expect(trainedPool(oracle, exampleSkills)).toEqual({ examples: 5, wrongShare: 0 });
	// Plain text has no answers that noise could exchange.
	const plain = exampleSkills.map((info) => ({ ...info, measure: { kind: 'loss' as const } }));
	expect(trainedPool(noisy, plain)?.wrongShare).toBe(0);
	expect(trainedPool({ skills: [] }, plain)?.wrongShare).toBeNull();
	// The lab does not have a skill.
	expect(trainedPool(noisy, exampleSkills.slice(1))).toBeNull();
});
