/** JSON: plain data for checkpoints, links and messages, and texts of it that may be broken. */
import { sentence, type Message } from './message.ts';

export type Json =
	null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A copy of plain data in which typed arrays are lists. */
export function toJson(value: unknown): Json {
	if (value === null || typeof value !== 'object') return value as Json;
	if (Array.isArray(value) || ArrayBuffer.isView(value))
		return Array.from(value as ArrayLike<unknown> & object, toJson);
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner)]));
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** JSON with object keys in code-unit order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		isObject(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}

/**
 * Our own files and those of Hugging Face have at most 15 levels. Code that walks a value by
 * recursion (JSON.stringify too) ends at a few thousand.
 */
const maxDepth = 100;

/**
 * The value of JSON text from a file or link, which may be hostile. Otherwise throws the error that
 * `fail` makes of the fault: `The file is … .`
 */
export function parseJson(text: string, fail: (fault: Message, cause?: unknown) => Error): Json {
	if (isDeeper(text, maxDepth)) throw fail(sentence`nested more than ${maxDepth} levels deep`);
	try {
		return JSON.parse(text) as Json;
	} catch (cause) {
		throw fail(sentence`not JSON: ${(cause as Error).message}`, cause);
	}
}

/** Whether more than `depth` brackets are open at once, outside strings. */
function isDeeper(text: string, depth: number): boolean {
	let open = 0;
	let inString = false;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit === backslash) i++;
		else if (unit === quote) inString = !inString;
		else if (inString) continue;
		else if ((unit === openList || unit === openObject) && ++open > depth) return true;
		else if (unit === closeList || unit === closeObject) open--;
	}
	return false;
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];
