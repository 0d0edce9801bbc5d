/** The default rules and base weights of a question. They are written out when a set is read. */
import { InputError } from '#core/errors.ts';
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import type { Asked } from './rule.ts';
import { findRule } from './rules/registry.ts';
import { numbers, words } from './text.ts';
import type { RuleUse } from './types.ts';

/** Our choice: accuracy and completeness count most. */
export const defaultWeights: ByCategory<number> = {
	...byCategory(() => 1),
	accuracy: 3,
	completeness: 2,
};

/** A reference of at most so many words is searched in the answer; a longer one is compared. */
const factWords = 5;
/** The budget of words: this many, or this multiple of the reference. */
const fewWords = 30;
const timesReference = 2;

/** A number with at most two words for its unit: `4`, `2.5 %`, `100 degrees Celsius`. */
const quantity =
	/^\s*(?:about\s+)?[$€£¥]?\s?[-−]?[\d.,]*\d\s?(?:%|[\p{L}°]+)?(?:\s[\p{L}°]+)?[.\s]*$/iu;

type Offer = Pick<RuleUse, 'rule'> & Partial<Pick<RuleUse, 'settings'>>;

/** The default rule of each category that a general rule can measure. */
function offersFor({ reference }: Asked, english: boolean): Partial<Record<Category, Offer>> {
	const general = {
		clarity: { rule: 'readable' },
		specificity: { rule: 'specifics' },
		...(english && { consideration: { rule: 'acknowledge' }, politeness: { rule: 'courtesy' } }),
	};
	if (reference === undefined) return general;
	const length = words(reference).length;
	const quantity = quantityOf(reference, english);
	const budget = Math.max(fewWords, timesReference * length);
	return {
		...general,
		accuracy: quantity ?? { rule: length <= factWords ? 'contains' : 'overlap' },
		completeness: quantity ?? { rule: 'coverage' },
		conciseness: { rule: 'length', settings: { words: budget } },
	};
}

/** `1.234` or `1,234`: thousands in English, ambiguous in other languages. */
const ambiguous = /\d[.,]\d{3}(?!\d)/;

/** The unit is not compared: 100 °C is 100 degrees Celsius. */
function quantityOf(reference: string, english: boolean): Offer | undefined {
	const [found, ...more] = numbers(reference);
	if (!found || more.length > 0 || !quantity.test(reference)) return undefined;
	if (!english && ambiguous.test(reference)) return undefined;
	const fraction = /(?:\.\d+|,(?:\d{1,2}|\d{4,}))(?=\D*$)/.exec(reference)?.[0] ?? ',';
	const decimals = fraction.length - 1;
	// Half of the last written decimal.
	const tolerance = decimals === 0 ? 0 : 0.5 * 10 ** -decimals;
	return { rule: 'number', settings: { value: found.value, tolerance, percent: found.percent } };
}

/** Not every good answer has these: `Vienna` is right, but neither polite nor specific. */
const demanding: readonly Category[] = ['specificity', 'consideration', 'politeness'];

/** A rule that the reference itself fails measures nothing of this question. */
function fitsReference({ rule, category, settings }: RuleUse, asked: Asked): boolean {
	if (asked.reference === undefined || !demanding.includes(category)) return true;
	return findRule(rule, rule).measure(settings, asked, asked.reference).value === 1;
}

/**
 * Rules for the categories with a weight. Without weights, a reference gives rules for accuracy and
 * conciseness, and a longer reference also for completeness. None if accuracy or completeness has a
 * weight and there is no reference: people or a judge must mark the answer then.
 */
export function defaultRules(
	asked: Asked,
	weighted: readonly Category[] | undefined,
	english: boolean,
): RuleUse[] {
	const isLong = words(asked.reference ?? '').length > factWords;
	const content: readonly Category[] = isLong ? ['accuracy', 'completeness'] : ['accuracy'];
	const wanted = weighted ?? [...content, 'conciseness'];
	const hasContent = wanted.includes('accuracy') || wanted.includes('completeness');
	if (asked.reference === undefined && hasContent) return [];
	const offers = offersFor(asked, english);
	return categories.flatMap((category) => {
		const offer = wanted.includes(category) ? offers[category] : undefined;
		if (!offer) return [];
		const { rule, settings = {} } = offer;
		try {
			const use = { rule, category, settings: findRule(rule, rule).parse(settings, asked, rule) };
			return fitsReference(use, asked) ? [use] : [];
		} catch (error) {
			// The rule cannot work here, for example with a prompt without names.
			if (error instanceof InputError) return [];
			throw error;
		}
	});
}
