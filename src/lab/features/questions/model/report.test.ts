import { describe, expect, it } from 'vitest';
import { englishText } from '#engine/core/message.ts';
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { answerSet, personScore, questionSet } from '../../../../../tests/support/question.ts';
import { evaluationReport } from './report.ts';
import { builtinLanguage } from './rule.ts';
import { reportCsv } from './reportTables.ts';

const form = (pattern: string, category = 'accuracy') => ({
	rule: 'pattern',
	category,
	settings: { pattern },
});
const fact = (id: string, reference: string, extra: Readonly<Record<string, unknown>> = {}) => ({
	id,
	prompt: `${id}?`,
	reference,
	weights: { accuracy: 3, completeness: 1 },
	// In the language of the built-in skills a form is right or wrong.
	rules: [
		form(`^(?:a )?${reference}$`),
		...reference.split(' ').map((word) => form(word, 'completeness')),
	],
	...extra,
});
const questions = questionSet(
	fact('a', 'red fox', { impact: 1 }),
	fact('b', 'red fox', { paraphraseOf: 'a', impact: 0.5 }),
	fact('c', 'blue hen', { scope: 'domain' }),
	{ id: 'd', prompt: 'Is it polite?', scope: 'domain', weights: { politeness: 1 }, rules: [] },
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
	const report = evaluationReport(set, [base, tuned(1, 'a blue hen'), tuned(2, 'a blue cow')]);
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

	it('compares tuned with base by question, with bootstrap intervals', () => {
		const { mean, low, high } = bootstrapInterval([0, 0.875, 1]);
		expect([first.base, second.base]).toEqual([undefined, 'base']);
		expect(second.change).toEqual({
			all: { mean, low, high, n: 3, better: 2, same: 1, worse: 0 },
			general: expect.objectContaining({ mean: 0.4375, n: 2 }) as unknown,
			domain: { mean: 1, low: null, high: null, n: 1, better: 1, same: 0, worse: 0 },
		});
	});

	it.each([
		['files name no model: a tuned one has the base', { kind: 'tuned' }, 'base'],
		['others are compared with nothing beside such a pair', { kind: 'other' }, undefined],
	] as const)('%s', (_, by, name) => {
		const file = answerSet('file', { a: 'red fox' }, by);
		const { rows } = evaluationReport(set, [base, tuned(1, ''), file]);
		expect(rows[2].base).toBe(name);
	});

	it('compares each row with the first without base and tuned', () => {
		const sets = [answerSet('x', { a: 'red fox' }), answerSet('y', { a: 'no' })];
		const [x, y] = evaluationReport(set, sets).rows;
		expect([x.base, y.base]).toEqual([undefined, 'x']);
		expect(y.change).toMatchObject({ all: { mean: -1, n: 1 }, domain: null });
	});

	it('counts people before rules, and has their agreement', () => {
		const scores = ['Ada', 'Ben'].flatMap((name, i) => [
			personScore('base', 'a', 'accuracy', i / 2, name),
			personScore('base', 'd', 'politeness', 1, name),
		]);
		const marked = evaluationReport(set, [base], scores);
		expect(marked.rows[0].all.categories.politeness).toEqual({ value: 1, n: 1, of: 1 });
		expect(marked.rows[0].questions[0].categories.accuracy).toMatchObject({
			value: 0.25,
			weight: 0.75,
		});
		expect(marked.rows[0].answerSet.scores).toBe(4);
		expect(marked.notes.map(englishText)).toContain(
			'Agreement of person Ada, person Ben: Krippendorff’s α is 0.73 over 2 marks that several ' +
				'gave (1: perfect, 0: chance).',
		);
	});

	it('has every number behind the means in the CSV', () => {
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
