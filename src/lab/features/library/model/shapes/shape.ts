/** The interface of a row shape: it recognises its rows and converts them to examples. */
import { isObject, parseExact, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { Example } from '#engine/data/example.ts';
import { RowError } from '../formats/format.ts';
import { withTexts } from '../formats/jsonRow.ts';
import { bare } from './watched.ts';

/** A row as an object, or as a list with columns 0, 1, … */
export type Row = { readonly [key: string]: Json };

export interface RowShape {
	/** Stored in RowMapping.shape: never rename. Its title is in `library.json`. */
	readonly id: string;
	/** Decides by keys and types, not by texts: a row with an empty answer matches. */
	matches(row: Row): boolean;
	/** At least one example. What it does not read of the row is named. Throws RowError. */
	toExamples(row: Row): readonly Example[];
}

/** Converts a file's value to a row. A string becomes a raw text. Throws RowError. */
export function toRow(value: Json): Row {
	if (typeof value === 'string') return { text: value };
	if (value !== null && typeof value === 'object') return value as Row;
	throw new RowError(say('The row is {value}, not an object.', { value: JSON.stringify(value) }));
}

const isTurn = (value: Json): boolean =>
	isObject(value) && ['role', 'from'].some((key) => typeof value[key] === 'string');

const listColumns = ['messages', 'conversations', 'conversation'];

/** The row as shapes read it: it can be a conversation itself, or have one as JSON text. */
export function withLists(row: Row): Row {
	if (Array.isArray(row)) return row.length > 0 && row.every(isTurn) ? { messages: row } : row;
	const texts = listColumns.filter(
		(key) => typeof row[key] === 'string' && /^\s*\[\s*\{/.test(row[key]),
	);
	const lists = texts.flatMap((key) => {
		const list = parsed(row[key] as string);
		return Array.isArray(list) && list.every(isTurn) ? [[key, list] as const] : [];
	});
	return lists.length > 0 ? { ...row, ...Object.fromEntries(lists) } : row;
}

/** The data of JSON text in a row; undefined: the text is not JSON. */
export function parsed(text: string, key?: string): Json | undefined {
	const value = parseExact(text);
	return value === undefined ? undefined : withTexts(value, key);
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

const ownText = (row: Row, key: string) =>
	Object.hasOwn(row, key) ? scalarText(row[key]) : undefined;

/**
 * The first of these keys whose value in the row is a scalar that is not blank; else the first with
 * a blank scalar. Merged tables have the columns of all their parts, so some are blank.
 */
export function scalarKey(row: Row, keys: readonly string[]): string | undefined {
	const seen = bare(row);
	const texts = keys.map((key) => [key, ownText(seen, key)] as const);
	const found = texts.filter(([, text]) => text !== undefined);
	return (found.find(([, text]) => text?.trim()) ?? found[0])?.[0];
}

/** The first of these keys whose value is not null, else the first one, for errors. */
export const firstFilled = (row: Row, keys: readonly string[]): string =>
	keys.find((key) => (bare(row)[key] ?? null) !== null) ?? keys[0];

/** The first text under these keys that is not blank; '' if there is none. */
export function optionalText(row: Row, keys: readonly string[]): string {
	const seen = bare(row);
	const key = keys.find((name) => Object.hasOwn(seen, name) && textOf(seen[name]).trim() !== '');
	return key === undefined ? '' : textOf(row[key]);
}

/** A required text. Throws RowError if it is missing or empty. */
export function required(row: Row, key: string, where = key): string {
	const text = scalarText(row[key]);
	if (text === undefined) throw new RowError(say('{where} is missing.', { where }));
	if (text.trim() === '') throw new RowError(say('{key} is empty.', { key: where }));
	return text;
}

/** Joins texts by line breaks and leaves out empty ones. */
export const joined = (texts: readonly string[]): string =>
	texts.filter((text) => text.trim() !== '').join('\n');
