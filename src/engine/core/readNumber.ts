/**
 * The number of an answer: of its marked parts (`finalParts`), or else the last one. A part with
 * several numbers, such as a time, an interval or an expression, is compared as text. Apart from
 * the measure, because the page's first load has it.
 */
import { finalParts, ownAnswer } from './finalAnswer.ts';
import { plainMath } from './plainMath.ts';
import { readDigits } from './quantity.ts';

export interface ReadNumber {
	/** null: not a number; `written` is compared. */
	readonly value: number | null;
	/** As the answer writes it, without its unit. */
	readonly written: string;
	/** It stands after a mark, such as `####`. */
	readonly isMarked: boolean;
}

const digits =
	String.raw`(?:\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?(?!\d|\s?/)|` +
	String.raw`\d(?:[\d.,]*\d)?|(?<![\d.])\.\d+)`;
const latin = String.raw`(?!\p{Script=Han})\p{L}`;
/**
 * A sign, a currency, digits, a power of ten, and the lower part of a fraction. A minus behind a
 * number, a variable or a bracket subtracts. Digits behind a letter are a part of a name, as in A4.
 */
const number = new RegExp(
	String.raw`(?<minus>(?<![\p{N})\]}]\s?|${latin}|(?<!\p{L})${latin}\s)[-−–+](?!\s)|` +
		String.raw`(?<![\p{L}\p{N})\]}]\s?)[-−–]\s)?` +
		String.raw`(?:(?:(?:us)?\$|[€£¥])\s?(?<late>[-−–])?)?` +
		String.raw`(?<![a-z]|\d[.,]?)(?:(?<whole>\d{1,3})\s(?=\d+\s?/\s?\d))?(?<top>${digits})` +
		String.raw`(?:e(?<power>[+-]?\d+)|\s?[×x]\s?10\s?\^\s?\{?(?<tens>[+-]?\d+)\}?)?` +
		String.raw`(?:\s?/\s?(?<below>${digits}))?`,
	'giu',
);
const factors: readonly (readonly [RegExp, number])[] = [
	[/^\s?(?:hundred|百)(?!\p{L})/iu, 1e2],
	[/^\s?(?:thousand|tausend|mille|千)/iu, 1e3],
	[/^\s?万/u, 1e4],
	[/^\s?(?:million|millionen)/iu, 1e6],
	[/^\s?亿/u, 1e8],
	[/^\s?(?:billion|milliarden?|milliards?)/iu, 1e9],
];

/** What the answer gives; null: nothing is marked, and it has no number. */
export function readNumber(answer: string): ReadNumber | null {
	const marked = finalParts(answer).map(readPhrase);
	const found = marked.find(({ value }) => value !== null) ?? marked[0];
	if (found) return { ...found, isMarked: true };
	const text = plainMath(ownAnswer(answer));
	const statement = [...text.matchAll(stated)].at(-1)?.[1];
	const phrase = statement ?? (isFormula(text) ? text : undefined);
	const last = phrase === undefined ? readProse(text) : readPhrase(phrase);
	return last && { ...last, isMarked: false };
}

/** “The answer is 18.” */
const stated = new RegExp(
	String.raw`(?:answers?|solutions?|antwort|lösung|réponse|respuesta|答案)\s*` +
		String.raw`(?:is|are|ist|sind|lautet|est|sont|es|son|应?该?是|为|[=:])\s*([^\n]*\d[^\n]*)`,
	'giu',
);

type Reading = Omit<ReadNumber, 'isMarked'>;

