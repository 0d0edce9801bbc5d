import { describe, expect, it } from 'vitest';
import { say } from '#engine/core/message.ts';
import { answersText, parseAnswers } from './answers.ts';
import { parseScores, scoresText } from './scores.ts';
import { toLines } from './lines.ts';
import { answerSet, personScore, questionSet } from '../../../../../tests/support/question.ts';

const set = questionSet(...['a', 'b', 'c'].map((id) => ({ id, prompt: `${id}?`, reference: id })));
const fieldError = (field: string): unknown =>
	expect.objectContaining({ code: 'input', data: { field } });

describe('answers from a file', () => {
	it('are JSON lines of {id, answer}; a note names the missing ones', () => {
		const text = '{"id": "b", "answer": "B"}\r\n\r\n{"id": "a", "answer": ""}\n';
		expect(parseAnswers(text, 'x.jsonl', set)).toEqual({
			answers: [
				{ id: 'b', text: 'B' },
				{ id: 'a', text: '' },
			],
			by: {},
			notes: [
				say(
					'{missing} of {questions, plural, one {# question has no answer and counts nowhere} other {# questions have no answer and count nowhere}}: {list}.',
					{ missing: 1, questions: 3, list: 'c' },
				),
			],
		});
	});

	it('can name their answerer; the export can be imported', () => {
		const by = { kind: 'tuned', name: 'mine', seed: 3 } as const;
		const answers = [
			{ id: 'a', text: 'one\ntwo', cut: true as const },
			{ id: 'b', text: '“”' },
		];
		expect(parseAnswers(answersText(answers, by), 'x.jsonl', set)).toMatchObject({ answers, by });
	});

	it.each([
		['an unknown question', { id: 'z' }, '.id'],
		['a second answer', { id: 'a' }, '.id'],
		['no id', { id: undefined }, '.id'],
		['no answer', { answer: undefined }, '.answer'],
		['an answer that is no text', { answer: [1] }, '.answer'],
		['a name of another program', { response: 'x' }, '.response'],
		['an unknown kind', { kind: 'best' }, '.kind'],
	])('%s is refused with its line and field', (_, fields, field) => {
		const text = toLines([
			{ id: 'a', answer: 'x' },
			{ id: 'b', answer: 'x', ...fields },
		]);
		expect(() => parseAnswers(text, 'x.jsonl', set)).toThrow(fieldError(`x.jsonl: line 2${field}`));
	});

	it.each([
		['{"id":"a","answer":"x"}\n{"id":"b","ans', 'x.jsonl: line 2'],
		['', 'x.jsonl'],
		['[]', 'x.jsonl: line 1'],
		['hello', 'x.jsonl: line 1'],
	])('%j is refused', (text, field) => {
		expect(() => parseAnswers(text, 'x.jsonl', set)).toThrow(fieldError(field));
	});
});

describe('scores from a file', () => {
	const targets = {
		answerSets: [answerSet('s1', {}, { name: 'base' }), answerSet('s2', {}, { name: 'tuned' })],
		questionsOf: () => set,
	};
	const line = {
		answerSet: 'base',
		question: 'a',
		category: 'clarity',
		value: 0.5,
		by: { kind: 'person', name: 'Ada' },
	};

	it('name the answers by id or by the name of their row', () => {
		const judge = { kind: 'judge', model: 'm' };
		const text = toLines([
			{ ...line, why: 'long' },
			{ ...line, answerSet: 's2', value: null, by: judge },
		]);
		expect(parseScores(text, 's.jsonl', targets)).toEqual([
			{ ...personScore('s1', 'a', 'clarity', 0.5), why: 'long' },
			{ ...personScore('s2', 'a', 'clarity', null), by: judge },
		]);
		const alone = { ...targets, answerSets: [targets.answerSets[0]] };
		const unnamed = toLines([{ ...line, answerSet: undefined }]);
		expect(parseScores(unnamed, 's.jsonl', alone)).toHaveLength(1);
	});

	it('name answers by their hash, so that marks of two machines meet', () => {
		const texts = { a: 'six', b: 'the Nile' };
		const mine = answerSet('mine', texts, { name: 'tuned' });
		const theirs = answerSet('theirs', texts, { name: 'renamed' });
		const here = (...sets: (typeof mine)[]) => ({ ...targets, answerSets: sets });
		const mark = personScore('theirs', 'a', 'clarity', 0.5, 'Ben');
		const file = scoresText([{ set: theirs, scores: [mark] }]);
		expect(file).not.toContain('"theirs"');
		expect(parseScores(file, 's.jsonl', here(mine))).toEqual([{ ...mark, answerSet: 'mine' }]);
		const both = answerSet('both', texts, { name: 'renamed' });
		const named = parseScores(file, 's.jsonl', here(mine, both));
		expect(named).toEqual([{ ...mark, answerSet: 'both' }]);
		const other = answerSet('other', { ...texts, a: 'seven' }, { name: 'renamed' });
		expect(() => parseScores(file, 's.jsonl', here(other))).toThrow(
			fieldError('s.jsonl: line 1.answer'),
		);
	});

	it.each([
		[{ answerSet: 'other' }, 'answerSet'],
		[{ answerSet: undefined }, 'answerSet'],
		[{ question: 'z' }, 'question'],
		[{ category: 'wit' }, 'category'],
		[{ value: 1.5 }, 'value'],
		[{ value: '1' }, 'value'],
		[{ by: 'Ada' }, 'by'],
		[{ by: { kind: 'rule', rule: 'exact' } }, 'by.kind'],
		[{ scores: { clarity: 1 } }, 'scores'],
	])('%j', (change, field) => {
		expect(() => parseScores(toLines([{ ...line, ...change }]), 's.jsonl', targets)).toThrow(
			fieldError(`s.jsonl: line 1.${field}`),
		);
	});
});
