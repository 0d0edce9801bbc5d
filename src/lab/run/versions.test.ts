import { expect, test } from 'vitest';
import { sampleExperiment } from './sample.test-support.ts';
import { experimentSteps, parseExperiment, upgraded, type VersionStep } from './schema.ts';

const steps: readonly VersionStep[] = [
	{ from: 1, apply: ({ rate, ...others }) => ({ ...others, learningRate: rate }) },
	{ from: 2, apply: (fields) => ({ ...fields, units: 'nats' }) },
];

test('each version passes through the steps after it only', () => {
	const newest = { version: 3, learningRate: 0.1, units: 'nats' };
	expect(upgraded({ version: 1, rate: 0.1 }, steps, 'it')).toEqual(newest);
	expect(upgraded({ version: 2, learningRate: 0.1 }, steps, 'it')).toEqual(newest);
	expect(upgraded(newest, steps, 'it')).toBe(newest);
});

test.each([
	[{ version: 4 }, /^version: this lab reads version 1, 2, 3, not 4\. Open it in the lab/],
	[{ version: '1' }, /^version: .*not "1"/],
	[{ version: 0 }, /not 0/],
	[{ version: 1.5 }, /not 1.5/],
	[{}, /not nothing/],
	[null, /^it: must be an object, not null/],
	[[], /^it: must be an object/],
	['x', /^it: must be an object, not "x"/],
])('%j is of no version that is known', (value, message) => {
	expect(() => upgraded(value, steps, 'it')).toThrow(
		expect.objectContaining({ code: 'input', message: expect.stringMatching(message) as string }),
	);
});

test('an experiment of version 1 stays the same', () => {
	expect(upgraded(sampleExperiment, experimentSteps, 'experiment')).toEqual(sampleExperiment);
	expect(parseExperiment(sampleExperiment)).toEqual(sampleExperiment);
});

test('the steps have no gap', () => {
	experimentSteps.forEach(({ from }, i) => expect(from).toBe(i + 1));
});
