/**
 * Scores of people and judges: JSON lines of {question, category, value, by}. A line names the
 * answer by the hash of its text (`answer`), by its row (`answerSet`), or by both. So marks of
 * several machines meet at the same answers.
 */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { number, object, oneOf, sha256, text } from '#engine/core/fields.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import { categories } from './categories.ts';
import { checkedAt, path, readLines, toLines, type Path } from './lines.ts';
import type { AnswerSet, AnswerSetRecord, QuestionSet, Rater, Score } from './types.ts';

type ScoreTarget = Pick<AnswerSet, 'id' | 'by' | 'questions' | 'answers'>;

/** The answer sets that a score can belong to, and the questions that they answer. */
export interface ScoreTargets {
	readonly answerSets: readonly ScoreTarget[];
	readonly questionsOf: (sha256: string) => QuestionSet | undefined;
}

const who = text(200);
const schema = object({
	/** Hash of the question set. */
	questions: v.exactOptional(sha256),
	answerSet: v.exactOptional(text(100_000)),
	question: text(5000),
	answer: v.exactOptional(sha256),
	category: oneOf(categories),
	/** null: the category does not apply. */
	value: v.nullable(
		number(
			say('a number from 0 to 1, or null for not applicable'),
			(value) => value >= 0 && value <= 1,
		),
	),
	by: v.variant('kind', [
		object({ kind: v.literal('person'), name: who }),
		object({ kind: v.literal('judge'), model: who }),
	]),
	why: v.exactOptional(v.pipe(v.string(), v.maxLength(5000))),
	/** Milliseconds since 1970. */
	at: v.exactOptional(v.pipe(v.number(), v.finite())),
});

export const parseScores = (content: string, file: string, targets: ScoreTargets): Score[] =>
	readLines(content, file).flatMap(({ where, value }) => readScores(value, where, targets));

/** The score of one line, for each answer set with this answer. */
export function readScores(
	value: unknown,
	where: Path,
	{ answerSets, questionsOf }: ScoreTargets,
): Score[] {
	const { questions, answerSet, answer, ...score } = checkedAt(schema, value, where);
	const holders = answerSets.filter(
		(set) =>
			(questions ?? set.questions) === set.questions &&
			(answer === undefined || answerHashes(set, score.question).includes(answer)),
	);
	const named = holders.filter(({ id, by }) => id === answerSet || by.name === answerSet);
	// A row can have another name on another machine: then the hash names the answer.
	const isClear = answer !== undefined || (answerSet === undefined && holders.length === 1);
	const found = named.length === 0 && isClear ? holders : named;
	if (found.length === 0 || (found.length > 1 && answer === undefined))
		throw fieldError(
			path`${where}.${answer === undefined ? 'answerSet' : 'answer'}`,
			say(
				'names {found, plural, =0 {no answers} other {# sets of answers}} here. Import the answers first, and name one of {names}, or the SHA-256 of the answer.',
				{
					found: found.length,
					names: answerSets.map(({ by }) => by.name).join(', ') || say('none'),
				},
			),
		);
	if (found.some((set) => !hasQuestion(questionsOf(set.questions), score.question)))
		throw fieldError(
			path`${where}.question`,
			say('“{question}” is not a question of this set. Name the id of one.', {
				question: score.question,
			}),
		);
	return found.map((set) => ({ answerSet: set.id, ...score }));
}

const answerHashes = ({ answers }: ScoreTarget, question: string): string[] =>
	answers.filter(({ id }) => id === question).map(({ text }) => sha256Hex(text));

const hasQuestion = (set: QuestionSet | undefined, question: string): boolean =>
	set?.questions.some(({ id }) => id === question) ?? false;

/** `rule exact`, `person Ada`, `judge gpt`. */
export const raterName = (by: Rater): string =>
	`${by.kind} ${by.kind === 'rule' ? by.rule : by.kind === 'person' ? by.name : by.model}`;

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
	toLines(
		records.flatMap(({ set, scores }) =>
			scores.map(({ question, ...score }) => {
				const [answer] = answerHashes(set, question);
				return { ...score, questions: set.questions, answerSet: set.by.name, question, answer };
			}),
		),
	);
