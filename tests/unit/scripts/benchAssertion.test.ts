/** Assertions about a study: read, checked for names, and compared with results. */
import { describe, expect, test } from 'vitest';
import { studyReport } from '#lab/features/studies/model/report.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import { parseAssertion } from '../../../scripts/lib/bench/assertion.ts';
import { checkAssertion, checkNames } from '../../../scripts/lib/bench/assertionCheck.ts';
import { benchResult, smallStudy } from './benchStudy.ts';

/** Two seeds of uniform .5 and .6, proportional .3 and .5, temperature .55 and .65. */
const results: readonly CellResult[] = [
	benchResult({ policy: 'uniform', seed: 1 }, 0.5),
	benchResult({ policy: 'uniform', seed: 2 }, 0.6),
	benchResult({ policy: 'proportional', seed: 1 }, 0.3),
	benchResult({ policy: 'proportional', seed: 2 }, 0.5),
	benchResult({ policy: 'temperature 3', seed: 1 }, 0.55),
	benchResult({ policy: 'temperature 3', seed: 2 }, 0.65),
];
const checked = (text: string, cells = results) => {
	const assertion = parseAssertion(text);
	checkNames(assertion, smallStudy);
	return checkAssertion(assertion, smallStudy, {
		results: cells,
		report: studyReport(smallStudy, [], cells),
	});
};

describe('parser', () => {
	test('values, numbers, signs', () => {
		const { left, comparison, right } = parseAssertion(
			'"temperature 3".add.loss>=-2% + skill-it.worst−0.5',
		);
		expect(comparison).toBe('>=');
		expect(left).toMatchObject([
			{ sign: 1, value: { group: 'temperature 3', measure: 'add', score: 'loss' } },
		]);
		expect(right).toMatchObject([
			{ sign: -1, number: 0.02 },
			{ sign: 1, value: { group: 'skill-it', measure: 'worst', score: null } },
			{ sign: -1, number: 0.5 },
		]);
	});

	test('a minus without spaces before a digit is not a hyphen', () => {
		expect(parseAssertion('a.average-0.02 > b.average').left).toMatchObject([
			{ value: { measure: 'average' } },
			{ sign: -1, number: 0.02 },
		]);
	});

	test.each([
		['', 1],
		['a.average', 10],
		['a > 1', 2],
		['a.average >', 12],
		['a. > 1', 4],
		['a.average > 1 2', 15],
		['"a.average > 1', 1],
		['1 < 2', 1],
		['a.average = 1', 11],
		['a.add.best > 1', 7],
	])('%s is wrong at character %i', (text, character) => {
		expect(() => parseAssertion(text)).toThrow(
			new RegExp(`at character ${character}:\\n {2}.*\\n {2} {${character - 1}}\\^$`),
		);
	});
});

describe('names', () => {
	test.each([
		['mos.average > 1', /no "mos".*uniform, proportional, "temperature 3", at character 1/],
		['uniform.median > 1', /no measure "median".*average, .*worst.*add.*at character 9/],
		['1 < uniform.average.loss', /not a skill.*at character 13/],
		['uniform.target > 1', /no target, at character 9/],
	])('%s names what is not there', (text, message) => {
		expect(() => checked(text)).toThrow(message);
	});
});

describe('check', () => {
	test.each([
		['uniform.average > proportional.average', true],
		['uniform.average > proportional.average + 0.15', false],
		['uniform.average > proportional.average + 14.9%', true],
		['uniform.worst < 0.28', true],
		['uniform.worst <= 0.2', false],
		['uniform.addition >= 55%', true],
		['uniform.addition.loss < 0.46', true],
		['uniform.stories.loss < 0.46', true],
		['uniform.steps <= 10', true],
		['uniform.tokens > 4000', false],
		['uniform.seconds < 2', true],
		// Each seed's difference is .05, so the intervals are points. For proportional −.2 and −.1:
		// bootstrap interval −.2 to −.1, Student's −.79 to .49.
		['"temperature 3".average >> uniform.average', true],
		['"temperature 3".average >> uniform.average + 0.051', false],
		['proportional.average << uniform.average', false],
		['proportional.average << uniform.average + 0.48', false],
		['proportional.average << uniform.average + 0.49', true],
		['proportional.average >> uniform.average', false],
		['uniform.average >> 0', false],
		['uniform.average >> -0.1', true],
	])('%s: %s', (text, holds) => {
		expect(checked(text).holds).toBe(holds);
	});

	test('shows the values', () => {
		expect(checked('uniform.average > proportional.average').why).toBe(
			'0.55 and 0.4, n = 2 and n = 2',
		);
		expect(checked('proportional.average << uniform.average').why).toBe(
			'difference -0.15, 95 %: bootstrap -0.2 to -0.1, Student’s -0.78531 to 0.48531, n = 2',
		);
	});

	test('one pair gives no interval, and no cell gives no value', () => {
		const assertion = checked('uniform.average >> proportional.average', results.slice(1, 4));
		expect(assertion).toMatchObject({ holds: false });
		expect(assertion.why).toMatch(/1 pair: an interval needs at least 2/);
		expect(checked('uniform.average > 0', results.slice(2))).toMatchObject({
			holds: false,
			why: 'uniform.average: no cell has this value',
		});
	});
});

test('with an axis: one group, or all cells of a policy', () => {
	const [small, large] = ['small', 'large'].map((id) => ({ id, sha256: 'a'.repeat(64) }));
	const study = { ...smallStudy, axes: { model: [small, large] } };
	const all = results.flatMap((result) => [
		{ ...result, factors: { ...result.factors, model: 'small' } },
		{ ...benchResult({ ...result.factors, model: 'large' }, result.final.averageExact! / 2) },
	]);
	const holds = (text: string) => {
		const assertion = parseAssertion(text);
		checkNames(assertion, study);
		const report = studyReport(study, [], all);
		return checkAssertion(assertion, study, { results: all, report });
	};
	expect(holds('"uniform · small".average >> "uniform · large".average - 10%').holds).toBe(true);
	expect(holds('uniform.average > 0.41')).toMatchObject({ holds: true });
	expect(holds('uniform.average >> proportional.average').why).toMatch(/n = 4$/);
});

test('an interval needs two pairs of runs, before anything is trained', () => {
	const check = (text: string, seeds: readonly number[]) => () =>
		checkNames(parseAssertion(text), { ...smallStudy, seeds });
	expect(check('uniform.average >> 2%', [1])).toThrow(/needs 2 pairs .* has 1, at character 17/);
	expect(check('uniform.average >> 2%', [1, 2])).not.toThrow();
	expect(check('uniform.average > 2%', [1])).not.toThrow();
});
