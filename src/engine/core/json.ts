/** JSON: plain data for checkpoints, links and messages, and texts of it that may be broken. */
import type { Json } from './jsonTypes.ts';
import { say, type Message } from './message.ts';

export type { Json, JsonObject } from './jsonTypes.ts';

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
 * Our own files and those of Hugging Face have at most 15 levels. Recursive code (JSON.stringify
 * too) overflows the stack at a few thousand.
 */
const maxDepth = 100;

/**
 * Parses JSON text from a file or link, which may be hostile. Throws the error that `fail` returns.
 * Its `fault` completes the sentence `The file is … .`
 */
export function parseJson(text: string, fail: (fault: Message, cause?: unknown) => Error): Json {
	if (isDeeper(text, maxDepth))
		throw fail(say('nested more than {maxDepth} levels deep', { maxDepth }));
	// Editors on Windows begin a file with a byte order mark.
	const plain = text.replace(/^\ufeff/, '');
	try {
		return JSON.parse(plain) as Json;
	} catch (cause) {
		const before = plain.slice(0, findFault(plain)).split('\n');
		throw fail(
			say('not JSON ({line, select, null {} other {line {line}, }}column {column}): {message}', {
				// The line within a row of one line is not the row's line in its file.
				line: plain.includes('\n') ? before.length : null,
				column: before.at(-1)!.length + 1,
				message: ownPlaces.reduce(
					(text, place) => text.replace(place, ''),
					(cause as Error).message,
				),
			}),
			cause,
		);
	}
}

/** How Firefox and Safari begin a message, and how Chromium and Firefox end it with the place. */
const ownPlaces = [
	/^JSON(?:\.parse| Parse error): /,
	/ in JSON at position .*$/s,
	/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s,
	/ at line \d+ column \d+ of the JSON data$/,
];

/** Single characters and runs: a pattern of whole strings would overflow. */
const inside = /[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})|"/y;
const outside =
	/[ \t\r\n]+|[[\]{},:"]|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
/** How a value begins; 0: a number, true, false or null. */
const values = '[{"0';
/** The tokens after a value, by the bracket that is open around it. */
const afterValue: Readonly<Record<string, string>> = { '[': ',]', '{': ',}' };

/** The index of the first character that is wrong; the text's length if its end is missing. */
export function findFault(text: string): number {
	const open: string[] = [];
	/** Beginnings of the tokens that can follow. */
	let expected = values;
	let isInside = false;
	for (let at = 0; ;) {
		const tokens = isInside ? inside : outside;
		tokens.lastIndex = at;
		const [token] = tokens.exec(text) ?? [];
		if (token === undefined) return at;
		const isText = isInside && token !== '"';
		if (!isText && token.trim() !== '') {
			const kind = '[]{},:"'.includes(token) ? token : '0';
			if (!isInside && !expected.includes(kind)) return at;
			if (kind === '"') isInside = !isInside;
			if ('[{'.includes(kind)) open.push(kind);
			if (']}'.includes(kind)) open.pop();
			const around = open.at(-1);
			if (kind === '[') expected = `${values}]`;
			else if (kind === '{') expected = '"}';
			else if (kind === ':' || (kind === ',' && around === '[')) expected = values;
			else if (kind === ',') expected = '"';
			else if (!isInside) {
				// A string that came first was a key.
				const isKey = kind === '"' && expected.startsWith('"');
				expected = isKey ? ':' : (afterValue[around ?? ''] ?? '');
			}
		}
		at += token.length;
	}
}

/** UTF-16 code units. */
const backslash = 92;
const quote = 34;
const openList = 91;
const closeList = 93;
const openObject = 123;
const closeObject = 125;

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

/** A number as its text, so that 2.0 is not 2 and 20 digits stay. */
export class JsonNumber {
	constructor(readonly text: string) {}
}
/** Keeps what JSON.parse changes: the text of a number, and the order of keys. */
export type ExactJson = Json | JsonNumber | readonly ExactJson[] | ReadonlyMap<string, ExactJson>;

/** An escape, a quote, or a token that gets a mark. A pattern of whole strings would overflow. */
const tokens = /\\.|["{}:]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
/** For JSON.parse, which then keeps all: {"a": 2.0} as {"": ["a", {"#": "2.0"}]}. */
const marks: Readonly<Record<string, string>> = { '{': '{"":[', ':': ',', '}': ']}' };

/** A repeated key keeps its first place and its last value. Undefined if the text is not JSON. */
export function parseExact(json: string): ExactJson | undefined {
	try {
		parseJson(json, ({ id }) => new Error(id));
	} catch {
		return undefined;
	}
	let inString = false;
	const marked = json.replace(tokens, (token) => {
		if (token === '"') inString = !inString;
		if (inString || token === '"' || token.startsWith('\\')) return token;
		return marks[token] ?? `{"#":"${token}"}`;
	});
	return JSON.parse(marked, (_, value: Json | Record<string, ExactJson>) => {
		if (!isObject(value)) return value;
		if ('#' in value) return new JsonNumber(value['#'] as string);
		const flat = value[''] as ExactJson[];
		return new Map(flat.flatMap((key, i) => (i % 2 ? [] : [[key as string, flat[i + 1]]])));
	}) as ExactJson;
}

/** JSON without spaces of exact or plain data. `change` is applied to texts, not to keys. */
export function exactText(value: unknown, change = (text: string): string => text): string {
	if (value instanceof JsonNumber) return value.text;
	if (typeof value === 'string') return JSON.stringify(change(value));
	const inner = (value: unknown) => exactText(value, change);
	if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
	if (!isObject(value)) return JSON.stringify(value);
	const pairs = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
	return `{${pairs.map(([key, member]) => `${JSON.stringify(key)}:${inner(member)}`).join(',')}}`;
}
