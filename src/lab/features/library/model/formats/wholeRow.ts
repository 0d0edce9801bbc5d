/** Half of a character, in any format: a lone surrogate becomes U+FFFD, and its row is counted. */
import type { Json } from '#engine/core/json.ts';
import type { FileRow } from './format.ts';

/** A surrogate as it is, and its escape in JSON. Most rows have neither. */
const surrogate = /\p{Surrogate}|\\u[dD][89a-fA-F]/u;

export function wholeRow(row: FileRow): FileRow {
	if (!surrogate.test(row.raw)) return row;
	const raw = wholeText(row.raw);
	if (!('value' in row)) return { ...row, raw };
	const value = wholeValue(row.value);
	const hasHalf = JSON.stringify(value) !== JSON.stringify(row.value);
	return { ...row, raw, value, ...(hasHalf && { hasHalf }) };
}

const wholeText = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

function wholeValue(value: Json): Json {
	if (typeof value === 'string') return wholeText(value);
	if (Array.isArray(value)) return value.map((inner: Json) => wholeValue(inner));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wholeValue(inner)]));
}
