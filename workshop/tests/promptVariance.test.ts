import { expect, test } from 'vitest';
import { bitText } from '../../src/engine/core/bytes.ts';
import type { CellPair, CellResult } from '../../src/lab/study/result.ts';
import { toInterval } from '../results/intervals.ts';
import { promptVariance } from '../results/promptVariance.ts';

/** A cell with these answers after step 10, and with no other property. */
const cellWith = (right: readonly (readonly boolean[])[]) =>
	({
		lossAt: [{ step: 10, losses: [], right: right.map(bitText) }],
		final: { skills: right.map((list) => ({ examples: list.length })) },
	}) as unknown as CellResult;

test('equal differences of few prompts still have the scatter of the prompts', () => {
	const left = cellWith([[true, true, false, false]]);
	const right = cellWith([[false, false, false, false]]);
	const pairs = [1, 2, 3].map((): CellPair => [left, right]);
	// By prompt 1, 1, 0, 0: s² = 1/3, over four prompts.
	expect(promptVariance(pairs, () => 10, [0])).toBeCloseTo(1 / 12);
	expect(promptVariance(pairs.slice(1), () => 20, [0])).toBeNull();
	expect(promptVariance(pairs.slice(2), () => 10, [0])).toBeNull();
	expect(toInterval([0.5, 0.5, 0.5], 1 / 12).p).toBeGreaterThan(0.1);
});

test('a skill with one prompt widens the interval instead of giving none', () => {
	const left = cellWith([[true], [true, false]]);
	const right = cellWith([[false], [false, false]]);
	const pairs = [1, 2].map((): CellPair => [left, right]);
	expect(promptVariance(pairs, () => 10, [0])).toBe(1);
	// By prompt 1, 0: s² = 1/2, over two prompts and two skills.
	expect(promptVariance(pairs, () => 10, [0, 1])).toBeCloseTo(1 / 4 + 1 / 16);
});

test('prompts that one of two models cannot read are not paired with others', () => {
	const pairs = [1, 2].map((): CellPair => [cellWith([[true, true]]), cellWith([[false]])]);
	expect(promptVariance(pairs, () => 10, [0])).toBeNull();
});
