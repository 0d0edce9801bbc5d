/** A number with its unit, as an answer or a reference writes it: `$1,200`, `2.5 %`, `7 days`. */
import { plain, words } from './answerText.ts';

export interface Quantity {
	readonly value: number;
	/** The unit as the text writes it; empty if there is none. */
	readonly unit: string;
	/** Half of the last written digit. */
	readonly precision: number;
	/** The text beside the number and its unit, in lower case. */
	readonly before: string;
	readonly after: string;
}

/** The names of a unit, what it measures, and its factor to compare it with others. */
type Unit = readonly [names: readonly string[], measure: string, factor: number];
const units: readonly Unit[] = [
	[['%', 'percent', 'per cent', 'pct'], '%', 1],
	[['$', 'us$', 'usd', 'dollar', 'dollars', '美元'], 'usd', 1],
	[['€', 'eur', 'euro', 'euros', '欧元'], 'eur', 1],
	[['£', 'gbp', '英镑'], 'gbp', 1],
	[['¥', 'jpy', 'yen', '日元'], 'jpy', 1],
	[['s', 'sec', 'second', 'seconds', '秒'], 'time', 1],
	[['min', 'mins', 'minute', 'minutes', '分钟'], 'time', 60],
	[['h', 'hr', 'hrs', 'hour', 'hours', '小时'], 'time', 3600],
	[['day', 'days', '天'], 'time', 86_400],
	[['week', 'weeks', '周'], 'time', 604_800],
	[['g', 'gram', 'grams', '克'], 'mass', 1],
	[['kg', 'kilogram', 'kilograms', '公斤', '千克'], 'mass', 1000],
	[['°c', 'celsius', 'degrees celsius', '摄氏度'], '°c', 1],
	[['°f', 'fahrenheit', 'degrees fahrenheit', '华氏度'], '°f', 1],
];

/** Clicks and click are one thing, m and ms are two. */
const namesOf = (thing: string): [string, ...string[]] => {
	const singular = thing.replace(/(?<=\p{L}{3})s$/u, '');
	return singular.length < 3 ? [singular] : [singular, `${singular}s`];
};

/** Another word than those above is the unit of a thing that is counted, such as clicks. */
export function findUnit(name: string): Unit {
	const spoken = plain(name).trim();
	const names = namesOf(spoken);
	return units.find(([known]) => known.includes(spoken)) ?? [names, names[0], 1];
}

const escaped = (text: string) => text.replace(/[$^.*+?()[\]{}|\\/]/g, '\\$&');
/** A name of a unit that is not part of a longer word. A Chinese unit can touch the next word. */
const anyOf = (names: readonly string[]) => {
	const longestFirst = [...names].sort((a, b) => b.length - a.length);
	return `(?:${longestFirst.map(escaped).join('|')})(?!(?!\\p{Script=Han})[\\p{L}\\p{N}])`;
};

/** Whether the text has a name of this unit. */
export const namesUnit = (text: string, [names]: Unit): boolean =>
	names.some((name) =>
		/[a-z]/.test(name)
			? ` ${words(text).join(' ')} `.includes(` ${name} `)
			: plain(text).includes(name),
	);

/** Digits as a number. null: a mark in them can stand for thousands or for decimals. */
export function readDigits(written: string): number | null {
	if (/^[1-9]\d{0,2}\.\d{3}$/.test(written)) return null;
	if (/^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/.test(written))
		return Number(written.replace(/,/g, ''));
	if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(written)) return Number(written.replace(/\./g, ''));
	if (/^(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})$/.test(written))
		return Number(written.replace(/\./g, '').replace(',', '.'));
	return null;
}

/** How many decimals these digits have, if they are a number. */
export const decimalsOf = (written: string): number =>
	/[.,](\d+)$/.exec(written.replace(/,(?=\d{3}$)/, ''))?.[1].length ?? 0;

/** `360 / 90 =`, before the result. */
const calculation = /^[\d\s.,()+*/×÷·−–=-]*=(?=[^=]*$)/;
const number = String.raw`\d(?:[\d.,]*\d)?`;
const sign = String.raw`(?:(?<![\p{L}\p{N})\]])(?<sign>[-−–]) ?)?`;
const mark = String.raw`(?:(?<mark>(?:us)?\$|[€£¥]|(?<![a-z])(?:usd|eur|gbp)(?= )) ?)?`;
/** No part of a name, such as A4, and no decimals alone, such as .5. */
const alone = String.raw`(?<!(?!\p{Script=Han})[\p{L}.,])`;

/**
 * The only number of the text. `expected`: another unit to recognise.
 * null: the text has no number or several, or its number is ambiguous or not in digits (1.250, ½).
 */
export function readQuantity(text: string, [things]: Unit = [[], '', 1]): Quantity | null {
	// The compatibility form of Unicode would read 1⁶ as 16. An apostrophe can stand for a century.
	if (/[\p{No}\p{Nl}]|['’]\d/u.test(text)) return null;
	const emphasis = /[*_`]+/g;
	const result = plain(text).replace(emphasis, '').trim().replace(calculation, '').trim();
	if (result.match(new RegExp(number, 'g'))?.length !== 1) return null;
	const unit = anyOf([...things, ...units.flatMap(([names]) => names)]);
	const pattern = `${sign}${mark}${alone}(?<digits>${number})(?:[ -]?(?<unit>${unit}))?`;
	const match = new RegExp(pattern, 'u').exec(result);
	if (!match) return null;
	const { sign: minus, mark: first, digits, unit: last } = match.groups!;
	const value = readDigits(digits);
	const [before, after] = [
		result.slice(0, match.index),
		result.slice(match.index + match[0].length),
	];
	const isPartOfWord = /^(?!\p{Script=Han})\p{L}/u.test(after);
	if (value === null || isPartOfWord || (first && last)) return null;
	return {
		value: minus ? -value : value,
		unit: first ?? last ?? '',
		precision: 0.5 * 10 ** -decimalsOf(digits),
		before,
		after,
	};
}
