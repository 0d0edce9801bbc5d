/** The numbers of a text with their units: digits or words, `$1,200`, `1.2k`, `ten percent`. */
import { plain } from './text.ts';

export interface Quantity {
	/** In the unit of `unit`: 2 hours are 120 minutes. */
	readonly value: number;
	/** A key such as `%`, `usd` or `time`. Empty: a number without a unit that is known here. */
	readonly unit: string;
	/** Half of the last written digit. */
	readonly precision: number;
	/** `1.250` is 1.25 in English and 1250 in German. */
	readonly isAmbiguous: boolean;
	/** Indices into the prepared text. */
	readonly start: number;
	readonly end: number;
}

/** Names, the unit and the factor to it. */
const units: readonly [names: string, unit: string, factor: number][] = [
	['% percent pct', '%', 1],
	['$ us$ usd dollar dollars 美元', 'usd', 1],
	['€ eur euro euros 欧元', 'eur', 1],
	['£ gbp pound pounds 英镑', 'gbp', 1],
	['¥ jpy yen 日元', 'jpy', 1],
	['¢ cent cents', 'cent', 1],
	['s sec second seconds 秒', 'time', 1 / 60],
	['min mins minute minutes 分钟', 'time', 1],
	['h hr hrs hour hours 小时', 'time', 60],
	['day days 天', 'time', 1440],
	['week weeks 周', 'time', 10_080],
	['g gram grams 克', 'mass', 1],
	['kg kilo kilos kilogram kilograms 公斤 千克', 'mass', 1000],
	['°c celsius 摄氏度', '°c', 1],
	['°f fahrenheit 华氏度', '°f', 1],
	['x times fold', 'x', 1],
];
const unitWords = new Map(
	units.flatMap(([names, ...unit]) => names.split(' ').map((name) => [name, unit] as const)),
);
export const hanUnits = [...unitWords.keys()].filter((name) => /\p{Script=Han}/u.test(name));
const money = ['usd', 'eur', 'gbp'];

const withDegrees = (text: string): string =>
	text.replace(/(?:°\s?|\bdegrees? )([cf])(?:elsius|ahrenheit)?\b/g, '°$1');

/** The unit that a word stands for, or the word itself: a counted thing, such as clicks. */
export function readUnit(written: string): readonly [unit: string, factor: number] {
	const word = withDegrees(plain(written).trim().replace('per cent', 'percent'));
	return unitWords.get(word) ?? [word, 1];
}
/** The value in another unit. null: these units cannot be compared. */
export function inUnit({ value, unit }: Pick<Quantity, 'value' | 'unit'>, wanted: string) {
	if (unit === wanted) return value;
	if (unit === 'cent' && money.includes(wanted)) return value / 100;
	if (unit === '°f' && wanted === '°c') return (value - 32) / 1.8;
	if (unit === '°c' && wanted === '°f') return value * 1.8 + 32;
	if (wanted === '' && unit === '%') return value / 100;
	return wanted === '' && unit === 'x' ? value : null;
}

