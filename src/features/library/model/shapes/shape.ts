/** The interface of a row shape: it recognises its rows and converts them to examples. */
import type { Json } from '#core/json.ts';
import { sentence } from '#core/message.ts';
import type { Example } from '#data/example.ts';
import { RowError } from '../formats/format.ts';

/** A row as an object, or as a list with columns 0, 1, … */
export type Row = { readonly [key: string]: Json };

export interface RowShape {
	/** Stored in RowMapping.shape: never rename. */
	readonly id: string;
	readonly title: string;
	/** Decides by keys and types, not by texts: a row with an empty answer matches. */
	matches(row: Row): boolean;
	/** At least one example. Throws RowError. */
	toExamples(row: Row): readonly Example[];
}

/** Converts a file's value to a row. A string becomes a raw text. Throws RowError. */
export function toRow(value: Json): Row {
	if (typeof value === 'string') return { text: value };
	if (value !== null && typeof value === 'object') return value as Row;
	throw new RowError(sentence`The row is ${JSON.stringify(value)}, not an object.`);
}

/** The text of a scalar: 51.0 becomes "51", null is empty. undefined: not a scalar. */
export function scalarText(value: Json | undefined): string | undefined {
	if (value === null) return '';
	return typeof value === 'object' || value === undefined ? undefined : String(value);
}

/** The first of these keys with a scalar value in the row. */
export const scalarKey = (row: Row, keys: readonly string[]): string | undefined =>
	keys.find((key) => Object.hasOwn(row, key) && scalarText(row[key]) !== undefined);

/** A required text. Throws RowError if it is missing or empty. */
export function required(row: Row, key: string, where = key): string {
	const text = scalarText(row[key]);
	if (text === undefined) throw new RowError(sentence`${where} is missing.`);
	if (text.trim() === '') throw new RowError(sentence`${where} is empty.`);
	return text;
}

/** Joins texts by line breaks and leaves out empty ones. */
export const joined = (texts: readonly string[]): string =>
	texts.filter((text) => text.trim() !== '').join('\n');
