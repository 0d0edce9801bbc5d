/** Parses a row's JSON text. JSON lines and JSON lists share this. */
import type { Json } from '#core/json.ts';
import { keepNumberTexts } from './exactNumbers.ts';
import type { FileRow } from './format.ts';

/** Deeper rows are rejected: code that walks a row by recursion needs a bounded stack. */
const maxDepth = 100;

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
	if (depthOf(text) > maxDepth)
		return {
			value: null,
			error: `The row is nested more than ${maxDepth} levels deep. Flatten it before the import.`,
		};
	try {
		return { value: JSON.parse(keepNumberTexts(text)) as Json, error: null };
	} catch (error) {
		const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
		return { value: null, error: hint ?? `Not valid JSON: ${(error as Error).message}.` };
	}
}

/** The most brackets that are open at once, outside strings. */
function depthOf(text: string): number {
	let depth = 0;
	let most = 0;
	let inString = false;
	for (const [token] of text.matchAll(/\\.|["[{\]}]/gs))
		if (token === '"') inString = !inString;
		else if (inString || token.startsWith('\\')) continue;
		else if (token === '[' || token === '{') most = Math.max(most, ++depth);
		else depth--;
	return most;
}