const tens = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const ones = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
	fifteen sixteen seventeen eighteen nineteen`.split(/\s+/);
const hanDigits = '零一二三四五六七八九';
const digits: Readonly<Record<string, number>> = Object.fromEntries([
	...[...ones, ...hanDigits].map((word, i) => [word, i % ones.length] as const),
	...tens.split('|').map((word, i) => [word, 10 * (i + 2)] as const),
]);
const billion = { bn: 1e9, billion: 1e9 };
const size: Record<string, number> = {
	k: 1e3,
	thousand: 1e3,
	千: 1e3,
	万: 1e4,
	million: 1e6,
	...billion,
};
const small = `${ones.join('|')}|${tens}`;
const large = 'hundred|thousand|million|billion';
const below100 = `(?:(?:${tens})[ -](?:one|two|three|four|five|six|seven|eight|nine)|${small})`;
const below1000 = `(?:(?:(?:${below100}|an?) hundred)(?: (?:and )?${below100})?|${below100})`;
const spelled = new RegExp(
	String.raw`\b(?:(?:${below1000}|an?) (?:thousand|million|billion),? (?:and )?)*` +
		String.raw`(?:${below1000}(?: (?:${large}))?|an? (?:${large}))\b`,
	'g',
);

/** `two hundred and five thousand` becomes 205000, `一千二百五十` 1250. */
function readNumber(written: string): number {
	let total = 0;
	let current = 0;
	for (const word of written.match(/[a-z]+|\p{Script=Han}/gu) ?? []) {
		if (word === 'hundred' || word === '百') current = 100 * (current || 1);
		else if (word === '十') current += 9 * (current % 10) || 10;
		else if (Object.hasOwn(size, word)) {
			total += (current || 1) * size[word];
			current = 0;
		} else current += digits[word] ?? 0;
	}
	return total + current;
}

const hanOne = '[一二两三四五六七八九]';
const hanBelow1000 = `(?:${hanOne}百零?)?(?:${hanOne}?十)?(?:(?<![百千万])(?:零|${hanOne}))?`;
const hanSign = '[零一二两三四五六七八九十百千万点]';
/** `七八天` is 7 or 8 days, `第七天` is no number, and `一千五` is 1500: these stay. */
const hanNumber = new RegExp(
	String.raw`(百分之)?(?<![第几数点亿]|${hanSign})(?=[零十]|${hanOne})` +
		String.raw`((?:${hanBelow1000}万零?)?(?:${hanOne}千零?)?${hanBelow1000})` +
		String.raw`(?:点([${hanDigits}]+))?(?!${hanSign}|[亿几多])(?:(?<=百分之${hanSign}+)|` +
		String.raw`(?=\s?(?:%|${hanUnits.join('|')}))|` +
		String.raw`(?<=(?:^|[是为于:=]\s?)${hanSign}+)(?=\s?(?:$|[。,;.!])))`,
	'gu',
);

/** `1` and `3/4` are 1.75. No whole number is 0. */
function mixed(_: string, whole: string, part: string): string {
	const [above, below] = part.normalize('NFKC').split(/[/⁄]/).map(Number);
	return String(Number(whole) + above / below);
}

/** The text in lower case, with digits for spelled-out numbers. Quantities index into it. */
export const prepared = (text: string): string =>
	withDegrees(
		plain(text.replace(/(\d*)\s?([¼-¾⅐-⅞])/g, mixed).replace(/(?<=\d)(?=[²³¹⁰⁴-⁹])/g, '^')),
	)
		.replace(/\*\*|[_`]/g, '')
		// Mathematics in LaTeX: `$2.5\%$`.
		.replace(/(?<!\\)\$([^$\n]+)\$(?![\d$])/g, '$1')
		.replace(/\\(?=[%$])/g, '')
		// Thousands: `1 250` and `1'250`.
		.replace(/(?<![\d.,])\d{1,3}(?:[ ']\d{3})+(?![\d.,]*\d)/g, (all) => all.replace(/\D/g, ''))
		.replace(/(?<![\d/.,])(\d+) (?:and )?(\d+[/⁄][1-9]\d*)(?![\d/])/g, mixed)
		.replace(/per cent\b/g, 'percent')
		.replace(/百分之\s?([\d.,]+)/g, '$1%')
		.replace(hanNumber, (_, percent: string, whole: string, part = '') => {
			const decimals = [...(part as string)].map((sign) => hanDigits.indexOf(sign)).join('');
			const value = readNumber(whole.replace(/两/g, '二'));
			return `${value}${decimals && `.${decimals}`}${percent ? '%' : ''}`;
		})
		.replace(spelled, (words) => String(readNumber(words)))
		.replace(/(?<=\d) point (\d(?: \d)*)/g, (_, part: string) => `.${part.replace(/ /g, '')}`)
		.replace(/(?<=\d) and (?:a |0\.)?half\b/g, '.5')
		.replace(/(?<=\d) and (?:a |0\.)?quarter\b/g, '.25')
		.replace(/\b(\d{1,2}):(\d\d)\s?(?:h|hrs?|hours?)\b/g, '$1 hours $2 minutes')
		.replace(/(\d) ?: ?1\b(?![:\d])/g, '$1x')
		.replace(/(^|\b(?:is|was|by) )(?:minus|negative) (?=[$€£¥]?\d)/g, '$1-');

/** `1.234,50` and `2,5`. A comma before three digits separates thousands. */
const european = String.raw`(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+`;
const unitNames = [...unitWords.keys()].filter((name) => /^\p{L}+$/u.test(name)).join('|');
const quantityPattern = new RegExp(
	[
		// An apostrophe can stand for a century.
		String.raw`(?<![\p{Script=Latin}\p{N}.,']|\d:)`,
		// A minus after a number or a word is no sign.
		String.raw`(?<sign>(?<![\p{L}\p{N})\]])(?<![\p{N})\]] )[-−–])?\s?`,
		String.raw`(?:(?<before>(?:us)?\$|[€£¥]|usd|eur|gbp)\s?)?`,
		String.raw`(?:(?<european>${european})(?!\d|,\d)`,
		String.raw`|(?<plain>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?))(?![\p{N}:]|[.,]\d)`,
		String.raw`(?:\s?(?<scale>(?<!\s)k|thousand|million|bn|billion)(?!\p{L}))?`,
		String.raw`(?:[\s-]?(?<after>[%$€£¥¢]|°[cf]|(?:${unitNames})(?!(?!\p{Script=Han})[\p{L}\p{N}])`,
		// In `4 times 5` the word is an operator.
		String.raw`(?<!(?:x|times)(?=\s?[\d(]))))?`,
	].join(''),
	'gu',
);

/** The quantities of a prepared text. `2 hours 35 minutes`, `1 in 40` are one quantity each. */
export function quantities(text: string): readonly Quantity[] {
	const found: Quantity[] = [];
	for (const { index, 0: whole, groups = {} } of text.matchAll(quantityPattern)) {
		const { sign, before, european: comma, plain: point = '', scale, after } = groups;
		const written = comma?.replace(/\./g, '').replace(',', '.') ?? point.replace(/,/g, '');
		const [unit, own] = readUnit(before ?? after ?? '');
		const factor = own * (scale === undefined ? 1 : size[scale]);
		const decimals = written.split('.')[1]?.length ?? 0;
		const next: Quantity = {
			value: (sign ? -1 : 1) * Number(written) * factor,
			unit,
			precision: 0.5 * 10 ** -decimals * factor,
			isAmbiguous: /^[1-9]\d{0,2}\.\d{3}$/.test(point) && scale === undefined,
			start: index + (/^\s/.test(whole) ? 1 : 0),
			end: index + whole.length,
		};
		const joined = found.length > 0 ? together(found.at(-1)!, next, text) : null;
		if (joined) found.splice(-1, 1, joined);
		else found.push(next);
	}
	return found;
}

function together(a: Quantity, b: Quantity, text: string): Quantity | null {
	const between = text.slice(a.end, b.start).trim();
	const span = { start: a.start, end: b.end, isAmbiguous: a.isAmbiguous || b.isAmbiguous };
	const isPart = b.value < 2 * a.precision;
	if (a.unit === 'time' && b.unit === 'time' && isPart && /^(?:,|and|, and)?$/.test(between))
		return { value: a.value + b.value, unit: 'time', precision: b.precision, ...span };
	const isBare = a.unit === '' && b.unit === '';
	const isPartOf = between === 'of' && /^,? ?(?:[=:]|is|are|so) ?[$€£¥\d]/.test(text.slice(b.end));
	if (isBare && (isPartOf || /^(?:in|out of)$/.test(between)) && b.value > a.value)
		return { value: a.value / b.value, unit: '', precision: 0, ...span };
	if (isBare && between === 'to' && b.value === 1)
		return { value: a.value, unit: 'x', precision: a.precision, ...span };
	return null;
}

const operator = String.raw`(?:[×x*·÷/⁄^+−–-]|divided by|times|multiplied by|plus|minus)`;
const isBeforeOperator = new RegExp(String.raw`^[\s)]*${operator}[\s(]*[$€£¥\d]`);
const isAfterOperator = new RegExp(String.raw`(?:${operator}|(?:%|percent) of)[\s($€£¥]*$`);
/** Part of a calculation, such as both numbers of `360 / 90 = 4` before the equals sign. */
export const isOperand = ({ start, end, unit }: Quantity, text: string): boolean =>
	isBeforeOperator.test(text.slice(end, end + 40)) ||
	(unit === '%' && /^ of [$€£¥]?\d/.test(text.slice(end))) ||
	isAfterOperator.test(text.slice(Math.max(0, start - 40), start));

const parts: Record<string, number> = { half: 2, quarter: 4, fourth: 4, fifth: 5, tenth: 10 };
/** A fraction that is the only number, as a share: `1/4` and “a quarter” become `25%`. */
export function withShare(text: string, wanted: string): string {
	if (wanted !== '%' && wanted !== '') return text;
	const written = text.replace(
		/(?<!minus |negative )\b(an?|\d+)[ -](half|quarter|fourth|fifth|tenth)s?(?=\s?(?:$|[.,;!)]|of (?!an? )))/,
		(_, count: string, part: string) => `${Number(count) || 1}/${parts[part]}`,
	);
	const [, above, below] = /^\D*?(\d{1,2})\/(\d{1,3})\D*$/.exec(written) ?? [];
	const share = (100 * Number(above)) / Number(below);
	return Number.isInteger(10 * share) ? written.replace(`${above}/${below}`, `${share}%`) : text;
}
