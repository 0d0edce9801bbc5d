import { expect, test } from 'vitest';
import { curveBits, expectedCurves } from './outcome.ts';
import { averageDifference, curveScores, onSameRows, widestScores } from './sameRows.ts';
import { evaluationEvent, lossesAround, scoreOfRows } from '../../../tests/support/runEvents.ts';

const skills = [{ use: 'train' }, { use: 'watch' }] as const;
const on = (rows: number, right: number, loss = 1) => ({
	skills: [scoreOfRows(lossesAround(loss, rows), right), scoreOfRows(lossesAround(2, rows), null)],
	averageExact: right / rows,
	worstExact: { skill: 0, exact: right / rows },
});
const base = evaluationEvent(0, [], { ...on(20, 5), also: on(60, 6) });
const middle = evaluationEvent(10, [], on(20, 10));
const end = evaluationEvent(20, [], { ...on(60, 30, 0.5), also: on(20, 18, 0.5) });

test('two evaluations are compared on the most rows that both have', () => {
	const pair = (...[a, b]: Parameters<typeof onSameRows>) => {
		const { before, after, areLossesComparable } = onSameRows(a, b, skills);
		expect(areLossesComparable).toBe(true);
		return [before, after].map(({ averageExact, skills: [{ examples }] }) => [
			averageExact,
			examples,
		]);
	};
	expect(pair(base, end, skills)).toEqual([
		[0.1, 60],
		[0.5, 60],
	]);
	expect(pair(base, middle, skills)).toEqual([
		[0.25, 20],
		[0.5, 20],
	]);
	expect(pair(middle, end, skills)).toEqual([
		[0.5, 20],
		[0.9, 20],
	]);
});

test('points of a curve are on equally many rows, and the hash reads what it always read', () => {
	expect([base, middle, end].map((event) => curveScores(event).averageExact)).toEqual([
		0.25, 0.5, 0.9,
	]);
	expect([base, middle, end].map((event) => widestScores(event).averageExact)).toEqual([
		0.1, 0.5, 0.5,
	]);
	expect(expectedCurves([base, middle, end]).skills[0]).toEqual([25, 50, 90]);
	const { also: _, ...oldBase } = base;
	const { also: __, ...oldEnd } = end;
	expect(curveBits([base, middle, end])).toBe(curveBits([oldBase, middle, oldEnd]));
});

test('an old run without scores of the same rows has nothing to compare', () => {
	const { also: _, ...oldBase } = base;
	const { also: __, ...oldEnd } = end;
	const same = onSameRows(oldBase, oldEnd, skills);
	expect(same.areLossesComparable).toBe(false);
	expect(same.before).toMatchObject({ averageExact: null, worstExact: null });
});

test('averages pair by prompt', () => {
	const gain = averageDifference(on(60, 6).skills, on(60, 30).skills)!;
	expect(gain.mean).toBeCloseTo(0.4, 12);
	// 24 of 60 rows became right: 1.96 √(0.24 · 60 / 59 / 60)
	expect(gain.high - gain.mean).toBeCloseTo(1.96 * Math.sqrt(0.24 / 59), 12);
	expect(averageDifference([on(60, 6).skills[1]], [on(60, 6).skills[1]])).toBeNull();
});
