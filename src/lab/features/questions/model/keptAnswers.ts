/**
 * An answer set with its scores as one JSON text, for files with parts of the lab. The reader
 * trusts nothing: the file may be altered.
 */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy, object } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { partJson } from '#lab/run/partJson.ts';
import { readScores } from './scores.ts';
import { answerSetSchema, type AnswerSetRecord, type QuestionSet } from './types.ts';

const schema = object({ set: answerSetSchema, scores: v.array(v.unknown()) });

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
			throw fieldError(`set.answers[${i}].id`, say('“{id}” is not a question of this set', { id }));
	});
	const targets = { answerSets: [set], questionsOf: () => questions };
	return {
		id: set.id,
		set,
		scores: scores.flatMap((score, i) => readScores(score, `scores[${i}]`, targets)),
	};
}
