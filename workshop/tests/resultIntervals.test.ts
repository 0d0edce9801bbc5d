import { describe, expect, test } from 'vitest';
import { bitText } from '../../src/engine/core/bytes.ts';
import { randomStream } from '../../src/engine/core/random.ts';
import { mean, sampleDeviation } from '../../src/engine/core/statistics.ts';
import type { CellPair, CellResult } from '../../src/lab/study/result.ts';
import { meanLoss, meanScore, scoreDifference } from '../results/intervals.ts';

/** A cell with these answers after step 10, and with no other property. */
const cellWith = (right: readonly (readonly boolean[])[], losses: readonly number[] = []) =>
	({
		lossAt: [{ step: 10, losses, right: right.map(bitText) }],
		final: { skills: right.map((list) => ({ examples: list.length })) },
	}) as unknown as CellResult;

describe('scores at a step', () => {
	const cell = cellWith(
		[
			[true, false, true, true],
			[false, false],
		],
		[0.5, 1.5],
	);

	test('are the mean over skills of the share of right prompts', () => {
		expect(meanScore(cell, 10, [0, 1])).toBe(0.375);
		expect(meanScore(cell, 10, [0])).toBe(0.75);
		expect(meanScore(cell, 20, [0])).toBeNull();
		expect(meanLoss(cell, 10, [0, 1])).toBe(1);
	});
});

/** True gain of the first side in each skill; a run and a prompt have each their own luck. */
function drawPairs(study: number, pairs: number): CellPair[] {
	const stream = randomStream(study, 'pairs');
	const ease = Array.from({ length: 2 }, (_, k) =>
		Array.from({ length: 60 }, (__, i) => stream.child(`prompt ${k} ${i}`)),
	);
	return Array.from({ length: pairs }, (_, c): CellPair => {
		const side = (name: string, gain: number) => {
			const luck = 0.2 * (stream.child(`${name} ${c}`).uniform(0) - 0.5);
			return cellWith(
				ease.map((prompts) =>
					prompts.map((prompt) => {
						// Some prompts gain more than others, in each run.
						const isEasy = prompt.uniform(0) < 0.5;
						const chance = 0.5 + luck + (isEasy ? 2 * gain : 0);
						return prompt.child(name).uniform(c) < chance;
					}),
				),
			);
		};
		return [side('a', 0.1), side('b', 0)];
	});
}

test('the interval covers the true difference in other runs and prompts', () => {
	const found = Array.from({ length: 300 }, (_, study) =>
		scoreDifference(
			drawPairs(study, 5).map((pair) => [pair]),
			10,
			[0, 1],
		)!,
	);
	const covered = found.filter(({ low, high }) => low <= 0.1 && 0.1 <= high);
	expect(mean(found.map((gap) => gap.mean))).toBeCloseTo(0.1, 2);
	expect(covered.length / found.length).toBeGreaterThan(0.93);
	// The mean square of the errors is the true variance: no part is counted twice.
	const variance = sampleDeviation(found.map((gap) => gap.mean)) ** 2;
	const claimed = mean(found.map(({ error }) => error ** 2));
	expect(claimed / variance).toBeGreaterThan(0.85);
	expect(claimed / variance).toBeLessThan(1.2);
});

test('with bases as random draws, the mean of each base is one draw', () => {
	const pair = (right: number, wrong: number): CellPair => [
		cellWith([Array.from({ length: 10 }, (_, i) => i < right)]),
		cellWith([Array.from({ length: 10 }, (_, i) => i < wrong)]),
	];
	// Means by base: 0.2, 0.4, 0.6, however many seeds each has.
	const bases = [[pair(3, 1), pair(4, 2)], [pair(5, 1)], [pair(7, 1), pair(6, 0), pair(8, 2)]];
	const found = scoreDifference(bases, 10, [0])!;
	expect(found.mean).toBeCloseTo(0.4);
	expect(found.draws).toBe(3);
	const ofBasesAlone = (4.3027 * 0.2) / Math.sqrt(3);
	expect(found.high - found.mean).toBeGreaterThan(ofBasesAlone);
	expect(found.high - found.mean).toBeLessThan(2 * ofBasesAlone);
	expect(scoreDifference(bases.slice(1, 2), 10, [0])).toBeNull();
});
