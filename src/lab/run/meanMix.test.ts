import { expect, test } from 'vitest';
import type { RunEvent, StepEvent } from '#training/events.ts';
import { meanMix } from './meanMix.ts';

const step = (number: number, weights: readonly number[]): StepEvent => ({
	...{ type: 'step', step: number, loss: 1, skillLoss: [], weights, drawn: [], tokens: [] },
	...{ learningRate: 0.1, gradientNorm: 1, milliseconds: 1 },
});
const skills = [
	{ id: 'add', use: 'train' },
	{ id: 'general', use: 'watch' },
	{ id: 'sort', use: 'train' },
] as const;

test('the mean over the steps of each trained skill, by its id', () => {
	const events: RunEvent[] = [
		step(1, [0.5, 0, 0.5]),
		{ type: 'checkpoint', step: 1 },
		step(2, [0.25, 0, 0.75]),
		step(3, [0, 0, 1]),
	];
	expect(meanMix(skills, events)).toEqual({ add: 0.25, sort: 0.75 });
});

test('a run without a step has none', () => {
	expect(() => meanMix(skills, [{ type: 'checkpoint', step: 0 }])).toThrow(/at least one step/);
});
