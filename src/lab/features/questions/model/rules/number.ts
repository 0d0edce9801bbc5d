/** The rule for a number with its unit. */
import * as v from 'valibot';
import { number as numberThat } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import {
	hanUnits,
	inUnit,
	isOperand,
	prepared,
	quantities,
	readUnit,
	withShare,
	type Quantity,
} from '../quantities.ts';
import { defineRule, flag, notMarked, phrase, verdict, type Asked } from '../rule.ts';
import { doubt, knownTexts, light } from '../statement.ts';
import { plain, stem, words } from '../text.ts';

interface Settings {
	readonly value: number;
	readonly tolerance: number;
	readonly percent: boolean;
	readonly unit?: string;
}
interface Wanted {
	readonly value: number;
	readonly reach: number;
	/** An amount in the setting's unit times this has the unit of quantities: 60 for hours. */
	readonly factor: number;
	/** Empty: none. */
	readonly unit: string;
	/** The words of a counted thing, such as clicks, if the unit is one. */
	readonly things: readonly string[];
	/** The question names the unit, so that an answer need not. */
	readonly isNamed: boolean;
}

/** Without a setting, the unit is that of the reference. */
function readWanted({ value, tolerance, percent, unit }: Settings, asked: Asked): Wanted {
	const given = quantities(prepared(asked.reference ?? ''));
	const [own] = unit === undefined && given.length === 1 ? given : [];
	const [name, factor] = unit === undefined ? [own?.unit ?? '', 1] : readUnit(unit);
	const wanted = percent ? '%' : name;
	const isKnown = ['', ...'% usd eur gbp jpy cent time mass °c °f x'.split(' ')].includes(wanted);
	const things = isKnown ? [] : words(wanted).map(stem);
	const inHan = hanUnits.filter((unit) => asked.prompt.includes(unit));
	const named = [...(plain(asked.prompt).match(/[%$€£¥¢]|°?\p{L}+/gu) ?? []), ...inHan];
	return {
		// A reference of 2 hours is 120 minutes.
		value: own?.unit === 'time' ? own.value : value * factor,
		factor: own?.unit === 'time' && value !== 0 ? own.value / value : factor,
		reach: tolerance * factor + 1e-9 * Math.max(1, Math.abs(value * factor)),
		unit: wanted,
		things,
		isNamed: isKnown
			? named.some((word) => readUnit(word)[0] === wanted)
			: things.every((thing) => named.map(stem).includes(thing)),
	};
}

/** Whether a number of the answer is the wanted one; null: undecided. */
function isRight(found: Quantity, wanted: Wanted, text: string): boolean | null {
	const { value, reach } = wanted;
	const is = (other: number) => Math.abs(other - value) <= reach;
	// A wanted −4 may be written as `a fall of 4`, and a wanted 2.5 % as `3 %`.
	const unlessNear = (own: number, factor = 1) =>
		is(-own) || Math.abs(own - value) <= found.precision * factor ? null : false;
	const unit = found.unit || (wanted.things.length > 0 ? wanted.unit : '');
	const own = inUnit({ ...found, unit }, wanted.unit);
	if (own !== null) {
		if (is(own)) return isBareWithThing(found, wanted, text) ? null : true;
		return unlessNear(own, own / found.value || 1);
	}
	// A number with another unit is wrong, unless no unit is asked for. `Pounds` can be a mass.
	const mayWeigh = wanted.unit === 'mass' && found.unit === 'gbp';
	if (found.unit !== '') return wanted.unit === '' || mayWeigh ? null : false;
	if (wanted.unit === '%') {
		const asShare = is(100 * found.value);
		const asPercent = is(found.value);
		const isClear = asShare !== wanted.isNamed && !isBareWithThing(found, wanted, text);
		if (asShare || asPercent) return isClear ? true : null;
		return unlessNear(found.value);
	}
	const bare = found.value * wanted.factor;
	if (!is(bare)) return unlessNear(bare, wanted.factor);
	return wanted.isNamed && !isBareWithThing(found, wanted, text) ? true : null;
}

/** `1,250 impressions` is no answer in clicks. */
function isBareWithThing({ unit, end }: Quantity, wanted: Wanted, text: string): boolean {
	if (unit !== '') return false;
	const behind = words(text.slice(end).split(/[.!?\n;:,()=\d]/)[0]);
	const next = wanted.unit === '' ? behind[0] : behind.find((word) => !light.has(word));
	return next !== undefined && !light.has(next) && !wanted.things.includes(stem(next));
}

