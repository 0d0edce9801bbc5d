/** Answers from a file: JSON lines of {id, answer}, or a JSON list of such objects. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { anyObject } from '#engine/core/fields.ts';
import { englishText, sentence, type Message } from '#engine/core/message.ts';
import { lineAt, quote, readRows } from './fields.ts';
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
	const { rows } = readRows(content, file);
	const ids = new Set(set.questions.map(({ id }) => id));
	const lines = new Map<string, number>();
	const faults: Message[] = [];
	const answers = rows.flatMap(({ line, value }) => {
		const read = readRow(value, ids, lines);
		if ('values' in read) {
			faults.push(sentence`${lineAt(line)}: ${read}`);
			return [];
		}
		lines.set(read.id, line);
		return [read];
	});
	if (faults.length > 0)
		throw new InputError(
			sentence`${file}: ${faults.length} ${faults.length === 1 ? sentence`line` : sentence`lines`}
				cannot be used: ${listed(faults)}. Correct or remove
				these lines; nothing was imported.`,
			{ file, lines: faults.slice(0, mostNamed).map(englishText) },
		);
	if (answers.length === 0)
		throw new InputError(
			sentence`${file}: has no answers. Give one JSON object {id, answer} per line.`,
			{ file },
		);
	const missing = [...ids].filter((id) => !lines.has(id));
	const list = missing.slice(0, mostNamed).join(', ') + (missing.length > mostNamed ? ', …' : '');
	const notes = [
		sentence`${missing.length} of ${ids.size} questions have no answer and count nowhere: ${list}.`,
	].filter(() => missing.length > 0);
	return { answers, by: readAnswerer(rows[0].value), notes };
}

function listed(faults: readonly Message[]): Message {
	const list = faults.slice(0, mostNamed).reduce((all, one) => sentence`${all}; ${one}`);
	const more = faults.length - mostNamed;
	return more > 0 ? sentence`${list}; and ${more} more` : list;
}

type GivenAnswerer = Partial<Pick<Answerer, 'kind' | 'name' | 'seed' | 'experiment'>>;
function readAnswerer(row: Json): GivenAnswerer {
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
): Answer | Message {
	if (!v.is(anyObject(''), value)) return sentence`is ${quote(value)}, not an object {id, answer}`;
	const written = value['id'] ?? value['question'];
	if (typeof written !== 'string' && typeof written !== 'number') return sentence`has no id`;
	const id = String(written);
	if (!ids.has(id)) return sentence`“${id}” is no question of this set`;
	const name = answerNames.find((candidate) => (value[candidate] ?? null) !== null) ?? 'answer';
	const text = value[name] ?? null;
	if (text === null) return sentence`“${id}” has no answer`;
	if (typeof text !== 'string' && typeof text !== 'number')
		return sentence`the answer to “${id}” is ${quote(text)}, not text`;
	if (String(text).length > longestAnswer)
		return sentence`the answer to “${id}” has more than ${longestAnswer} characters`;
	const before = lines.get(id);
	if (before !== undefined) return sentence`“${id}” was answered in line ${before} already`;
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