/** Explanations after a result: `12 (3 in each box)`, `12, because …`, `12 — that is …`. */
const remark = new RegExp(
	String.raw`(?<=\d.*)\s\([^()]*\)|\s[-–—]\s+\p{L}.*$|,\swhich\s.*$|[,，]?因为.*$|` +
		String.raw`(?<=\d.*),?\s(?:not|rather than|nicht)\s.*$|(?<!\p{L})not\s[^.;\n]*?\sbut\s|` +
		String.raw`,?\s(?:because|since|weil|denn|parce|puisque|porque)\s.*$`,
	'giu',
);
const equals = /\s(?:is|equals)\s|[=≈]/i;
const list = /,\s|[;和或]|\s(?:and|or|und|oder|et|ou|y)\s/i;
/** A part with one number is that number, with its unit. Any other is a text. */
function readPhrase(part: string): Reading {
	const lines = plainMath(part).split(/\n|(?<=[^\d\s][!.])\s|(?<=\d\.)\s(?=\p{Lu})|(?<=。)/u);
	const line = lines.find((each) => /\d/.test(each)) ?? lines.find((each) => each.trim() !== '');
	const short = (line ?? '').replace(remark, '').trim();
	const phrase = /\d/.test(short) ? short : (line ?? '');
	const whole = phrase.replace(unitPower, '');
	const sides = list.test(whole) ? [whole] : whole.split(equals);
	const read = sides.map(readSingle).findLast((side) => side !== null);
	return (
		read ??
		(isSentence(phrase) ? readProse(phrase) : null) ?? {
			value: null,
			written: phrase.replace(/[.。]$/, '').trim(),
		}
	);
}

/** The result of a sentence stands at its end; in a few words, all numbers count. */
const isSentence = (text: string): boolean => (text.match(/\p{L}{2,}/gu) ?? []).length >= 4;
/** Numbers and variables alone, such as `x = 2, y = 3`. */
const isFormula = (text: string): boolean =>
	text.search(number) >= 0 && !/\n|(?<!\p{L})(?!(?:and|or|und|oder)\s)\p{L}{2,}/iu.test(text);

function readSingle(text: string): Reading | null {
	const [only, second] = text.matchAll(number);
	return only && !second && isAlone(text, only) ? toReading(only, text) : null;
}

const month =
	'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|märz|march|apr(?:il)?|juni?|june|juli?|july|' +
	'aug(?:ust)?|(?:sept?|nov|dec|dez)(?:ember)?|o[ck]t(?:ober)?';
