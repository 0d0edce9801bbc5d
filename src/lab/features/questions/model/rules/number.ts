/** The rule for a number with its unit. */
import * as v from 'valibot';
import { plain } from '#engine/core/answerText.ts';
import { flag, number as numberThat } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { findUnit, namesUnit, readQuantity, type Quantity } from '#engine/core/quantity.ts';
import { defineRule, notMarked, phrase, verdict, type RuleQuestion } from '../rule.ts';
import { findDoubt } from '../statement.ts';

interface Settings {
	readonly value: number;
	readonly tolerance: number;
	readonly percent: boolean;
	readonly unit?: string;
}

/** Without a setting, the unit is that of the reference. */
const unitName = ({ percent, unit }: Settings, { reference = '' }: RuleQuestion): string =>
	percent ? '%' : (unit ?? readQuantity(reference)?.unit ?? '');

/** Whether the number of the answer is the wanted one. null: a reader has to decide. */
function isRight(found: Quantity, settings: Settings, question: RuleQuestion): boolean | null {
	const { value, tolerance } = settings;
	const name = unitName(settings, question);
	const wanted = findUnit(name);
	const [, measure, factor] = found.unit === '' ? wanted : findUnit(found.unit);
	const isSameMeasure = name === '' ? found.unit === '' : measure === wanted[1];
	const needsUnit = name !== '' && found.unit === '' && !namesUnit(question.prompt, wanted);
	if (!isSameMeasure || needsUnit) return null;
	const inWanted = factor / wanted[2];
	const number = found.value * inWanted;
	const reach = tolerance + 1e-9 * Math.max(1, Math.abs(value));
	const isNear = (other: number, distance = reach) => Math.abs(other - value) <= distance;
	if (isNear(number)) return true;
	// Perhaps right: “a fall of 4” is −4, 0.025 is 2.5 %, 3 is 2.5 in round numbers, and 1,250 is
	// 1.25 in some languages.
	const isShare = name === '%' && found.unit === '' && isNear(100 * number);
	const isRounded = isNear(number, found.precision * inWanted);
	return isShare || isRounded || isNear(-number) || isNear(number / 1000) ? null : false;
}

/** A rate, such as “per click”, that the reference names, or else the question's only one. */
const rate = /\bper \p{L}+/gu;
function withoutRate(after: string, { prompt, reference = '' }: RuleQuestion): string {
	const named = plain(reference).match(rate) ?? plain(prompt).match(rate) ?? [];
	const [only, other] = new Set(named);
	const isNamed = only !== undefined && other === undefined && after.startsWith(` ${only}`);
	const rest = isNamed ? after.slice(only.length + 1) : after;
	return /^\p{L}/u.test(rest) ? after : rest;
}

export const number = defineRule({
	kind: 'number',
	title: 'Has the right number, with its unit',
	categories: ['accuracy', 'completeness', 'specificity'],
	settings: {
		value: numberThat(say('a number'), Number.isFinite),
		/** The largest absolute difference of a right answer. */
		tolerance: v.optional(
			numberThat(say('a number of 0 or more'), (amount) => amount >= 0 && amount < Infinity),
			0,
		),
		/** The unit is percent. */
		percent: v.optional(flag, false),
		unit: v.exactOptional(phrase()),
	},
	demand: ({ percent, unit }) =>
		percent && unit !== undefined
			? say('has a unit and is in percent. Leave one of them out.')
			: undefined,
	example: { value: 4.5, tolerance: 0.01, percent: false, unit: 'dollars' },
	describe({ value, tolerance, percent, unit }) {
		const range = `${value}${tolerance > 0 ? ` ± ${tolerance}` : ''}`;
		const named = percent ? ' %' : unit === undefined ? '' : ` ${unit}`;
		return say(
			'1 if the answer is {range}, 0 if it is another number with this unit, in digits, also as “It is …” or as the question’s own sentence. Otherwise not marked.',
			{ range: `${range}${named}` },
		);
	},
	measure(settings, question, answer) {
		const unit = unitName(settings, question);
		const found = readQuantity(answer, unit === '' ? undefined : findUnit(unit));
		if (found === null) return notMarked(say('It does not have exactly one number in digits.'));
		const strange = findDoubt(found.before, withoutRate(found.after, question), question);
		if (strange !== null) return notMarked(say('Beside the number stands {strange}.', { strange }));
		const right = isRight(found, settings, question);
		if (right === null) return notMarked(say('The number or its unit is not clear.'));
		return verdict(
			right,
			say('It gives {settings}.', { settings: settings.value }),
			say('It does not give {settings}.', { settings: settings.value }),
		);
	},
});
