/** Parses a row's JSON text. JSON lines and JSON lists share this. */
import type { Json } from '#core/json.ts';
import type { FileRow } from './format.ts';

export function jsonRow(line: number, raw: string): FileRow {
	const { value, error } = parseJson(raw);
	return error === null ? { line, raw, value } : { line, raw, error };
}

/** Frequent mistakes and what to do. */
const hints: readonly (readonly [RegExp, string])[] = [
	[
		/[:[,]\s*-?(?:NaN|Infinity)\b/,
		'JSON has no NaN or Infinity: write null, or leave the field out.',
	],
	[/^\s*\{\s*'/, 'JSON has texts in double quotes, not in single ones.'],
	[/\}\s*,\s*$/, 'There is a comma after the row: leave it out.'],
];

/** The value (which may be null), or the error. */
export function parseJson(
	text: string,
): { value: Json; error: null } | { value: null; error: string } {
	try {
		return { value: JSON.parse(text) as Json, error: null };
	} catch (error) {
		const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
		return { value: null, error: hint ?? `Not valid JSON: ${(error as Error).message}.` };
	}
}