/** Operators, relations, brackets, names of functions and months make more of a number. */
const harmless = /^[\p{L}\p{M}\s.,;。、:!'"’“”°%$€£¥~≈…-]*$/u;
const expression = new RegExp(
	String.raw`(?<!\p{L})(?:sqrt|factorial|log|ln|sin|cos|tan|exp|pi|root|wurzel|` +
		String.raw`racine|half|oder|or|${month})(?!\p{L})|π`,
	'iu',
);
/** A variable or an imaginary number touches its factor: `3y`, but not `5m`. */
const variable = /^(?![smhgldkcCFVWNJKL])[a-zA-Z](?!\p{L})/u;
const unitPower = /(?<=(?<!\p{L})m|\p{L}{2,}|\/\s?[smh])\^\{?-?\d\}?/gu;
const name = /(?<=\p{L})\/(?=\p{L})|(?<!\p{L})\p{Lu}\d+/gu;

const denied = /(?<!\p{L})(?:not|nicht|不是)\s*$/iu;
/** The month, whose name is also a verb. */
const may = /(?<!\p{L})may\s+\d|\d\s+may(?!\p{L})/iu;

function isAlone(text: string, found: RegExpExecArray): boolean {
	if (may.test(text)) return false;
	const [before, after] = around(text, found);
	const [inner, outer] =
		/(?<!\p{L})[([]$/u.test(before) && /^[)\]]/.test(after) && !found[0].includes(',')
			? [before.slice(0, -1), after.slice(1)]
			: [before, after];
	const beside = `${inner} ${outer}`.replace(name, ' ');
	if (denied.test(inner)) return false;
	return harmless.test(beside) && !expression.test(beside) && !variable.test(after);
}

const around = (text: string, { index, 0: { length } }: RegExpExecArray) =>
	[text.slice(0, index), text.slice(index + length)] as const;

/** Signs or words that bind a number to the one before it, or to a bracket, a root or a power. */
const bound = new RegExp(
	String.raw`(?:[\d)\]}%°]\s*(?:[:^×·*/+±–-]|,(?!\s))\s*[$€£¥]?|[√^_<>≤≥±]\s*[({]*|` +
		String.raw`\\[a-z]+\s*\{?|[([{]\s*-?[\d.]+\s*[,;]\s*|\d[和或到至]|` +
		String.raw`\d\s(?:and|or|und|oder|et|ou|to|bis)\s(?:\p{L}\s?=\s?)?[$€£¥]?|` +
		// Two parts of one quantity: 3 hours and 20 minutes.
		String.raw`\d\s?(?:h|hours?|min(?:ute)?s?|days?|weeks?|months?|years?|feet|foot|ft|` +
		String.raw`dollars?|euros?|pounds?|stunden?|tage?|heures?)[,\s]\s?(?:(?:and|und|et)\s)?)$`,
	'iu',
);
/** “The ratio is” before what is no number. */
const opening =
	/^(?:(?!\s(?:is|equals|ist|est)\s)[^是])*(?:\s(?:is|equals|ist|est)\s|是)(?=[^\p{L}]*\d)/iu;
const binds = /^\s?(?:[:^√π_]|[×·*/+]\s?[\p{L}\d(]|\\[a-z])/u;

/** The last number of a text. */
function readProse(text: string): Reading | null {
	const found = [...text.replace(remark, (all) => all.replace(/\d/g, ' ')).matchAll(number)].at(-1);
	if (!found) return null;
	const [before, after] = around(text, found);
	const isBound =
		denied.test(before) || bound.test(before) || binds.test(after) || variable.test(after);
	if (!isBound) {
		const read = toReading(found, text);
		if (read) return read;
	}
	const sentence = text.slice(0, found.index).search(/[^\n.。!?]*$/);
	const [written] = text.slice(sentence).split(/\n|\.\s|\.$|。/);
	return { value: null, written: written.replace(opening, '').trim() };
}

/** null: these are several numbers, such as `1,2,3`, or a division by 0. */
function toReading(found: RegExpExecArray, text: string): Reading | null {
	const { minus, late, whole, top, power, tens, below } = found.groups!;
	const exponent = power ?? tens;
	const isNegative = (minus !== undefined && minus !== '+') || late !== undefined;
	const [above, divisor] = [toNumber(top), below === undefined ? 1 : toNumber(below)];
	if (above === null || !divisor) return null;
	// `2 1/2`, but not `48 24/2`.
	const isMixed = whole !== undefined && above < divisor;
	const size = Number(`${above / divisor + (isMixed ? Number(whole) : 0)}e${exponent ?? 0}`);
	const [, after] = around(text, found);
	const factor = factors.find(([name]) => name.test(after))?.[1] ?? 1;
	const written = [
		isNegative ? '-' : '',
		isMixed ? `${whole} ` : '',
		top,
		exponent === undefined ? '' : `e${exponent}`,
		below === undefined ? '' : `/${below}`,
	];
	return { value: (isNegative ? -size : size) * factor, written: written.join('') };
}

/**
 * A point that could separate thousands is a decimal one, as in most data sets. null: these are
 * several numbers.
 */
function toNumber(written: string): number | null {
	const joined = written.replace(/[ '’]/g, '').replace(/^\./, '0.');
	const value = readDigits(joined);
	if (value !== null) return value;
	return /^[\d.]+$/.test(joined) && Number.isFinite(Number(joined)) ? Number(joined) : null;
}

/** Both as a float: `0.1 + 0.2` is 0.3. Texts without their spaces. */
export function isSameNumber(found: ReadNumber, wanted: ReadNumber): boolean {
	if (found.value === null || wanted.value === null)
		return found.value === wanted.value && squeezed(found.written) === squeezed(wanted.written);
	return Math.abs(found.value - wanted.value) <= 1e-6 * Math.max(1, Math.abs(wanted.value));
}

const squeezed = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[\s$]+/g, '')
		.replace(/(?<!\\)\{(.)\}/g, '$1');
