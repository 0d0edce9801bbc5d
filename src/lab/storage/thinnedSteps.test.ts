import { describe, expect, it } from 'vitest';
import { thinnedSteps } from './thinnedSteps.ts';

const every = (by: number, to: number) => Array.from({ length: to / by }, (_, i) => i * by);
/** As they come: each checkpoint takes its place behind those that are there. */
function oneByOne(to: number, most: number, wanted: readonly number[] = []): number[] {
	let kept: number[] = [];
	for (let last = 50; last <= to; last += 50)
		kept = thinnedSteps([...kept, last - 50], { last, most, wanted });
	return kept;
}

describe('the checkpoints that stay', () => {
	it('are all as long as there is room', () => {
		expect(oneByOne(600, 12)).toEqual(every(50, 600));
	});

	it('are spread over the run beyond that: no gap is more than twice as wide as another, but the newest', () => {
		for (const [to, most] of [
			[1200, 6],
			[5000, 10],
			[10_000, 21],
		]) {
			const kept = oneByOne(to, most);
			expect(kept).toHaveLength(most);
			expect(kept[0]).toBe(0);
			const gaps = kept.slice(1).map((step, i) => step - kept[i]);
			expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * Math.min(...gaps));
			expect(Math.max(...gaps)).toBeLessThanOrEqual((2.5 * to) / most);
		}
	});

	it('hold the first and those at switches, whatever lies around them', () => {
		const kept = oneByOne(5000, 8, [1050, 1100]);
		expect(kept).toEqual(expect.arrayContaining([0, 1050, 1100]));
		expect(kept).toHaveLength(8);
	});

	it('lose switches too where there is no room for them, and the first as the very last', () => {
		expect(thinnedSteps([0, 10, 20, 400], { last: 500, most: 2, wanted: [10, 20, 400] })).toEqual([
			0, 400,
		]);
		expect(thinnedSteps([0, 10], { last: 20, most: 1, wanted: [10] })).toEqual([0]);
		expect(thinnedSteps([0, 10], { last: 20, most: 0, wanted: [10] })).toEqual([]);
		expect(thinnedSteps([], { last: 20, most: 0, wanted: [] })).toEqual([]);
	});
});
