/**
 * Scores of people and judges: JSON lines of {questions, question, answer, category, value, by}.
 * `answer` is the hash of the answer's text, so that marks of several machines meet at the same
 * answers. Other tools can name the answer set instead: {answerSet, question, …}.
 */
import { say, type Message } from '#engine/core/message.ts';
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { anyObject, checkedBy, number } from '#engine/core/fields.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import {
	categoryName,
	checkedAt,
	lineAt,
	mustBe,
	path,
	quote,
	readRows,
	text,
	type Path,
} from './fields.ts';
import { raterName } from './agreement.ts';
import type { AnswerSet, AnswerSetRecord, QuestionSet, Score } from './types.ts';

type Fail = (field: string, message: Message) => Error;
type ScoreTarget = Pick<AnswerSet, 'id' | 'by' | 'questions' | 'answers'>;

/** Names an answer on every machine. */
export const answerHash = (text: string): string => sha256Hex(text);

/** The answer sets that a score can belong to, and the questions that they answer. */
export interface ScoreTargets {
	readonly answerSets: readonly ScoreTarget[];
	readonly questionsOf: (sha256: string) => QuestionSet | undefined;
}

const mark = v.nullable(
	number(
		say('a number from 0 to 1, or null for not applicable'),
		(value) => value >= 0 && value <= 1,
	),
);
const who = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1),
	v.transform((name) => name.slice(0, 200)),
);
const rater = v.pipe(
	v.unknown(),
	v.transform((by) => (typeof by === 'string' ? { kind: 'person', name: by } : by)),
	v.union(
		[
			v.object({ kind: v.literal('person'), name: who }),
			v.object({ kind: v.literal('judge'), model: who }),
		],
		mustBe(say('a person’s name, { kind: "person", name } or { kind: "judge", model }')),
	),
);
const longText = text(5000);
/** The fields of a score besides its answer set and a single mark. */
const schema = v.object({
	question: longText,
	by: rater,
	why: v.nullish(longText),
	at: v.fallback(v.nullish(v.pipe(v.number(), v.finite())), null),
	scores: v.optional(anyObject(say('an object of marks by category'))),
});
const markSchema = v.object({ category: categoryName, value: mark });

export function parseScores(content: string, file: string, targets: ScoreTargets): Score[] {
	const { rows } = readRows(content, file);
	if (rows.length === 0)
		throw fieldError(
			file,
			say('has no scores. Give one { question, category, value, by } per line.'),
		);
	return rows.flatMap(({ line, value }) =>
		readScores(value, path`${file}: ${lineAt(line)}`, targets),
	);
}

/** The scores of one row. `scores: {clarity: 0.5, …}` stands for several categories. */
export function readScores(value: unknown, where: Path, targets: ScoreTargets): Score[] {
	const row = checkedAt(anyObject(say('a score: { question, category, value, by }')), value, where);
	const fail = (field: string, message: Message) => fieldError(path`${where}: ${field}`, message);
	const score = { ...row, question: row['question'] ?? row['id'], by: row['by'] };
	const { question, by, why, at, scores } = checkedBy(schema, score, '', fail);
	const sets =
		row['answer'] === undefined
			? [findAnswerSet(row['answerSet'], fail, targets)]
			: findAnswers(row, question, fail, targets);
	for (const set of sets)
		if (!targets.questionsOf(set.questions)?.questions.some(({ id }) => id === question))
			throw fail(
				'question',
				say('“{question}” is not a question of this set. Name the id of one.', { question }),
			);
	const marks = scores ? Object.entries(scores) : [[row['category'], row['value']] as const];
	return marks.flatMap(([name, value]) => {
		const mark = {
			question,
			by,
			...(typeof why === 'string' && { why }),
			...(typeof at === 'number' && { at }),
			...checkedBy(markSchema, { category: name, value }, '', fail),
		};
		return sets.map((set) => ({ answerSet: set.id, ...mark }));
	});
}

/** The sets with this answer to the question, those with the row's name first of all. */
function findAnswers(
	{ questions, answer, answerSet }: Readonly<Record<string, unknown>>,
	question: string,
	fail: Fail,
	{ answerSets }: ScoreTargets,
): readonly ScoreTarget[] {
	const found = answerSets.filter(
		(set) =>
			(questions === undefined || set.questions === questions) &&
			set.answers.some(({ id, text }) => id === question && answerHash(text) === answer),
	);
	if (found.length === 0)
		throw fail(
			'answer',
			say(
				'“{value}” is not the hash of an answer to {question} here. First import the answers that were marked.',
				{ question, value: quote(answer) },
			),
		);
	const named = found.filter(({ by }) => by.name === answerSet);
	return named.length > 0 ? named : found;
}

/** By its id or by the name of its row. A single set need not be named. */
function findAnswerSet(answerSet: unknown, fail: Fail, { answerSets }: ScoreTargets) {
	if (answerSet === undefined && answerSets.length === 1) return answerSets[0];
	const found = answerSets.filter(({ id, by }) => id === answerSet || by.name === answerSet);
	if (found.length === 1) return found[0];
	const names = answerSets.map(({ by }) => by.name).join(', ') || say('there are none');
	const value = quote(answerSet);
	throw fail(
		'answerSet',
		found.length > 1
			? say('{value} is the name of {found} answer sets: give the id.', {
					value,
					found: found.length,
				})
			: say('{value} is not one of the answer sets here: {names}.', { value, names }),
	);
}

/** All scores, with only the later one of a rater for the same answer and category. */
export const mergedScores = (older: readonly Score[], newer: readonly Score[]): Score[] => [
	...new Map(
		[...older, ...newer].map((score) => {
			const { answerSet, question, category, by } = score;
			return [JSON.stringify([answerSet, question, category, raterName(by)]), score];
		}),
	).values(),
];

/** Names answers by their hash, since the id of an answer set is known to one browser only. */
export const scoresText = (records: readonly Omit<AnswerSetRecord, 'id'>[]): string =>
	records
		.flatMap(({ set, scores }) => {
			const texts = new Map(set.answers.map(({ id, text }) => [id, text]));
			return scores.map(({ answerSet: _, question, ...score }) => {
				const text = texts.get(question);
				const answer = text === undefined ? {} : { answer: answerHash(text) };
				const names = { questions: set.questions, answerSet: set.by.name, question, ...answer };
				return `${JSON.stringify({ ...names, ...score })}\n`;
			});
		})
		.join('');
