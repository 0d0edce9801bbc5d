/** Answers in a file: JSON lines of {id, answer}. The first line can describe who answers. */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { object, oneOf, sha256, text } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { checkedAt, path, readLines, toLines } from './lines.ts';
import { longestAnswer, type Answer, type Answerer, type QuestionSet } from './types.ts';

export const maxAnswersBytes = 50_000_000;
/** Questions without an answer that a note names. */
const mostNamed = 20;

const schema = object({
	id: v.pipe(v.union([text(5000), v.number()]), v.transform(String)),
	answer: v.pipe(v.string(), v.maxLength(longestAnswer)),
	cut: v.exactOptional(v.literal(true)),
	/** Name of the answerer. */
	model: v.exactOptional(text(100_000)),
	kind: v.exactOptional(oneOf(['base', 'tuned', 'other'])),
	seed: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
	experiment: v.exactOptional(sha256),
});

/**
 * The answers, the answerer that the first line names, and in sentences the questions without an
 * answer. Throws InputError that names the line and the field.
 */
export function parseAnswers(content: string, file: string, { questions }: QuestionSet) {
	const open = new Set(questions.map(({ id }) => id));
	const rows = readLines(content, file).map(({ where, value }) => {
		const row = checkedAt(schema, value, where);
		if (!open.delete(row.id))
			throw fieldError(
				path`${where}.id`,
				questions.some(({ id }) => id === row.id)
					? say('“{id}” has an answer already. Give one.', { id: row.id })
					: say('“{id}” is not a question of this set', { id: row.id }),
			);
		return row;
	});
	const answers = rows.map(({ id, answer, cut }): Answer => ({
		id,
		text: answer,
		...(cut && { cut }),
	}));
	const [{ id: _, answer: __, cut: ___, model, ...by }] = rows;
	const missing = [...open];
	const list = missing.slice(0, mostNamed).join(', ') + (missing.length > mostNamed ? ', …' : '');
	const note = say(
		'{missing} of {questions, plural, one {# question has no answer and counts nowhere} other {# questions have no answer and count nowhere}}: {list}.',
		{ missing: missing.length, questions: questions.length, list },
	);
	return {
		answers,
		by: { ...(model !== undefined && { name: model }), ...by },
		notes: missing.length > 0 ? [note] : [],
	};
}

/** Answers as JSON lines, with the answerer: another lab shows the same row. */
export const answersText = (
	answers: readonly Answer[],
	{ name, kind, seed, experiment }: Answerer,
): string =>
	toLines(
		answers.map(({ id, text, cut }) => ({
			id,
			answer: text,
			cut,
			model: name,
			kind,
			seed,
			experiment,
		})),
	);