const isSameValue = (a: Quantity, b: Quantity) =>
	Math.abs(a.value - b.value) <= 1e-9 * Math.max(1, Math.abs(a.value));
const isSame = (a: Quantity, b: Quantity) =>
	isSameValue(a, b) && (a.unit === b.unit || a.unit === '' || b.unit === '');
/** `1,200 %` does not repeat `1,200 clicks`. */
const repeats = (one: Quantity, given: Quantity) =>
	isSameValue(one, given) && (one.unit === given.unit || one.unit === '');

/** The numbers that the answer offers, without those of the question and of a calculation. */
function findClaims(text: string, asked: Asked, wanted: Wanted): readonly Quantity[] {
	const all = quantities(text);
	if (all.length <= 1) return all;
	const given = quantities(prepared(asked.prompt));
	// If the question contains the right number, the numbers that the answer repeats count too.
	const isAnswer = (one: Quantity) =>
		wanted.unit === '' && one.unit
			? one.value === wanted.value
			: isRight(one, wanted, '') !== false;
	if (given.some(isAnswer)) return all;
	// In “50,000 of 40,000” both numbers count.
	if (all.some(({ unit, end }) => unit === '' && /^ of \d/.test(text.slice(end)))) return all;
	const operands = all.filter((one) => isOperand(one, text));
	const others = all.filter((one) => !operands.some((other) => isSame(one, other)));
	const repeated = others.filter((one) => given.some((other) => repeats(one, other)));
	// Repeated in another order or not all, they may answer another case of the question.
	let next = 0;
	for (const one of repeated)
		next = 1 + given.findIndex((other, i) => i >= next && repeats(one, other)) || Infinity;
	if (repeated.length > 0 && next !== given.length) return all;
	return others.filter((one) => !repeated.includes(one));
}

/** The text without its quantities. */
const withoutQuantities = (text: string): string =>
	quantities(text).reduceRight(
		(rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`,
		text,
	);

/** Longer answers are not marked. In characters. */
const longest = 2000;
/** A new level, where the question asks by how much it changed. */
const toShare = /\b(?:to|from) [\d.,]+ ?(?:%|percent)/;

export const number = defineRule({
	kind: 'number',
	title: 'Has the right number, with its unit',
	categories: ['accuracy', 'completeness', 'specificity'],
	settings: {
		value: numberThat('a number', Number.isFinite),
		/** The largest absolute difference of a right answer. */
		tolerance: v.optional(
			numberThat('a number of 0 or more', (given) => given >= 0 && given < Infinity),
			0,
		),
		/** The unit is percent. */
		percent: v.optional(flag, false),
		unit: v.exactOptional(phrase),
	},
	demand: ({ percent, unit }) =>
		percent && unit !== undefined
			? sentence`has a unit and is in percent. Leave one of them out.`
			: undefined,
	example: { value: 4.5, tolerance: 0.01, percent: false, unit: 'dollars' },
	describe({ value, tolerance, percent, unit }) {
		const range = `${value}${tolerance > 0 ? ` ± ${tolerance}` : ''}`;
		const named = percent ? ' %' : unit === undefined ? '' : ` ${unit}`;
		return sentence`1 if the answer gives ${`${range}${named}`}, 0 if it gives another number or
			this one with another unit, in digits or words. Not marked if it gives several, or has words
			beside them that are not in the question.`;
	},
	measure(settings, asked, answer) {
		if (answer.length > longest) return notMarked(sentence`It is longer than a plain statement.`);
		const wanted = readWanted(settings, asked);
		const text = withShare(prepared(answer), wanted.unit);
		const claims = findClaims(text, asked, wanted);
		if (claims.length === 0) return notMarked(sentence`No number of its own can be read.`);
		if (claims.some(({ isAmbiguous }) => isAmbiguous))
			return notMarked(sentence`A point may mark thousands or decimals.`);
		const level = /\bby how\b/i.test(asked.prompt) && toShare.exec(text)?.[0];
		const strange = level || doubt(withoutQuantities(text), knownTexts(asked));
		if (strange !== null) return notMarked(sentence`Beside the number stands ${strange}.`);
		const [first, ...others] = claims.map((one) => isRight(one, wanted, text));
		// Two wrong numbers can be a right answer together, such as 1 click in 40.
		const isOne = first ? others.every(Boolean) : claims.every((one) => isSame(one, claims[0]));
		if (first === null || !isOne) return notMarked(sentence`The number or its unit is not clear.`);
		return verdict(
			first,
			sentence`It gives ${settings.value}.`,
			sentence`It does not give ${settings.value}.`,
		);
	},
});
