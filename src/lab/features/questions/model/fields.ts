/** Schemas and readers for files. Each error names the file, the field and the fix. */
import * as v from 'valibot';
import { quote as quoteShort } from '#engine/core/text.ts';
import { parseJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { fieldError } from '#engine/core/errors.ts';
import {
	anyObject,
	checkedBy,
	missing,
	mustBe as mustBeThat,
	toIssue,
} from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { categories } from './categories.ts';
import { editDistance } from './text.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const quote = (value: unknown): string => quoteShort(value, 60);
/** A field that is missing is reported as that. */
export const mustBe = (what: Message) => (issue: v.BaseIssue<unknown>) =>
	issue.input === undefined ? missing : mustBeThat(what)(issue);

/** A part of a file in words, such as a line, and the path of a field inside it. */
export type Path = string | Message;
/** The path of a field below another: path`${where}.id`. Only the part of the file has words. */
export const path = (
	parts: TemplateStringsArray,
	...values: readonly (Path | number)[]
): Message => {
	const all = parts.flatMap((part, i) => (i < values.length ? [part, values[i]] : [part]));
	return { id: all.map((_, i) => `{${i}}`).join(''), values: { ...all } as unknown as JsonObject };
};
/** `checkedBy` for a field in a file. */
export const checkedAt = <T extends v.GenericSchema>(
	schema: T,
	value: unknown,
	where: Path,
): v.InferOutput<T> =>
	checkedBy(schema, value, '', (field, message) => {
		const inside = field.startsWith('[') ? field : `.${field}`;
		return fieldError(field === 'content' ? where : path`${where}${inside}`, message);
	});

/** JSON.parse changes the digits of larger numbers. */
const isExact = (value: unknown) =>
	typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/** Text of any length up to `longest`. A number counts as its digits. */
export const text = (longest: number) =>
	v.pipe(
		v.union(
			[v.string(), v.pipe(v.custom<number>(isExact), v.transform(String))],
			mustBe(say('text')),
		),
		v.maxLength(longest, ({ input }) =>
			toIssue(
				say('has {length} characters; give at most {longest}.', { length: input.length, longest }),
			),
		),
	);
export const filledText = (longest: number) =>
	v.pipe(text(longest), v.regex(/\S/, toIssue(say('is empty. Write it, or remove the row.'))));
const notCategory = ({ input }: v.BaseIssue<unknown>) => {
	const known = { input: quote(input), categories: categories.join(', ') };
	return toIssue(say('{input} is not a category. The eight are {categories}.', known));
};
export const categoryName = v.pipe(
	v.string(notCategory),
	v.toLowerCase(),
	v.picklist(categories, notCategory),
);
export const byName = <T extends v.GenericSchema>(item: T, what: Message) =>
	v.pipe(anyObject(what) as v.GenericSchema<Fields>, v.record(categoryName, item));

/** `Base_weights` becomes `baseweights`. */
export const bareName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The fields under our names, without nulls. `names`: other names, bare, by our names. */
export function renamed(
	fields: Fields,
	names: Readonly<Record<string, readonly string[]>>,
	where: Path,
): Fields {
	const oursByBare = new Map(
		Object.entries(names).flatMap(([ours, others]) =>
			[bareName(ours), ...others].map((bare) => [bare, ours]),
		),
	);
	const taken = new Map<string, string>();
	const entries = Object.entries(fields).flatMap(([name, value]) => {
		const bare = bareName(name);
		// A text under one letter, such as A, is an option of a choice.
		const isOption = bare.length === 1 && typeof value === 'string';
		const ours = isOption ? name : (oursByBare.get(bare) ?? name);
		const before = taken.get(ours);
		if (before !== undefined)
			throw fieldError(
				path`${where}.${name}`,
				say('is the same field as {other}. Give one of them.', { other: before }),
			);
		taken.set(ours, name);
		return value === null || value === undefined ? [] : [[ours, value] as const];
	});
	return Object.fromEntries(entries);
}

/** Counts unknown fields in `unread`. Throws InputError for a misspelt name of a known one. */
export function countUnread(
	fields: Fields,
	known: readonly string[],
	where: Path,
	unread: Map<string, number>,
): void {
	for (const name of Object.keys(fields)) {
		if (known.includes(name)) continue;
		const near = known.find((candidate) => isNear(bareName(name), bareName(candidate)));
		if (near !== undefined)
			throw fieldError(
				path`${where}.${name}`,
				say('is not a field here. Do you mean {near}?', { near }),
			);
		count(unread, name);
	}
}
export const count = <Key extends string>(counts: Map<Key, number>, key: Key): void =>
	void counts.set(key, (counts.get(key) ?? 0) + 1);

const isNear = (name: string, known: string): boolean =>
	known.length >= 4 &&
	Math.abs(name.length - known.length) <= 2 &&
	editDistance(name, known) <= (known.length > 5 ? 2 : 1);

/** What was filled in, with the number of questions. */
export type Filled = Map<string, number>;

/** A row of MT-bench’s question.jsonl (arXiv 2306.05685) as a question: its first turn. */
export function fromMtBench(row: Fields, where: Path, filled: Filled): Fields {
	const { question_id: id, category: topic, turns, reference, ...others } = row;
	if (row['prompt'] !== undefined || !Array.isArray(turns)) return row;
	const prompt = checkedAt(filledText(100_000), turns[0], path`${where}.turns[0]`);
	if (turns.length > 1) count(filled, say('their first turn only; further turns are not asked').id);
	const [answer] = Array.isArray(reference) ? (reference as readonly unknown[]) : [reference];
	if (answer) return { id, topic, prompt, reference: answer, ...others };
	count(
		filled,
		say('base weights for clarity, accuracy and completeness, since they have no reference').id,
	);
	return { id, topic, prompt, applies: ['clarity', 'accuracy', 'completeness'], ...others };
}

export const lineAt = (line: number): Message => say('line {line}', { line });

type Rows = readonly { readonly line: number; readonly value: Json }[];
/**
 * The rows of a JSON list or of JSON lines. `whole`: the value of a file that has no JSON lines.
 * Throws InputError that names the file and the line.
 */
export function readRows(content: string, file: string): { rows: Rows; whole?: Json } {
	const text = content.replace(/^\uFEFF/, '');
	const lines = text
		.split(/\r\n|\n|\r/)
		.map((row, i) => ({ row, line: i + 1 }))
		.filter(({ row }) => row.trim() !== '');
	if (lines.length === 0) return { rows: [] };
	const read = (json: string, where: Path, broken: Message): Json =>
		parseJson(json, (fault, cause) =>
			fieldError(
				where,
				cause ? broken : say('is {fault}. Give objects with fewer levels.', { fault }),
			),
		);
	const start = ({ row }: (typeof lines)[number]) => JSON.stringify(row.slice(0, 60));
	if (lines.length === 1 || !isJson(lines[0].row)) {
		const at = { line: lines[0].line, start: start(lines[0]) };
		const broken = say(
			'is neither JSON nor JSON lines, or was cut off: line {line} is {start}. Give the whole file, as JSON or as JSON lines with one object per row.',
			at,
		);
		const whole = read(text, file, broken);
		const values: readonly Json[] = Array.isArray(whole) ? whole : [whole];
		return { whole, rows: values.map((value, i) => ({ line: i + 1, value })) };
	}
	const rows = lines.map((line, i) => {
		const cut = i === lines.length - 1 ? say(', or the file was cut off') : '';
		const broken = say(
			'is not JSON{cut}: {start}. Give the whole file, one JSON object per line.',
			{ cut, start: start(line) },
		);
		return { line: line.line, value: read(line.row, path`${file}: ${lineAt(line.line)}`, broken) };
	});
	return { rows };
}

const isJson = (text: string): boolean => v.is(v.pipe(v.string(), v.parseJson()), text);
