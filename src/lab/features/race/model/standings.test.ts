import { expect, test } from 'vitest';
import { ranks, verdict, type Score } from './standings.ts';

const scores = (...averages: (number | null)[]): Score[] =>
	averages.map((average, lane) => ({ title: 'abcd'[lane], average }));

test('equal averages share a place, and a lane without an average has none', () => {
	expect(ranks(scores(0.2, 0.5, 0.5, null))).toEqual([3, 1, 1, null]);
	// Less than half a tenth of a point apart: level, also where each rounds to another tenth.
	expect(ranks(scores(0.4858, 0.4861))).toEqual([1, 1]);
	expect(ranks(scores(0.48549, 0.48551))).toEqual([1, 1]);
});

test.each([
	['the best lane against the first', [0.4, 0.421], { best: 'b', other: 'a', points: 2.1 }],
	[
		'the first lane against the second best',
		[0.5, 0.2, 0.49],
		{ best: 'a', other: 'c', points: 1 },
	],
	['two that are level', [0.5, 0.50004], { best: 'b', other: 'a', points: 0 }],
])('compares %s', (_, averages, expected) => {
	expect(verdict(scores(...averages))).toMatchObject(expected);
});

test('names the last lane, unless it is one of the two', () => {
	expect(verdict(scores(0.4, 0.1, 0.5))?.last).toEqual({ title: 'b', points: 40 });
	expect(verdict(scores(0.4, 0.45, 0.5))?.last).toBeNull();
	expect(verdict(scores(0.4, 0.5))?.last).toBeNull();
});

test('compares nothing without two averages', () => {
	expect(verdict(scores(0.4, null))).toBeNull();
});

test('names none as the last of two that are level', () => {
	expect(verdict(scores(0.5, 0.4, 0.3, 0.3))?.last).toBeNull();
	expect(verdict(scores(0.5, 0.4, 0.3, 0.29))?.last).toEqual({ title: 'd', points: 21 });
});
