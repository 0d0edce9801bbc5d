/** Files with any content are either read or refused by an InputError. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { toLines } from '#lab/features/questions/model/lines.ts';
import { parseAnswers } from '#lab/features/questions/model/answers.ts';
import { parseScores } from '#lab/features/questions/model/scores.ts';
import { parseSet, parseSetText } from '#lab/features/questions/model/set.ts';
import { question, questionSet } from '../../support/question.ts';
import { ruleKinds } from '#lab/features/questions/model/rules/registry.ts';
import { scoreAnswer } from '#lab/features/questions/model/scoreAnswer.ts';

const orRefused = (read: () => unknown) => {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		expect((error as Error).message).toMatch(/[.?]$/);
	}
};
const set = questionSet({ id: 'a', prompt: 'Why?', reference: 'So' });
const value = fc.jsonValue();
/** Objects with the fields that are looked for, holding anything. */
const row = fc.record(
	Object.fromEntries(
		[
			'id',
			'prompt',
			'reference',
			'weights',
			'rules',
			'rubric',
			'impact',
			'scope',
			'form',
			'maxTokens',
			'answer',
			'question',
			'category',
			'value',
			'by',
		].map((name) => [name, fc.oneof(value, fc.constantFrom('a', 1, 'accuracy', 'Ada'))]),
	),
	{ requiredKeys: [] },
);

it('question sets', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(value, row)), (rows) => {
			orRefused(() => parseSet({ name: 'x', questions: rows }));
			orRefused(() => parseSetText(toLines(rows), 'x'));
		}),
	);
	fc.assert(fc.property(fc.string(), (text) => orRefused(() => parseSetText(text, 'x'))));
});

it('answers and scores', () => {
	const targets = {
		answerSets: [{ id: 's', by: { kind: 'other', name: 'n' }, questions: 'q', answers: [] }],
		questionsOf: () => set,
	} as const;
	fc.assert(
		fc.property(fc.array(fc.oneof(value, row)), (rows) => {
			const text = toLines(rows);
			orRefused(() => parseAnswers(text, 'x', set));
			orRefused(() => parseScores(text, 'x', targets));
		}),
	);
	fc.assert(fc.property(fc.string(), (text) => orRefused(() => parseAnswers(text, 'x', set))));
});

it('each rule gives any text a mark from 0 to 1, or none', () => {
	const text = fc.string({ unit: 'grapheme', maxLength: 300 });
	for (const kind of ruleKinds)
		fc.assert(
			fc.property(text, (answer) => {
				const example = kind.example;
				const tricky = question({
					prompt: 'What of invoice 4471?',
					reference: 'It was paid twice.',
					weights: { [example.category]: 1 },
					rules: [example],
				});
				const { score } = scoreAnswer(tricky, answer);
				if (score !== null) {
					expect(score).toBeGreaterThanOrEqual(0);
					expect(score).toBeLessThanOrEqual(1);
				}
			}),
			{ numRuns: 40 },
		);
});
