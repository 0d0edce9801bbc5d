/** The default rules and base weights of a question. They are written out when a set is read. */
import { words } from '#engine/core/answerText.ts';
import { decimalsOf, findUnit, readDigits } from '#engine/core/quantity.ts';
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import type { RuleQuestion } from './rule.ts';
import type { RuleUse } from './types.ts';

/** Our choice: accuracy and completeness count most. */
export const defaultWeights = { ...byCategory(() => 1), accuracy: 3, completeness: 2 };

/** A rule searches the answer for a reference of at most this many words. People read others. */
const factWords = 5;
/** The budget of words: this many, or this multiple of the reference. */
const fewWords = 30;
const timesReference = 2;

/** A number with at most two words for its unit: `4`, `2.5 %`, `100 degrees Celsius`. */
const quantity = new RegExp(
	String.raw`^\s*(?:about\s+)?(?<mark>[$€£¥])?\s?(?<minus>[-−])?(?<digits>(?:\d[\d.,]*)?\d)\s?` +
		String.raw`(?<unit>%|[\p{L}°]+(?:\s[\p{L}°]+)?)?[.\s]*$`,
	'iu',
);

/** `1.234` or `1,234`: thousands in English, ambiguous in other languages. */
const ambiguous = /\d[.,]\d{3}(?!\d)/;

function numberRule(
	reference: string,
	english: boolean,
): Pick<RuleUse, 'rule' | 'settings'> | null {
	const { mark, minus, digits = '', unit } = quantity.exec(reference)?.groups ?? {};
	const size = readDigits(digits);
	if (size === null || (ambiguous.test(reference) && !english)) return null;
	const name = mark ?? unit ?? '';
	const percent = findUnit(name)[1] === '%';
	return {
		rule: 'number',
		settings: {
			value: minus === undefined ? size : -size,
			// Half of the last written decimal.
			tolerance: Number.isInteger(size) ? 0 : 0.5 * 10 ** -decimalsOf(digits),
			percent,
			...(!percent && name !== '' && { unit: name }),
		},
	};
}

/** A reference asks for accuracy and conciseness; a long one also for completeness. */
export function requiredCategories({ reference }: RuleQuestion): readonly Category[] {
	if (reference === undefined) return [];
	const isLong = words(reference).length > factWords;
	return ['accuracy', ...(isLong ? (['completeness'] as const) : []), 'conciseness'];
}

/** A rule can find a number or a few words of the reference. People or a judge mark all else. */
export function defaultRules(
	{ reference }: RuleQuestion,
	weighted: readonly Category[],
	english: boolean,
): RuleUse[] {
	if (reference === undefined) return [];
	const length = words(reference).length;
	const number = numberRule(reference, english);
	const fact = length <= factWords ? { rule: 'contains', settings: {} } : null;
	const budget = Math.max(fewWords, timesReference * length);
	const offers: Partial<ByCategory<Pick<RuleUse, 'rule' | 'settings'> | null>> = {
		accuracy: number ?? fact,
		completeness: number,
		conciseness: { rule: 'length', settings: { words: budget } },
	};
	return categories.flatMap((category) => {
		const offer = offers[category];
		return offer && weighted.includes(category) ? [{ category, ...offer }] : [];
	});
}
