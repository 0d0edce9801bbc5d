/** Parses a row's JSON text. JSON lines and JSON lists share this. */
import { parseJson, type Json } from '#core/json.ts';
import { asMessage, sentence } from '#core/message.ts';
import { RowError, type FileRow } from './format.ts';

export function jsonRow(line: number, raw: string): FileRow {
	try {
		return { line, raw, value: rowValue(raw) };
	} catch (error) {
		if (!(error instanceof RowError)) throw error;
		return { line, raw, error: error.message };
	}
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

const rowValue = (text: string): Json =>
	parseJson(keepNumberTexts(text), (fault) => {
		const hint = hints.find(([pattern]) => pattern.test(text))?.[1];
		return new RowError(
			hint ? asMessage(hint) : sentence`The row is ${fault}. Mend it in the file.`,
		);
	});

/** An escape, the border of a string, or a number. A pattern for whole strings would overflow. */
const tokens = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Shorter numbers without an exponent are always exact, so most rows are not scanned. */
const perhapsInexact = /[\d.]{16}|\d[eE][+-]?\d/;

/** Quotes numbers that a double would change (20 digits, 1e310): the text stays as in the file. */
export function keepNumberTexts(json: string): string {
	if (!perhapsInexact.test(json)) return json;
	let inString = false;
	return json.replace(tokens, (token) => {
		if (token === '"') inString = !inString;
		const isNumber = !inString && token !== '"' && !token.startsWith('\\');
		return isNumber && !isExact(token) ? `"${token}"` : token;
	});
}

/** The number of a decimal text, or the text if a double would change it. */
export const numberOrText = (decimal: string): number | string =>
	isExact(decimal) ? Number(decimal) : decimal;

function isExact(token: string): boolean {
	const value = Number(token);
	return Number.isFinite(value) && toDecimal(token) === toDecimal(String(value));
}

/** The same text for equal decimal values: sign, digits without outer zeros, power of ten. */
function toDecimal(number: string): string {
	const [, sign, whole, fraction = '', exponent = '0'] =
		/^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number)!;
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const significant = digits.replace(/0+$/, '');
	if (significant === '') return '0';
	const power = Number(exponent) - fraction.length + digits.length - significant.length;
	return `${sign}${significant}e${power}`;
}
