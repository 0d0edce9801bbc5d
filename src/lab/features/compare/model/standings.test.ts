import { expect, test } from 'vitest';
import { bitText } from '#engine/core/bytes.ts';
import { averageReach as reach } from '#lab/run/sameRows.ts';
import { lossesAround, scoreOfRows } from '../../../../../tests/support/runEvents.ts';
import { verdict, type Score } from './standings.ts';

const answers = (average: number) => ({ unit: 'answers', average, worst: null }) as const;
const scores = (...averages: (number | null)[]): Score[] =>
	averages.map((average, lane) => ({
		title: 'abcd'[lane],
		overall: average === null ? null : answers(average),
	}));

/** A lane with one skill, `right` of `all` answers right, the first ones. */
const lane = (title: string, right: number, all: number): Score => ({
	title,
	overall: answers(right / all),
	skills: [
		{
			loss: 1,
			exact: right / all,
			tokenAccuracy: 0,
			examples: all,
			right: bitText(Array.from({ length: all }, (_, i) => i < right)),
		},
	],
});

test('lanes that the prompts cannot tell apart are called equal', () => {
	// Two answers of 100 differ: 1.96 times √(0.02 · 0.98 · 100 / 99 / 100) is 2.8 points.
	const few = [lane('a', 50, 100), lane('b', 52, 100)];
	expect(100 * reach(few[0].skills, few[1].skills)).toBeCloseTo(2.76, 2);
	expect(verdict(few)).toMatchObject({ best: 'b', isEqual: true, by: 2 });
	expect(verdict(few)!.reach).toBeCloseTo(2.76, 2);
	// Ten times the prompts tell the same difference.
	const many = [lane('a', 500, 1000), lane('b', 520, 1000)];
	expect(verdict(many)).toMatchObject({ best: 'b', isEqual: false });
});

test('one prompt tells no lanes apart', () => {
	const lanes = [lane('a', 1, 1), lane('b', 0, 1)];
	expect(verdict(lanes)).toMatchObject({ isEqual: true });
});

test('without marks of the prompts, the two lanes scatter by themselves', () => {
	const bare = (exact: number) => [{ loss: 1, exact, tokenAccuracy: 0, examples: 50 }];
	expect(reach(bare(0.5), bare(0.5))).toBeCloseTo(1.96 * Math.sqrt(0.5 / 50), 10);
	expect(reach([], bare(0.5))).toBe(0);
});

test.each([
	['the best lane against the first', [0.4, 0.421], { best: 'b', other: 'a', by: 2.1 }],
	['the first lane against the second best', [0.5, 0.2, 0.49], { best: 'a', other: 'c', by: 1 }],
	['two that are equal', [0.5, 0.50004], { best: 'b', other: 'a', by: 0, isEqual: true }],
])('compares %s', (_, averages, expected) => {
	expect(verdict(scores(...averages))).toMatchObject(expected);
});

test('names the last lane, unless it is one of the two or equal with another', () => {
	expect(verdict(scores(0.4, 0.1, 0.5))?.last).toEqual({ title: 'b', by: 40 });
	expect(verdict(scores(0.4, 0.45, 0.5))?.last).toBeNull();
	expect(verdict(scores(0.4, 0.5))?.last).toBeNull();
	expect(
		verdict([lane('a', 90, 100), lane('b', 80, 100), lane('c', 51, 100), lane('d', 50, 100)])?.last,
	).toBeNull();
});

test('compares nothing without two averages', () => {
	expect(verdict(scores(0.4, null))).toBeNull();
});

test('names none as the last of two that are level', () => {
	expect(verdict(scores(0.5, 0.4, 0.3, 0.3))?.last).toBeNull();
	expect(verdict(scores(0.5, 0.4, 0.3, 0.29))?.last).toEqual({ title: 'd', by: 21 });
});

/** A lane whose two skills count unlike things, so that its mean loss decides. */
const lossLane = (title: string, losses: readonly (readonly number[])[]): Score => {
	const skills = losses.map((rows, skill) => scoreOfRows(rows, skill === 0 ? 5 : null));
	const average = (skills[0].loss + skills[1].loss) / 2;
	return { title, overall: { unit: 'loss', average, worst: null }, skills };
};
const lossesOf = (centre: number) => [lossesAround(centre, 40), lossesAround(2 * centre, 40)];

test('unlike measures: the lower mean loss leads, by an interval over the same rows', () => {
	const lanes = [lossLane('a', lossesOf(1)), lossLane('b', lossesOf(0.5))];
	const [a, b] = lanes.map(({ overall }) => overall!.average);
	expect(verdict(lanes)).toMatchObject({
		unit: 'loss',
		best: 'b',
		other: 'a',
		by: Math.round(1000 * (a - b)) / 1000,
		isEqual: false,
	});
	// Row by row the losses go up and down: the rows do not tell the two apart.
	const noisy = lossesOf(1).map((rows) => rows.map((loss, i) => loss + (i % 2 ? 0.3 : -0.31)));
	const close = [lossLane('a', lossesOf(1)), lossLane('b', noisy)];
	expect(verdict(close)).toMatchObject({ best: 'b', by: 0.005, isEqual: true });
	expect(verdict(close)!.reach).toBeGreaterThan(0.05);
});

test('lanes with the same result on every row are equal, and nothing is told of a reach', () => {
	const same = lossLane('a', lossesOf(1));
	expect(verdict([same, { ...same, title: 'b' }])).toMatchObject({
		isEqual: true,
		by: 0,
		reach: 0,
	});
	const skills = [scoreOfRows(lossesAround(1, 40), 5)];
	const overall: Score['overall'] = { unit: 'answers', average: 0.125, worst: null };
	const lanes = ['a', 'b'].map((title) => ({ title, overall, skills }));
	expect(verdict(lanes)).toMatchObject({ isEqual: true, by: 0, reach: 0 });
});

test('losses that are not known row by row give no verdict', () => {
	const bare = lossLane('a', lossesOf(1));
	const lane = { ...bare, skills: bare.skills!.map(({ losses: _, ...score }) => score) };
	expect(verdict([lane, lane])).toBeNull();
});
