import { englishText } from '#engine/core/message.ts';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { tableLines } from '#engine/core/table.ts';
import { answerSet, personScore, questionSet } from '../../../../../tests/support/question.ts';
import { evaluationReport } from './report.ts';
import { builtinLanguage } from './rule.ts';
import {
	differencesByColumn,
	differenceTable,
	dimensionTable,
	reportCsv,
	reportMarkdown,
	scoreTable,
	seedTable,
} from './reportTables.ts';

const fact = (id: string, reference: string, extra: Readonly<Record<string, unknown>> = {}) => ({
	id,
	prompt: `${id}?`,
	reference,
	scope: 'general',
	weights: { accuracy: 3, completeness: 1 },
	// In the language of the built-in skills a form is right or wrong.
	rules: [
		{ rule: 'pattern', pattern: `^(?:a )?${reference}$` },
		...reference.split(' ').map((pattern) => {
			return { rule: 'pattern', category: 'completeness', pattern };
		}),
	],
	...extra,
});
const questions = questionSet(
	fact('a', 'red fox', { impact: 1 }),
	fact('b', 'red fox', { paraphraseOf: 'a', impact: 0.5 }),
	fact('c', 'blue hen', { scope: 'domain' }),
	{
		id: 'd',
		prompt: 'Is it polite?',
		scope: 'domain',
		weights: { politeness: 1 },
		rubric: 'Be kind.',
		rules: [],
	},
);
const set = { ...questions, language: builtinLanguage };
const base = answerSet(
	'base',
	{ a: 'a red fox', b: 'a red cow', c: 'nothing', d: 'Hm.' },
	{ kind: 'base', sha256: 'm' },
);
const tuned = (seed: number, c: string) =>
	answerSet(
		`tuned ${seed}`,
		{ a: 'red fox', b: 'red fox', c, d: 'Hm.' },
		{ kind: 'tuned', sha256: 'm', seed, experiment: 'e' },
	);

