/** A row out of its JSON text: what JSON lines and JSON lists share. */
import type { Json } from '#core/json.ts';
import type { FileRow } from './format.ts';

export function jsonRow(line: number, raw: string): FileRow {
	const { value, error } = parseJson(raw);
	return error === null ? { line, raw, value } : { line, raw, error };
}

/** The value, or why there is none (`error` is null when there is a value, which may be null too). */
export function parseJson(
	text: string,
): { value: Json; error: null } | { value: null; error: string } {
	try {
		return { value: JSON.parse(text) as Json, error: null };
	} catch (error) {
		const hint = /[:[,]\s*-?(?:NaN|Infinity)\b/.test(text)
			? 'JSON has no NaN or Infinity: write null, or leave the field out.'
			: `Not valid JSON: ${(error as Error).message}.`;
		return { value: null, error: hint };
	}
}
