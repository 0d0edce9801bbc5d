/**
 * An answer set with its scores as one JSON text, for files with parts of the lab. The reader
 * trusts nothing: the file may be altered.
 */
import * as v from 'valibot';
import { checkedBy, list, object, oneOf, sha256, text, whole, wrong } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import { partJson } from '#lab/run/partJson.ts';
import { longestAnswer } from './parseAnswers.ts';
import { readScores } from './parseScores.ts';
import type { AnswerSetRecord, QuestionSet } from './types.ts';

const name = text(200);
const count = whole(0, Number.MAX_SAFE_INTEGER);
const schema = object({
	set: object({
		id: name,
		questions: sha256,
		by: object({
			kind: oneOf(['base', 'tuned', 'other']),
			name,
			sha256: v.exactOptional(sha256),
			runId: v.exactOptional(name),
			step: v.exactOptional(count),
			policy: v.exactOptional(text(1000)),
			experiment: v.exactOptional(sha256),
			seed: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
		}),
		origin: v.union([
			object({ kind: v.literal('lab') }),
			object({ kind: v.literal('file'), name: text(1000) }),
		]),
		madeAt: whole(0, 8.64e15),
		answers: list(
			object({
				id: text(5000),
				text: v.pipe(v.string(), v.maxLength(longestAnswer)),
				cut: v.exactOptional(v.literal(true)),
			}),
			sentence('questions.errors.expected.answers'),
			10_000,
			0,
		),
	}),
	scores: v.array(v.unknown()),
});

export const keptAnswersText = ({ set, scores }: AnswerSetRecord): string =>
	JSON.stringify({ set, scores });

/** `open`: finds a question set or throws. Throws InputError with the field. */
export async function readKeptAnswers(
	content: string,
	file: string,
	open: (sha256: string) => Promise<QuestionSet>,
): Promise<AnswerSetRecord> {
	const { set, scores } = checkedBy(schema, partJson(content, file));
	const questions = await open(set.questions);
	const ids = new Set(questions.questions.map(({ id }) => id));
	set.answers.forEach(({ id }, i) => {
		// Each question of the set has at most one answer.
		if (!ids.delete(id))
			throw wrong(`set.answers[${i}].id`, sentence('questions.errors.isNoQuestionOfSet', { id }));
	});
	const targets = { answerSets: [set], questionsOf: () => questions };
	return {
		id: set.id,
		set,
		scores: scores.flatMap((score, i) => readScores(score, `scores[${i}]`, targets)),
	};
}
