/** Answers from a file: JSON lines of {id, answer}, or a JSON list of such objects. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { anyObject } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import { rowsOf, quote } from './fields.ts';
import type { Answer, Answerer, QuestionSet } from './types.ts';

export const maxAnswersBytes = 50_000_000;
const longestAnswer = 200_000;
/** Faulty lines and missing answers that a message names. */
const mostNamed = 20;
const answerNames = ['answer', 'text', 'response', 'output', 'completion'] as const;

/** The fields of a row that describe the answerer. One of another type is left out. */
const answererFields = {
	model: v.pipe(v.string(), v.trim(), v.minLength(1)),
	kind: v.picklist(['base', 'tuned', 'other']),
	seed: v.pipe(v.number(), v.safeInteger()),
	experiment: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
};

/**
 * The answers, the answerer that the first row names, and in sentences the questions without an
 * answer. Throws InputError that names every line that cannot be used.
 */
export function parseAnswers(content: string, file: string, set: QuestionSet) {
	const { rows } = rowsOf(content, file);
	const ids = new Set(set.questions.map(({ id }) => id));
	const lines = new Map<string, number>();
	const faults: string[] = [];
	const answers = rows.flatMap(({ line, value }) => {
		const read = readRow(value, ids, lines);
		if (typeof read === 'string') {
			faults.push(`line ${line}: ${read}`);
			return [];
		}
		lines.set(read.id, line);
		return [read];
	});
	if (faults.length > 0)
		throw new InputError(
			sentence`${file}: ${faults.length} ${faults.length === 1 ? sentence`line` : sentence`lines`}
				cannot be used: ${firstOf(faults, '; ', (more) => `; and ${more} more`)}. Correct or remove
				these lines; nothing was imported.`,
			{ file, lines: faults.slice(0, mostNamed) },
		);
	if (answers.length === 0)
		throw new InputError(
			sentence`${file}: has no answers. Give one JSON object {id, answer} per line.`,
			{ file },
		);
	const missing = [...ids].filter((id) => !lines.has(id));
	const named = firstOf(missing, ', ', () => ', …');
	const none = `${missing.length} of ${ids.size} questions have no answer and count nowhere`;
	const notes = missing.length === 0 ? [] : [`${none}: ${named}.`];
	return { answers, by: answererOf(rows[0].value), notes };
}

const firstOf = (all: readonly string[], separator: string, more: (count: number) => string) =>
	all.slice(0, mostNamed).join(separator) +
	(all.length > mostNamed ? more(all.length - mostNamed) : '');

type GivenAnswerer = Partial<Pick<Answerer, 'kind' | 'name' | 'seed' | 'experiment'>>;
function answererOf(row: Json): GivenAnswerer {
	const fields = Object.entries(answererFields).flatMap(([name, schema]) => {
		const read = v.safeParse(schema, (row as Readonly<Record<string, Json>>)[name]);
		return read.success ? [[name, read.output] as const] : [];
	});
	const { model, ...by } = Object.fromEntries(fields);
	return { ...(typeof model === 'string' && { name: model.slice(0, 200) }), ...by };
}

/** The answer, or what is wrong with the row. */
function readRow(
	value: Json,
	ids: ReadonlySet<string>,
	lines: ReadonlyMap<string, number>,
): Answer | string {
	if (!v.is(anyObject(''), value)) return `is ${quote(value)}, not an object {id, answer}`;
	const given = value['id'] ?? value['question'];
	if (typeof given !== 'string' && typeof given !== 'number') return 'has no id';
	const id = String(given);
	if (!ids.has(id)) return `“${id}” is no question of this set`;
	const name = answerNames.find((candidate) => value[candidate] !== undefined) ?? 'answer';
	const text = value[name] ?? null;
	if (text === null) return `“${id}” has no answer`;
	if (typeof text !== 'string' && typeof text !== 'number')
		return `the answer to “${id}” is ${quote(text)}, not text`;
	if (String(text).length > longestAnswer)
		return `the answer to “${id}” has more than ${longestAnswer} characters`;
	if (lines.has(id)) return `“${id}” was answered in line ${lines.get(id)} already`;
	return { id, text: String(text), ...(value['cut'] === true && { cut: true as const }) };
}

/** Answers as JSON lines, with the answerer: another lab shows the same row. */
export const answersText = (
	answers: readonly Answer[],
	{ name, kind, seed, experiment }: Answerer,
): string =>
	answers
		.map(({ id, text, cut }) => ({ id, answer: text, cut, model: name, kind, seed, experiment }))
		.map((row) => `${JSON.stringify(row)}\n`)
		.join('');
