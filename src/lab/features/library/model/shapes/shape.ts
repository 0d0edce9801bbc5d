/** The interface of a row shape: it recognises its rows and converts them to examples. */
import { isObject, parseExact, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { withTexts } from '../formats/jsonRow.ts';
import { bare } from './watched.ts';

/** A row as an object, or as a list with columns 0, 1, … */
export type Row = { readonly [key: string]: Json };

/** How the answers of a file name their choices. The earlier one counts if two fit as well. */
export const readings = ['letters', 'texts', 'fromZero', 'fromOne'] as const;
export type Reading = (typeof readings)[number];
/** What the whole file says about its columns. */
interface Facts {
	reading(column: string): Reading;
}

export interface RowShape {
	/** Stored in RowMapping.shape: never rename. Its title is in `library.json`. */
	readonly id: string;
	/** Decides by keys and types, not by texts: a row with an empty answer matches. */
	matches(row: Row): boolean;
	/** At least one example. What it does not read of the row is named. Throws RowError. */
	toExamples(row: Row, facts: Facts): readonly Example[];
	/** Values of `label` or `kto_tag` that mark good and bad answers (KTO). Absent: none do. */
	readonly marks?: readonly string[];
}

/** Converts a file's value to a row. A string becomes a raw text. Throws RowError. */
export function toRow(value: Json): Row {
	if (typeof value === 'string') return { text: value };
	if (value !== null && typeof value === 'object') return value as Row;
	throw new RowError(say('The row is {value}, not an object.', { value: JSON.stringify(value) }));
}

/** Whether `toRow` makes it a row. */
export const isRow = (value: Json): boolean =>
	value !== null && ['object', 'string'].includes(typeof value);

export const isTurn = (value: Json | undefined): value is Row =>
	isObject(value) && ['role', 'from'].some((key) => typeof value[key] === 'string');

/** How the JSON of turns begins, or Python's repr of them. */
const turnsStart = /^\s*\[?\s*\{\s*["'](?:role|from|content|value|messages|tools)["']\s*:/;

/** The row as shapes read it: it can be a conversation itself, or have some as JSON text. */
export function withLists(row: Row): Row {
	if (Array.isArray(row)) return row.length > 0 && row.every(isTurn) ? { messages: row } : row;
	const lists = Object.entries(row).flatMap(([key, text]) => {
		const value = typeof text === 'string' && turnsStart.test(text) ? parsed(text) : undefined;
		return value !== undefined && isTurns(value) ? [[key, value] as const] : [];
	});
	return lists.length > 0 ? { ...row, ...Object.fromEntries(lists) } : row;
}

/** A turn, a list of turns, an object with one; or Python's repr of these, which is refused. */
export function isTurns(value: Json | undefined): boolean {
	if (Array.isArray(value)) return value.length > 0 && value.every(isTurn);
	if (typeof value === 'string') return turnsStart.test(value) && isRepr(value);
	return isTurn(value) || (isObject(value) && Array.isArray(value['messages']));
}

export const isRepr = (text: string): boolean =>
	/^\s*[[{]|^array\(/.test(text) &&
	/[[{,:(]\s*'|\b(?:None|True|False)\b|\barray\(/.test(text) &&
	parseExact(text) === undefined;

/** The data of JSON text in a row; undefined: the text is not JSON. */
export function parsed(text: string, key?: string): Json | undefined {
	const value = parseExact(text);
	return value === undefined ? undefined : withTexts(value, key);
}

/** The same, but Python's repr of lists and objects throws RowError. */
export function parsedList(text: string, where: string, key?: string): Json | undefined {
	if (!isRepr(text)) return parsed(text, key);
	throw new RowError(
		say(
			'{where} is Python’s repr (single quotes, True, None), not JSON. Write it with json.dumps.',
			{ where },
		),
	);
}

/** The text of a scalar: 51.0 becomes "51", null is empty. undefined: not a scalar. */
export function scalarText(value: Json | undefined): string | undefined {
	if (value === null) return '';
	return typeof value === 'object' || value === undefined ? undefined : String(value);
}

export const isFilled = (value: Json | undefined): boolean =>
	Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';

/** The text of a value: a list's texts in lines, an object as JSON. */
export function textOf(value: Json): string {
	if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
	return scalarText(value) ?? JSON.stringify(value);
}

/** A text, or a list of texts in lines; '' for anything else. */
export function plainText(value: Json | undefined): string {
	const texts = [value ?? null].flat().map((inner: Json) => scalarText(inner));
	return texts.includes(undefined) ? '' : joined(texts as string[]);
}

/**
 * The first of these keys with a text that is not blank, or with turns; else the first with a blank
 * text. Merged tables have the columns of all their parts, so some are blank.
 */
export function filledKey(row: Row, keys: readonly string[]): string | undefined {
	const seen = bare(row);
	const found = keys.filter(
		(key) =>
			Object.hasOwn(seen, key) && (scalarText(seen[key]) !== undefined || isTurns(seen[key])),
	);
	return found.find((key) => scalarText(seen[key])?.trim() !== '') ?? found[0];
}

/** The first of these keys whose value is not null, else the first one, for errors. */
export const firstFilled = (row: Row, keys: readonly string[]): string =>
	keys.find((key) => (bare(row)[key] ?? null) !== null) ?? keys[0];

/** The first text or list of texts under these keys that is not blank; '' if there is none. */
export function optionalText(row: Row, keys: readonly string[]): string {
	const seen = bare(row);
	const key = keys.find((name) => Object.hasOwn(seen, name) && plainText(seen[name]) !== '');
	return key === undefined ? '' : plainText(row[key]);
}

/** A required text. Throws RowError if it is missing, empty, or not a text. */
export function required(row: Row, key: string, where = key): string {
	const value = row[key];
	const text = scalarText(value);
	if (value === undefined) throw new RowError(say('{where} is missing.', { where }));
	if (text === undefined)
		throw new RowError(
			say(
				'{where} is {kind, select, list {a list} other {an object}}, not a text. Write one text, or choose the columns yourself.',
				{ where, kind: Array.isArray(value) ? 'list' : 'object' },
			),
		);
	if (text.trim() === '') throw new RowError(say('{key} is empty.', { key: where }));
	return text;
}

/** Joins texts by line breaks and leaves out empty ones. */
export const joined = (texts: readonly string[]): string =>
	texts.filter((text) => text.trim() !== '').join('\n');
