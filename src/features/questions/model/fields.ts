/** Schemas and readers for files. Each error names the file, the field and the fix. */
import * as v from 'valibot';
import { quote as quoteShort } from '#core/text.ts';
import type { Json } from '#core/json.ts';
import { wrong } from '#core/fields.ts';
import { categories } from './categories.ts';
import { editDistance } from './text.ts';

export { wrong };
export type Fields = Readonly<Record<string, unknown>>;

export const quote = (value: unknown): string => quoteShort(value, 60);
export const mustBe = (what: string) => (issue: v.BaseIssue<unknown>) =>
	issue.input === undefined ? 'is missing. Add it.' : `must be ${what}, not ${quote(issue.input)}.`;

/** Throws InputError for the first wrong field. `separator` stands before its name. */
export function read<T extends v.GenericSchema>(
	schema: T,
	value: unknown,
	where: string,
	separator = '.',
): v.InferOutput<T> {
	const result = v.safeParse(schema, value, { abortEarly: true });
	if (result.success) return result.output;
	const [{ path = [], message }] = result.issues;
	const names = path.map(({ key }, i) => {
		if (typeof key === 'number') return `[${key}]`;
		return `${i === 0 ? separator : '.'}${quoteShort(key, 100).replace(/^"|"$/g, '')}`;
	});
	throw wrong(`${where}${names.join('')}`, message);
}

export const objectOf = (what: string) =>
	v.custom<Fields>(
		(value) => value !== null && typeof value === 'object' && !Array.isArray(value),
		(issue) => `must be ${what}, not ${quote(issue.input)}.`,
	);

/** Text of any length up to `longest`. A number counts as its digits. */
export const text = (longest: number) =>
	v.pipe(
		v.union(
			[v.string(), v.pipe(v.custom<number>(Number.isFinite), v.transform(String))],
			mustBe('text'),
		),
		v.check(
			(value) => value.length <= longest,
			({ input }) => `has ${input.length} characters; give at most ${longest}.`,
		),
	);
export const filledText = (longest: number) =>
	v.pipe(
		text(longest),
		v.check((value) => value.trim() !== '', 'is empty. Write it, or remove the row.'),
	);
const notCategory = ({ input }: v.BaseIssue<unknown>) =>
	`${quote(input)} is no category. The eight are ${categories.join(', ')}.`;
export const categoryName = v.pipe(
	v.string(notCategory),
	v.toLowerCase(),
	v.picklist(categories, notCategory),
);

/** Values by the names of their categories. */
export const byName = <T extends v.GenericSchema>(item: T, what: string) =>
	v.pipe(objectOf(what), v.record(categoryName, item));

/** `Base_weights` becomes `baseweights`. */
export const bareName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The fields under our names, without those that are null. `known`: our names.
 * `others`: other names for them, as bare names.
 */
export function renamed(
	fields: Fields,
	known: readonly string[],
	others: Readonly<Record<string, string>>,
	where: string,
): Fields {
	const taken = new Map<string, string>();
	const entries = Object.entries(fields).flatMap(([name, value]) => {
		const bare = bareName(name);
		const sameLetters = known.find((candidate) => bareName(candidate) === bare);
		const other = Object.hasOwn(others, bare) ? others[bare] : undefined;
		const ours = known.includes(name) ? name : (sameLetters ?? other ?? name);
		const before = taken.get(ours);
		if (before !== undefined)
			throw wrong(`${where}.${name}`, `is the same field as ${before}. Give one of them.`);
		taken.set(ours, name);
		return value === null || value === undefined ? [] : [[ours, value] as const];
	});
	return Object.fromEntries(entries);
}

/**
 * Counts the fields that are not known in `unread`. Throws InputError for a name that is nearly a
 * known one: it is a typing error.
 */
export function countUnread(
	fields: Fields,
	known: readonly string[],
	where: string,
	unread: Map<string, number>,
): void {
	for (const name of Object.keys(fields)) {
		if (known.includes(name)) continue;
		const near = known.find((candidate) => isNear(bareName(name), bareName(candidate)));
		if (near !== undefined)
			throw wrong(`${where}.${name}`, `is no field here. Do you mean ${near}?`);
		count(unread, name);
	}
}
export const count = (counts: Map<string, number>, key: string): void =>
	void counts.set(key, (counts.get(key) ?? 0) + 1);

const isNear = (name: string, known: string): boolean =>
	known.length >= 4 &&
	Math.abs(name.length - known.length) <= 2 &&
	editDistance(name, known) <= (known.length > 5 ? 2 : 1);

/** The value without the fields that are undefined. */
export const defined = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
	Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

export interface Row {
	/** From 1. */
	readonly line: number;
	readonly value: Json;
}

const withoutMark = (content: string): string => content.replace(/^\uFEFF/, '');

export function jsonOrUndefined(content: string): Json | undefined {
	try {
		return JSON.parse(withoutMark(content)) as Json;
	} catch {
		return undefined;
	}
}

/** The rows of a JSON list or of JSON lines. Throws InputError that names the file and the line. */
export function rowsOf(content: string, file: string): Row[] {
	const whole = jsonOrUndefined(content);
	if (Array.isArray(whole)) return whole.map((value, i) => ({ line: i + 1, value: value as Json }));
	const lines = withoutMark(content)
		.split(/\r\n|\n|\r/)
		.map((line, i) => ({ content: line, line: i + 1 }))
		.filter((line) => line.content.trim() !== '');
	return lines.map(({ content: row, line }, i) => {
		const value = jsonOrUndefined(row);
		if (value !== undefined) return { line, value };
		const start = JSON.stringify(row.slice(0, 60));
		if (i > 0) {
			const cut = i === lines.length - 1 ? ', or the file was cut off' : '';
			throw wrong(
				`${file}: line ${line}`,
				`is no JSON${cut}: ${start}. Give one JSON object per line, and the whole file.`,
			);
		}
		throw wrong(
			file,
			/^\s*[[{]/.test(row)
				? `is neither JSON nor JSON lines, or was cut off: line ${line} is ${start}. ` +
						'Give the whole file.'
				: `is neither JSON nor JSON lines: line ${line} is ${start}. ` +
						'Save a table as JSON lines first, one object per row.',
		);
	});
}
