/** Samples of lm-evaluation-harness (`--log_samples`): one JSON line per question and filter. */
import { sha256Hex } from '#engine/core/hash.ts';
import { isObject, type Json } from '#engine/core/json.ts';
import { scoreAnswer } from './scoreAnswer.ts';
import type { AnswerSet, QuestionSet } from './types.ts';

/**
 * A sample as a row of an answer file; another row unchanged. The question is that of `doc.id`, or
 * the one at `doc_id` from 0. The answer is the model's whole text, before any filter.
 */
export function fromHarness(row: Json, { questions }: QuestionSet): Json {
	if (!isObject(row) || !('doc_id' in row) || !('resps' in row)) return row;
	const { doc, doc_id: number, resps } = row as Readonly<Record<string, Json>>;
	const named = isObject(doc) ? (doc as Readonly<Record<string, Json>>)['id'] : undefined;
	const id = named ?? questions[Number(number)]?.id ?? number;
	const answer = firstOf(firstOf(resps));
	return { id: typeof id === 'number' ? String(id) : id, answer };
}

/** The first value of a list; another value unchanged. */
const firstOf = (value: Json): Json =>
	Array.isArray(value) ? ((value as readonly Json[])[0] ?? null) : value;

/** Whether the rows are samples: each filter has a row of its own with the same answer. */
export const isSample = (row: Json): boolean => isObject(row) && 'doc_id' in row && 'resps' in row;

/** The answers of a set as samples, with their scores by rules; null: not marked. */
export function harnessText({ questions, language }: QuestionSet, { answers }: AnswerSet): string {
	const lines = questions.flatMap((question, number) => {
		const answer = answers.find(({ id }) => id === question.id);
		if (!answer) return [];
		const { id, prompt, reference: target = '' } = question;
		const { text } = answer;
		const sample = {
			doc_id: number,
			doc: { id, prompt, target },
			target,
			arguments: { gen_args_0: { arg_0: prompt, arg_1: { until: [] } } },
			resps: [[text]],
			filtered_resps: [text],
			filter: 'none',
			metrics: ['score'],
			doc_hash: sha256Hex(JSON.stringify({ id, prompt, target })),
			prompt_hash: sha256Hex(prompt),
			target_hash: sha256Hex(target),
			score: scoreAnswer(question, text, [], language).score,
		};
		return [`${JSON.stringify(sample)}\n`];
	});
	return lines.join('');
}
