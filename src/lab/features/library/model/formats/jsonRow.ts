/** Parses a row's JSON text. JSON lines and JSON lists share this. */
import {
	exactText,
	findFault,
	JsonNumber,
	parseExact,
	parseJson,
	type ExactJson,
	type Json,
} from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { FileRow } from './format.ts';

export function jsonRow(line: number, raw: string): FileRow {
	let error: Message | undefined;
	const failed = new Error();
	try {
		const value = parseJson(raw, (fault) => {
			error = reasonFor(raw, fault);
			return failed;
		});
		const exact = hasTools.test(raw) ? withTexts(parseExact(raw)!) : value;
		if (!halfCharacter.test(raw)) return { line, raw, value: exact };
		const whole = JSON.parse(JSON.stringify(exact), (_, inner: Json) =>
			typeof inner === 'string' ? inner.replace(/\p{Surrogate}/gu, '\ufffd') : inner,
		) as Json;
		const hasHalf = JSON.stringify(whole) !== JSON.stringify(exact);
		return { line, raw, value: whole, ...(hasHalf && { hasHalf }) };
	} catch (cause) {
		if (cause !== failed) throw cause;
		return { line, raw, error: error! };
	}
}

/** The escape of a surrogate. Alone it is half of a character, and becomes U+FFFD. */
const halfCharacter = /\\u[dD][89a-fA-F]/;
const hasTools = /"(?:tools|arguments)"\s*:/;

/** Frequent mistakes and what to do. */
const hints: readonly (readonly [RegExp, Message])[] = [
	[
		/[:[,]\s*-?(?:NaN|Infinity)\b/,
		say('JSON has no NaN or Infinity: write null, or leave the field out.'),
	],
	[/^\s*\{\s*'/, say('JSON has texts in double quotes, not in single ones.')],
	[/\}\s*,\s*$/, say('There is a comma after the row: leave it out.')],
];

function reasonFor(text: string, fault: Message): Message {
	const at = findFault(text);
	if (/^,?\s*[[{]/.test(text.slice(at)) && parseExact(text.slice(0, at)) !== undefined)
		return say(
			'Another value follows the first one. Put each on a line of its own, or a comma between the entries of a list.',
		);
	const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
	return hint ?? say('The row is {fault}. Fix it in the file.', { fault });
}

/**
 * Plain data of JSON. A tool, or the arguments of a call, stays JSON text if plain data would
 * change it (2.0, the place of the key "404"): chat templates read that text as Python does.
 */
export function withTexts(value: ExactJson, key = ''): Json {
	if (value instanceof JsonNumber) return Number(value.text);
	if (Array.isArray(value))
		return value.map((inner: ExactJson) => withTexts(inner, key === 'tools' ? 'tools[]' : ''));
	if (!(value instanceof Map)) return value as Json;
	const entries = [...(value as ReadonlyMap<string, ExactJson>)];
	const plain = Object.fromEntries(entries.map(([name, inner]) => [name, withTexts(inner, name)]));
	if (key !== 'tools[]' && key !== 'arguments') return plain;
	const text = exactText(value);
	return JSON.stringify(plain) === text ? plain : text;
}
