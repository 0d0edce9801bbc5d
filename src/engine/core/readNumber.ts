/**
 * The number of an answer: after the last `####`, in the last `\boxed{…}`, after `Answer:`, or else
 * the last one. Apart from the measure, because the page's first load has it.
 */
import { finalAnswer } from './finalAnswer.ts';
import { readDigits } from './quantity.ts';
import { boxed } from './measures/boxed.ts';

export interface ReadNumber {
	readonly value: number;
	/** As the answer writes it, without its unit. */
	readonly written: string;
	/** It stands after a mark, such as `####`. */
	readonly isMarked: boolean;
}

/** `\frac{a}{b}`, `\dfrac12`. */
const latexFraction =
	/(-?)\s*\\[dt]?frac\s*(?:\{\s*(-?[\d.,]+)\s*\}\s*\{\s*([\d.,]+)\s*\}|(\d)(\d))/g;
const digits = String.raw`(?:\d(?:[\d.,]*\d)?|(?<![\d.])\.\d+)`;
/**
 * A sign, a currency, digits, and the lower part of a fraction. A minus behind a number or a
 * bracket subtracts. Digits behind a letter are a part of a name, such as A4.
 */
const number = new RegExp(
	String.raw`(?<minus>(?<![\p{L}\p{N})\]}]\s?)[-−–]\s?)?` +
		String.raw`(?:(?:(?:us)?\$|[€£¥])\s?(?<late>[-−–])?)?` +
		String.raw`(?<![a-z]|\d[.,]?)(?:(?<whole>\d{1,3})\s(?=\d+\s?/\s?\d))?` +
		String.raw`(?<top>${digits})(?:e(?<power>[+-]?\d+))?(?:\s?/\s?(?<below>${digits}))?`,
	'giu',
);

/** The number that the answer gives; null: it has none. */
export function readNumber(answer: string): ReadNumber | null {
	// Blanks that hold the thousands of a number together.
	const text = answer.replace(/(?<=\d)[\u00a0\u202f](?=\d{3})/g, ',').normalize('NFKC');
	const found = markedNumber(text);
	if (found) return { ...found, isMarked: true };
	const last = lastNumber(text);
	return last && { ...last, isMarked: false };
}

/** The marked number of a line; null: it has none. */
export function markedNumber(line: string): Omit<ReadNumber, 'isMarked'> | null {
	const marked = markedPart(line);
	return marked === null ? null : lastNumber(marked);
}

/** What follows `####` or stands in `\boxed{…}`; else what follows the only `Answer:`. */
function markedPart(text: string): string | null {
	const hashes = [...text.matchAll(/####([^\n]*\d[^\n]*)/g)].at(-1)?.[1];
	const labelled = finalAnswer(text);
	const line = labelled === text ? undefined : labelled.split('\n').find((part) => /\d/.test(part));
	return hashes ?? boxed(text) ?? line ?? null;
}

function lastNumber(marked: string): Omit<ReadNumber, 'isMarked'> | null {
	// LaTeX's spaces, and its currency. Its fractions become a/b.
	const text = marked
		.replace(/\\[!,;: ]|\{,\}/g, (space) => (space === '{,}' ? ',' : ''))
		.replace(/\\([$%])/g, '$1')
		.replace(
			latexFraction,
			(_, minus: string, top = '', below = '', a = '', b = '') =>
				`${minus}${top || a}/${below || b}`,
		);
	const found = [...text.matchAll(number)].at(-1);
	if (!found) return null;
	const { minus, late, whole, top, power, below } = found.groups!;
	const isNegative = minus !== undefined || late !== undefined;
	// `1,2,3` is a list.
	const upper = toNumber(top) === null ? /\d+$/.exec(top)![0] : top;
	const [above, divisor] = [toNumber(upper)!, below === undefined ? null : toNumber(below)];
	const fraction = divisor ? above / divisor : null;
	// `2 1/2`, but not `48 24/2`.
	const isMixed = whole !== undefined && divisor !== null && above < divisor;
	const size =
		fraction !== null
			? fraction + (isMixed ? Number(whole) : 0)
			: power === undefined
				? above
				: Number(`${above}e${power}`);
	const written = [
		isNegative ? '-' : '',
		isMixed ? `${whole} ` : '',
		upper,
		power === undefined ? '' : `e${power}`,
		fraction === null ? '' : `/${below}`,
	];
	return { value: isNegative ? -size : size, written: written.join('') };
}

/**
 * A point that could separate thousands is a decimal one, as in most data sets. null: these are
 * several numbers.
 */
function toNumber(written: string): number | null {
	const value = readDigits(written.replace(/^\./, '0.'));
	if (value !== null) return value;
	return /^[\d.]+$/.test(written) && Number.isFinite(Number(written)) ? Number(written) : null;
}

/** Both as a float: `0.1 + 0.2` is 0.3. */
export const isSameNumber = (found: ReadNumber, wanted: ReadNumber): boolean =>
	Math.abs(found.value - wanted.value) <= 1e-6 * Math.max(1, Math.abs(wanted.value));
