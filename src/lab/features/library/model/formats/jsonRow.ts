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
import { RowError, type FileRow } from './format.ts';

export function jsonRow(line: number, raw: string): FileRow {
	try {
		return { line, raw, value: rowValue(raw) };
	} catch (error) {
		if (!(error instanceof RowError)) throw error;
		return { line, raw, error: error.statement };
	}
}

/** Frequent mistakes and what to do. */
const hints: readonly (readonly [RegExp, Message])[] = [
	[
		/[:[,]\s*-?(?:NaN|Infinity)\b/,
		say('JSON has no NaN or Infinity: write null, or leave the field out.'),
	],
	[/^\s*\{\s*'/, say('JSON has texts in double quotes, not in single ones.')],
	[/\}\s*,\s*$/, say('There is a comma after the row: leave it out.')],
];
const several = say(
	'Another value follows the first one. Put each on a line of its own, or a comma between the entries of a list.',
);
/** Whether another list or object follows a whole value. */
function isFollowed(text: string): boolean {
	const fault = findFault(text);
	return /^,?\s*[[{]/.test(text.slice(fault)) && parseExact(text.slice(0, fault)) !== undefined;
}

const rowValue = (text: string): Json => {
	const value = parseJson(text, (fault) => {
		if (isFollowed(text)) return new RowError(several);
		const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
		return new RowError(hint ?? say('The row is {fault}. Fix it in the file.', { fault }));
	});
	return perhapsInexact.test(text) ? withTexts(parseExact(text)!) : value;
};

/** Other rows are as JSON.parse reads them, so most are read once. */
const perhapsInexact = /[\d.]{16}|\d[eE][+-]?\d|\.\d*0(?!\d)|0\.0{6}|-0|"\d+"\s*:/;

/**
 * Plain data of JSON in a file. A number that is written otherwise than a double becomes its text.
 * A tool, or the arguments of a call, stays JSON text if plain data would change it (2.0, the place
 * of the key "404"): chat templates read that text as Python does.
 */
export function withTexts(value: ExactJson, key = ''): Json {
	if (value instanceof JsonNumber) return numberOrText(value.text);
	if (Array.isArray(value))
		return value.map((inner: ExactJson) => withTexts(inner, key === 'tools' ? 'tools[]' : ''));
	if (!(value instanceof Map)) return value as Json;
	const entries = [...(value as ReadonlyMap<string, ExactJson>)];
	const plain = Object.fromEntries(entries.map(([name, inner]) => [name, withTexts(inner, name)]));
	if (key !== 'tools[]' && key !== 'arguments') return plain;
	const text = exactText(value);
	return JSON.stringify(plain) === text ? plain : text;
}

/**
 * A number of a row is read as the file's text, which its value may not give back: 2.50, 1e5, 20
 * digits. A whole number with the point that writers of floats add (51.0) is without it.
 */
export function numberOrText(decimal: string): number | string {
	const plain = String(Number(decimal));
	return decimal === plain || decimal === `${plain}.0` ? Number(decimal) : decimal;
}
