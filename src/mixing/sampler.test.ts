/** Draws follow the weights, visit rows without replacement, and resume exactly. */
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import type { BatchPlan, ExampleRef } from './policy.ts';
import { drawBatch, type DrawOptions } from './sampler.ts';

const stream = randomStream(5, 'draw');
const skills = [
	{ id: 'story', size: 50 },
	{ id: 'add', size: 7 },
	{ id: 'empty', size: 0 },
];
const options = (more: Partial<DrawOptions> = {}): DrawOptions => ({
	skills,
	stream,
	step: 0,
	batchSize: 16,
	drawn: [0, 0, 0],
	...more,
});
const byWeights = (...weights: number[]): BatchPlan => ({ by: 'weights', weights });

function drawSteps(plan: BatchPlan, from: number, steps: number, start: DrawOptions) {
	const examples: ExampleRef[] = [];
	let { drawn } = start;
	for (let step = from; step < from + steps; step++) {
		const batch = drawBatch(plan, { ...start, step, drawn });
		examples.push(...batch.examples);
		({ drawn } = batch);
	}
	return { examples, drawn };
}

test('chi-square on 100,000 draws', () => {
	const weights = [0.55, 0.22, 0.1, 0.06, 0.03, 0.02, 0.01, 0.01];
	const many = weights.map((_, i) => ({ id: `skill${i}`, size: 100 }));
	const drawnAtAll = drawSteps(byWeights(...weights), 0, 100_000 / 32, {
		...options({ skills: many, batchSize: 32 }),
		drawn: weights.map(() => 0),
	});
	const n = drawnAtAll.examples.length;
	expect(n).toBe(100_000);
	const statistic = weights.reduce((sum, weight, i) => {
		const expected = weight * n;
		return sum + (drawnAtAll.drawn[i] - expected) ** 2 / expected;
	}, 0);
	// 7 degrees of freedom: above 24.32 with probability 0.001, below 0.60 with 0.001.
	expect(statistic).toBeLessThan(24.32);
	expect(statistic).toBeGreaterThan(0.6);
});

test('with replacement: equal chances for all rows, and exact resume', () => {
	const plan: BatchPlan = { by: 'weights', weights: [0, 1, 0], replace: true };
	const { examples } = drawSteps(plan, 0, 2000, options());
	const n = examples.length;
	const counts = Array.from({ length: 7 }, () => 0);
	for (const { index } of examples) counts[index]++;
	const sigma = Math.sqrt((n * 6) / 49);
	for (const times of counts) expect(Math.abs(times - n / 7)).toBeLessThan(4 * sigma);
	// 7 draws are all different with probability 7!/7^7 = 0.6 %; always without replacement.
	const epochs = Array.from({ length: 1000 }, (_, i) => examples.slice(7 * i, 7 * i + 7));
	const full = epochs.filter((epoch) => new Set(epoch.map(({ index }) => index)).size === 7);
	expect(full.length).toBeLessThan(30);
	const first = drawSteps(plan, 0, 700, options());
	const rest = drawSteps(plan, 700, 1300, options({ drawn: first.drawn }));
	expect([...first.examples, ...rest.examples]).toEqual(examples);
});

test('within a skill: every row once per epoch, in a new order each epoch', () => {
	const { examples } = drawSteps(byWeights(0, 1, 0), 0, 7, options());
	const rows = examples.map((ref) => ref.index);
	const epochs = Array.from({ length: 16 }, (_, i) => rows.slice(7 * i, 7 * i + 7));
	for (const epoch of epochs)
		expect([...epoch].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
	expect(new Set(epochs.map(String)).size).toBeGreaterThan(10);
});

test('resuming from the counters equals one run, also on a new stream object', () => {
	const plan = byWeights(0.6, 0.4, 0);
	const whole = drawSteps(plan, 0, 20, options());
	const first = drawSteps(plan, 0, 9, options());
	const rest = drawSteps(
		plan,
		9,
		11,
		options({ stream: randomStream(5, 'draw'), drawn: first.drawn }),
	);
	expect([...first.examples, ...rest.examples]).toEqual(whole.examples);
	expect(rest.drawn).toEqual(whole.drawn);
});

test('chosen rows are unchanged and do not move the row order', () => {
	const examples = Array.from({ length: 16 }, (): ExampleRef => ({
		skill: 1,
		part: 'train',
		index: 3,
	}));
	const batch = drawBatch(
		{ by: 'examples', weights: [0, 1, 0], examples },
		options({ drawn: [4, 2, 0] }),
	);
	expect(batch).toEqual({ examples, drawn: [4, 2, 0] });
});
