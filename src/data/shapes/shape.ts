/** What a row's shape is: it knows its rows and turns one into examples, or says why not. */
import type { Json } from '#core/json.ts';
import type { Example } from '../example.ts';

/** A row as an object (or a list, whose columns are 0, 1, …). */
export type Row = { readonly [key: string]: Json };

export interface RowShape {
	/** Told in RowMapping.shape: never rename. */
	readonly id: string;
	readonly title: string;
	/** By its keys and their kinds, not by what the texts say: a row with an empty answer still matches. */
	matches(row: Row): boolean;
	/** At least one example. Throws RowError. */
	toExamples(row: Row): readonly Example[];
}

/** Why a row cannot be used; caught for each row, and told with its line. */
export class RowError extends Error {}

/** A file's value as a row: a list of texts is a list of raw texts. Throws RowError. */
export function toRow(value: Json): Row {
	if (typeof value === 'string') return { text: value };
	if (value !== null && typeof value === 'object') return value as Row;
	throw new RowError(`The row is ${JSON.stringify(value)}, not an object.`);
}

/** Text of a scalar: 51.0 in a file is "51"; null is empty. undefined: not a scalar. */
export function scalarText(value: Json | undefined): string | undefined {
	if (value === null) return '';
	return typeof value === 'object' || value === undefined ? undefined : String(value);
}

/** The first of these keys that the row has, if its value is a scalar. */
export const scalarKey = (row: Row, keys: readonly string[]): string | undefined =>
	keys.find((key) => Object.hasOwn(row, key) && scalarText(row[key]) !== undefined);

/** A text that must be there. */
export function required(row: Row, key: string, where = key): string {
	const text = scalarText(row[key]);
	if (text === undefined) throw new RowError(`${where} is missing.`);
	if (text.trim() === '') throw new RowError(`${where} is empty.`);
	return text;
}

/** Texts joined by a line break, empty ones left out. */
export const joined = (texts: readonly string[]): string =>
	texts.filter((text) => text.trim() !== '').join('\n');
