/** Assertions about a study: read, checked for names, and compared with results. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { studyReport } from '#lab/study/report.ts';
import type { CellResult } from '#lab/study/result.ts';
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

test.each([
	...['', "average('a')", "average('a') >", '1 < 2', 'a.average > 1', "steps('a') < 1 and 1"].map(
		(text): [string, RegExp] => [text, /is not read. Write one comparison/],
	),
	["median('uniform') > 1", /"median" is not known.*average/],
	["exact('uniform') > 1", /write it as exact\('policy', 'skill'\)/],
	["average('mos') > 1", /no "mos".*uniform, proportional, "temperature 3"/],
	["exact('uniform', 'subtract') > 1", /no skill "subtract".*addition/],
	["target('uniform') > 1", /no target/],
])('%s is refused: %s', (text, message) => {
	expect(() => checked(text)).toThrow(message);
	expect(() => checked(text)).toThrow(/^--assert /);
});

test('the example in the form of the workflow is an assertion', () => {
	const form = readFileSync('.github/workflows/study.yml', 'utf8');
	const [, example] = /for example (.+) \(may be empty\)/.exec(form)!;
	expect(parseAssertion(example).sign).toBe('>');
});

describe('check', () => {
	test.each([
		["average('uniform') > average('proportional')", true],
		["average('uniform') > average('proportional') + 0.15", false],
		["average('uniform') > average('proportional') + 14.9%", true],
		["worst('uniform') < 0.28", true],
		["worst('uniform') <= 0.2", false],
		["exact('uniform', 'addition') >= 55%", true],
		["loss('uniform', 'addition') < 0.46", true],
		["loss('uniform', 'stories') < 0.46", true],
		["steps('uniform') <= 10", true],
		["tokens('uniform') > 4000", false],
		["seconds('uniform') < 2", true],
		// Each seed's difference is .05, so the intervals are points. For proportional −.2 and −.1:
		// bootstrap interval −.2 to −.1, Student's −.79 to .49.
		["average('temperature 3') >> average('uniform')", true],
		["average('temperature 3') >> average('uniform') + 0.051", false],
		["average('proportional') << average('uniform')", false],
		["average('proportional') << average('uniform') + 0.48", false],
		["average('proportional') << average('uniform') + 0.49", true],
		["average('proportional') >> average('uniform')", false],
		["average('uniform') >> 0", false],
		["average('uniform') >> -0.1", true],
	])('%s: %s', (text, holds) => {
		expect(checked(text).holds).toBe(holds);
	});
});

test('an interval needs two pairs of runs, before anything is trained', () => {
	const check = (text: string, seeds: readonly number[]) => () =>
		checkNames(parseAssertion(text), { ...smallStudy, seeds });
	expect(check("average('uniform') >> 2%", [1])).toThrow(/needs 2 pairs .* has 1/);
	expect(check("average('uniform') >> 2%", [1, 2])).not.toThrow();
	expect(check("average('uniform') > 2%", [1])).not.toThrow();
});
