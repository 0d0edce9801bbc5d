/**
 * Answers from a file: JSON lines of {id, answer}, a JSON list of such objects, or samples of
 * lm-evaluation-harness.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { isObject, type Json } from '#engine/core/json.ts';
import { anyObject } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { lineAt, quote, readRows } from './fields.ts';
import { fromHarness, isSample } from './harness.ts';
import { longestAnswer, type Answer, type Answerer, type QuestionSet } from './types.ts';

export const maxAnswersBytes = 50_000_000;
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
	const texts = new Map<string, string>();
	const faults: Message[] = [];
	const answers = rows.flatMap(({ line, value: row }) => {
		const value = fromHarness(row, set);
		if (
			isSample(row) &&
			isObject(value) &&
			typeof value['id'] === 'string' &&
			texts.get(value['id']) === value['answer']
		)
			return [];
		const read = readRow(value, ids, lines);
		if ('values' in read) {
			faults.push(say('{line}: {fault}', { line: lineAt(line), fault: read }));
			return [];
		}
		lines.set(read.id, line);
		texts.set(read.id, read.text);
		return [read];
	});
	if (faults.length > 0) {
		const listed = { file, lines: faults.length, faults: listFaults(faults) };
		throw new InputError(
			say(
				'{file}: {lines, plural, one {# line} other {# lines}} cannot be used: {faults}. Correct or remove these lines; nothing was imported.',
				listed,
			),
		);
	}
	if (answers.length === 0)
		throw new InputError(
			say("{file}: has no answers. Give one JSON object '{'id, answer'}' per line.", { file }),
		);
	const missing = [...ids].filter((id) => !lines.has(id));
	const list = missing.slice(0, mostNamed).join(', ') + (missing.length > mostNamed ? ', …' : '');
	const counts = { missing: missing.length, questions: ids.size, list };
	const note = say(
		'{missing} of {questions, plural, one {# question has no answer and counts nowhere} other {# questions have no answer and count nowhere}}: {list}.',
		counts,
	);
	return { answers, by: readAnswerer(rows[0].value), notes: missing.length > 0 ? [note] : [] };
}

function listFaults(faults: readonly Message[]): Message {
	const list = faults
		.slice(0, mostNamed)
		.reduce((all, fault) => say('{all}; {item}', { all, item: fault }));
	const more = faults.length - mostNamed;
	return more > 0 ? say('{list}; and {more} more', { list, more }) : list;
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
	if (!v.is(anyObject(say('an object')), value))
		return say("is {value}, not an object '{'id, answer'}'", { value: quote(value) });
	const written = value['id'] ?? value['question'];
	if (typeof written !== 'string' && typeof written !== 'number') return say('has no id');
	const id = String(written);
	if (!ids.has(id)) return say('“{id}” is not a question of this set', { id });
	const name = answerNames.find((candidate) => (value[candidate] ?? null) !== null) ?? 'answer';
	const text = value[name] ?? null;
	if (text === null) return say('“{id}” has no answer', { id });
	if (typeof text !== 'string' && typeof text !== 'number')
		return say('the answer to “{id}” is {value}, not text', { id, value: quote(text) });
	if (String(text).length > longestAnswer)
		return say('the answer to “{id}” has more than {longestAnswer} characters', {
			id,
			longestAnswer,
		});
	const before = lines.get(id);
	if (before !== undefined)
		return say('“{id}” was answered in line {before} already', { id, before });
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