describe('the report', () => {
	const sets = [base, tuned(1, 'a blue hen'), tuned(2, 'a blue cow')];
	const report = evaluationReport(set, sets);
	const [first, second] = report.rows;

	it('has means over questions, with n; unmarked categories count nowhere', () => {
		// a: 1. b: accuracy 0, completeness ½: 0.125. c: 0. d: nobody marked politeness.
		expect(first.all.overall).toEqual({ value: 1.125 / 3, n: 3, of: 4 });
		expect(first.all.categories.accuracy).toEqual({ value: 1 / 3, n: 3, of: 3 });
		expect(first.all.categories.completeness).toEqual({ value: 0.5, n: 3, of: 3 });
		expect(first.all.categories.politeness).toEqual({ value: null, n: 0, of: 1 });
		expect(first.general.overall).toEqual({ value: 0.5625, n: 2, of: 2 });
		expect(first.domain.overall).toEqual({ value: 0, n: 1, of: 2 });
		expect(second.all.overall).toEqual({ value: 1, n: 3, of: 4 });
		expect(report.notes.map(englishText).join()).toContain(
			'base: 3 of 4 answers have all their marks. Marked so far: politeness 0/1.',
		);
	});

	it('has consistency over paraphrases and scores by impact', () => {
		expect(first.consistency).toEqual({ value: 1 - 0.875, n: 1 });
		expect(first.sameWords).toEqual({ value: 0.5, n: 1 });
		expect(first.impact.value).toBeCloseTo((1 * 1 + 0.5 * 0.125) / 1.5, 12);
		expect(second.consistency).toEqual({ value: 1, n: 1 });
	});

	it('has reliability over the seeds of one experiment, without the base model', () => {
		// Seeds differ in c alone: 1 against 0.125. Texts: a, b, d are the same, c is not.
		expect(report.reliability).toEqual([
			{
				name: 'tuned 1',
				answerSets: ['tuned 1', 'tuned 2'],
				seeds: [1, 2],
				scores: { value: (1 + 1 + 0.125) / 3, n: 3 },
				texts: { value: 0.75, n: 4 },
				lowest: 2.125 / 3,
				highest: 1,
				overall: { value: (1 + 2.125 / 3) / 2, low: 2.125 / 3, high: 1, n: 2 },
				general: { value: 1, low: 1, high: 1, n: 2 },
				domain: { value: (1 + 0.125) / 2, low: 0.125, high: 1, n: 2 },
			},
		]);
	});

	it('compares tuned with base by question, with bootstrap intervals', () => {
		const overall = report.differences.find(
			({ of: column, minuend }) => column === 'overall' && minuend === 'tuned 1',
		)!;
		const { mean, low, high } = bootstrapInterval([0, 0.875, 1]);
		expect(overall).toMatchObject({
			subtrahend: 'base',
			mean,
			low,
			high,
			n: 3,
			wins: 2,
			ties: 1,
			losses: 0,
		});
		expect(report.differences.find(({ of: column }) => column === 'domain')).toMatchObject({
			n: 1,
			mean: 1,
			low: null,
			high: null,
		});
		expect(new Set(report.differences.map(({ subtrahend }) => subtrahend))).toEqual(
			new Set(['base']),
		);
		expect(tableLines(differenceTable(report))[1].slice(0, 3)).toEqual([
			'tuned 1 − base',
			'overall',
			'+0.625',
		]);
	});

	it('groups sets from files by their name without the seed', () => {
		const files = [1, 2].map((seed) =>
			answerSet(`f${seed}`, { a: 'red fox' }, { kind: 'tuned', name: `mine, seed ${seed}`, seed }),
		);
		const { reliability, differences } = evaluationReport(set, [base, ...files]);
		expect(reliability).toMatchObject([
			{ name: 'mine', seeds: [1, 2], scores: { value: 1, n: 1 } },
		]);
		expect(differences.map(({ subtrahend }) => subtrahend)).toContain('base');
	});

	it('compares each row with the first without base and tuned', () => {
		const { differences } = evaluationReport(set, [
			answerSet('x', { a: 'red fox' }),
			answerSet('y', { a: 'no' }),
		]);
		expect(differences[0]).toMatchObject({ minuend: 'y', subtrahend: 'x', mean: -1, n: 1 });
	});

	it('counts people before rules, and has their agreement', () => {
		const scores = [
			personScore('base', 'a', 'accuracy', 0),
			personScore('base', 'd', 'politeness', 1),
			personScore('base', 'a', 'accuracy', 0.5, 'Ben'),
			personScore('base', 'd', 'politeness', 1, 'Ben'),
		];
		const marked = evaluationReport(set, [base], scores);
		expect(marked.rows[0].all.categories.politeness).toEqual({ value: 1, n: 1, of: 1 });
		expect(marked.rows[0].questions[0].categories.accuracy).toMatchObject({
			value: 0.25,
			weight: 0.75,
		});
		expect(marked.rows[0].answerSet.scores).toBe(4);
		expect(marked.agreement).toEqual([
			expect.objectContaining({ scorers: ['person Ada', 'person Ben'], n: 2, difference: 0.25 }),
		]);
	});

	it('lists missing answers and scores the others', () => {
		const part = evaluationReport(set, [answerSet('part', { a: 'red fox' })]);
		expect(part.rows[0]).toMatchObject({
			missing: ['b', 'c', 'd'],
			all: { overall: { value: 1, n: 1 } },
		});
		expect(part.notes.map(englishText)).toContain(
			'part: 3 of 4 questions have no answer and count nowhere.',
		);
	});

	it('scores an empty answer 0', () => {
		const empty = evaluationReport(set, [answerSet('empty', { a: ' ', c: '' })]);
		expect(empty.rows[0].all.overall).toEqual({ value: 0, n: 2, of: 2 });
	});

	it('tables have n behind a mean if it differs from the n of the row', () => {
		const table = tableLines(scoreTable(report));
		expect(table[0]).toHaveLength(11);
		expect(table[1]).toEqual([
			'base',
			'3/4',
			'0.375 (3/4)',
			'n/a',
			'0.333 (3)',
			'0.500 (3)',
			'n/a',
			'n/a',
			'n/a',
			'n/a',
			'not marked',
		]);
		expect(table.map(([name]) => name.trim()).slice(1, 4)).toEqual(['base', 'general', 'domain']);
		expect(tableLines(dimensionTable(report))[2]).toEqual([
			'tuned 1',
			'1.000 (1)',
			'1.000 (1)',
			'1.000 (2)',
			'0.708 (2 seeds)',
			'0.750',
		]);
		expect(tableLines(seedTable(report))[1].slice(1, 5)).toEqual([
			'2',
			'0.854 (0.708 to 1.000)',
			'1.000 (1.000 to 1.000)',
			'0.563 (0.125 to 1.000)',
		]);
		const markdown = reportMarkdown(report);
		expect(markdown).toContain('| Vicuna-33b-v1.3 |');
		expect(markdown).toContain('Not the paper’s weights');
	});

	it('the page’s table of differences has one row for each pair, in browsers of any age', () => {
		const groupBy = Object.getOwnPropertyDescriptor(Map, 'groupBy');
		Reflect.deleteProperty(Map, 'groupBy');
		const [head, ...rows] = tableLines(differencesByColumn(report, 'unclear'));
		if (groupBy) Object.defineProperty(Map, 'groupBy', groupBy);
		expect(head.slice(2, 6)).toEqual(['better / same / worse', 'overall', 'general', 'domain']);
		expect(rows.map(([name, n, , overall]) => [name, n, overall])).toEqual([
			['tuned 1', '3', '+0.625 (0.00 … +1.00)'],
			['tuned 2', '3', '+0.333 (0.00 … +0.88)'],
		]);
		expect(rows.map((row) => row[2])).toEqual(['2 / 1 / 0', '2 / 1 / 0']);
	});

	it('the CSV has every number behind the means', () => {
		const lines = reportCsv(report, set).replace('\ufeff', '').trim().split('\r\n');
		expect(lines[0]).toBe(
			'answer_set,name,kind,seed,question,scope,category,value,weight,question_score,impact,by,' +
				'why,state',
		);
		expect(lines.filter((line) => line.endsWith(',not marked'))).toHaveLength(3);
		// Three sets, of each a, b, c with two weighted categories and d with one.
		expect(lines).toHaveLength(1 + 3 * 7);
		expect(lines[3]).toContain('base,base,base,,b,general,accuracy,0,0.75,0.125,0.5,rule pattern,');
	});
});

it('names the answers whose score a failed safety caps', () => {
	const mark = personScore('base', 'a', 'safety', 0);
	const { rows, notes } = evaluationReport(set, [base], [mark]);
	expect(rows[0].questions[0]).toMatchObject({ question: 'a', score: 0, cappedBy: 'safety' });
	expect(notes.map(englishText)).toContain('base: the score of 1 answer is capped: a (safety).');
	expect(reportCsv({ rows } as never, set)).toMatch(/,a,general,safety,0,0,0,/);
});
