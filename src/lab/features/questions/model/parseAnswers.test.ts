import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { say } from '#engine/core/message.ts';
import { answersText, parseAnswers } from './parseAnswers.ts';
import { mergedScores, parseScores, scoresText } from './parseScores.ts';
import { answerSet, personScore, questionSet } from '../../../../../tests/support/question.ts';

const set = questionSet(...['a', 'b', 'c'].map((id) => ({ id, prompt: `${id}?`, reference: id })));

describe('answers from a file', () => {
	it('are JSON lines of {id, answer}; the notes name the missing ones', () => {
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
		const text = answersText(
			[
				{ id: 'a', text: 'one\ntwo', cut: true },
				{ id: 'b', text: '“”' },
			],
			by,
		);
		expect(parseAnswers(text, 'x.jsonl', set)).toMatchObject({
			answers: [
				{ id: 'a', text: 'one\ntwo', cut: true },
				{ id: 'b', text: '“”' },
			],
			by,
		});
		const merged = '[{"id": "c", "answer": null, "response": 42}]';
		expect(parseAnswers(merged, 'x.json', set).answers).toEqual([{ id: 'c', text: '42' }]);
	});

	it('with faulty lines are refused, and every faulty line is named', () => {
		const lines = [
			'{"id":"a","answer":"x"}',
			'{"id":"z","answer":"x"}',
			'{"id":"a","answer":"y"}',
			'{"id":"b"}',
			'{"answer":"x"}',
			'7',
			'{"id":"c","answer":[1]}',
		];
		expect(() => parseAnswers(lines.join('\n'), 'x.jsonl', set)).toThrow(
			failure(
				'{file}: {lines, plural, one {# line} other {# lines}} cannot be used: {faults}. Correct or remove these lines; nothing was imported.',
				{ file: 'x.jsonl', lines: 6, line: 2, before: 1, value: '7' },
			),
		);
	});

	it.each([
		[
			'{"id":"a","answer":"x"}\n{"id":"b","ans',
			'x.jsonl: line 2: is not JSON, or the file was cut off',
		],
		[
			'',
			failure("{file}: has no answers. Give one JSON object '{'id, answer'}' per line.", {
				file: 'x.jsonl',
			}),
		],
		[
			'[]',
			failure("{file}: has no answers. Give one JSON object '{'id, answer'}' per line.", {
				file: 'x.jsonl',
			}),
		],
		[
			'hello',
			failure(
				'is neither JSON nor JSON lines, or was cut off: line {line} is {start}. Give the whole file, as JSON or as JSON lines with one object per row.',
				{ field: 'x.jsonl' },
			),
		],
	])('%j', (text, message) => {
		expect(() => parseAnswers(text, 'x.jsonl', set)).toThrow(message);
	});
});

describe('scores from a file', () => {
	const targets = {
		answerSets: [answerSet('s1', {}, { name: 'base' }), answerSet('s2', {}, { name: 'tuned' })],
		questionsOf: () => set,
	};

	it('name the answers by id or name and can have several categories per line', () => {
		const text = [
			'{"answerSet": "base", "question": "a", "category": "Clarity", "value": 0.5, ' +
				'"by": "Ada", "why": "long"}',
			'{"answerSet": "s2", "id": "b", "scores": {"accuracy": 1, "safety": null}, ' +
				'"by": {"kind": "judge", "model": "m"}}',
		].join('\n');
		const scores = parseScores(text, 's.jsonl', targets);
		expect(scores).toEqual([
			{ ...personScore('s1', 'a', 'clarity', 0.5), why: 'long' },
			...(['accuracy', 'safety'] as const).map((category) => ({
				answerSet: 's2',
				question: 'b',
				category,
				value: category === 'accuracy' ? 1 : null,
				by: { kind: 'judge', model: 'm' },
			})),
		]);
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
		expect(parseScores(file, 's.jsonl', here(mine, both))).toEqual([
			{ ...mark, answerSet: 'both' },
		]);
		const other = answerSet('other', { ...texts, a: 'seven' }, { name: 'renamed' });
		expect(() => parseScores(file, 's.jsonl', here(other))).toThrow(
			failure(
				'“{value}” is not the hash of an answer to {question} here. First import the answers that were marked.',
				{ question: 'a' },
			),
		);
	});

	it.each([
		[{ answerSet: 'other' }, 'answerSet'],
		[{ question: 'z' }, 'question'],
		[{ category: 'wit' }, 'category'],
		[{ value: 1.5 }, 'value'],
		[{ value: '1' }, 'value'],
		[{ by: {} }, 'by'],
		[{ by: 5 }, 'by'],
	])('%j', (change, field) => {
		const line = {
			answerSet: 'base',
			question: 'a',
			category: 'clarity',
			value: 1,
			by: 'Ada',
			...change,
		};
		expect(() => parseScores(JSON.stringify(line), 's.jsonl', targets)).toThrow(
			expect.objectContaining({ code: 'input', data: { field: `s.jsonl: line 1: ${field}` } }),
		);
	});

	it('a later mark of the same rater replaces the earlier one', () => {
		const older = [personScore('a', 'q', 'clarity', 0), personScore('a', 'q', 'clarity', 1, 'Ben')];
		const merged = mergedScores(older, [personScore('a', 'q', 'clarity', 0.5)]);
		expect(merged.map(({ value }) => value)).toEqual([0.5, 1]);
	});
});
