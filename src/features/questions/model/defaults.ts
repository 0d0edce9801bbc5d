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

/** The default rule of each category. undefined: no general rule can measure it. */
const makers: Partial<Record<Category, (asked: Asked, english: boolean) => Offer | undefined>> = {
	accuracy: ({ reference }, english) =>
		reference === undefined ? undefined : accuracyOf(reference, english),
	completeness: ({ reference }, english) =>
		reference === undefined ? undefined : (quantityOf(reference, english) ?? { rule: 'coverage' }),
	conciseness: ({ reference }) =>
		reference === undefined
			? undefined
			: {
					rule: 'length',
					settings: { words: Math.max(fewWords, timesReference * words(reference).length) },
				},
	clarity: () => ({ rule: 'readable' }),
	specificity: () => ({ rule: 'specifics' }),
	consideration: (_, english) => (english ? { rule: 'acknowledge' } : undefined),
	politeness: (_, english) => (english ? { rule: 'courtesy' } : undefined),
};
interface Offer {
	readonly rule: string;
	readonly settings?: RuleUse['settings'];
}

const accuracyOf = (reference: string, english: boolean): Offer =>
	quantityOf(reference, english) ?? {
		rule: words(reference).length <= factWords ? 'contains' : 'overlap',
	};

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
 * Accuracy or completeness has a weight and there is no reference: people or a judge must mark the
 * answer. Politeness alone is no score.
 */
export const isForOthers = (
	{ reference }: Pick<Asked, 'reference'>,
	weighed: readonly Category[],
): boolean =>
	reference === undefined && (weighed.includes('accuracy') || weighed.includes('completeness'));

/**
 * Rules for the categories with a weight. Without weights, a reference gives rules for accuracy and
 * conciseness, and a longer reference also for completeness.
 */
export function defaultRules(
	asked: Asked,
	weighed: readonly Category[] | undefined,
	english: boolean,
): RuleUse[] {
	const isLong = words(asked.reference ?? '').length > factWords;
	const wanted =
		weighed ??
		(isLong
			? (['accuracy', 'completeness', 'conciseness'] as const)
			: (['accuracy', 'conciseness'] as const));
	if (isForOthers(asked, wanted)) return [];
	return categories
		.filter((category) => wanted.includes(category))
		.flatMap((category) => {
			const offer = makers[category]?.(asked, english);
			if (!offer) return [];
			const { rule, settings = {} } = offer;
			try {
				const kind = findRule(rule, rule);
				const use = { rule, category, settings: kind.parse(settings, asked, rule) };
				return fitsReference(use, asked) ? [use] : [];
			} catch (error) {
				// The rule cannot work here, for example with a prompt without names.
				if (error instanceof InputError) return [];
				throw error;
			}
		});
}
