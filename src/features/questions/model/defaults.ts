/** What a question is scored by where its author does not say: rules that fit its reference, and base weights. Written out when a set is read. */
import { InputError } from '#core/errors.ts';
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import type { Asked } from './rule.ts';
import { ruleKind } from './rules/registry.ts';
import { numbers, words } from './text.ts';
import type { RuleUse } from './types.ts';

/** Our choice: what is right and whole counts most. */
export const defaultWeights: ByCategory<number> = {
	...byCategory(() => 1),
	accuracy: 3,
	completeness: 2,
};

/** A reference of so many words is a fact that can stand in a sentence; a longer one is compared by its words. */
const factWords = 5;
/** Words that an answer may have without being long, and times the reference's own. */
const [fewWords, timesReference] = [30, 2];

/** A number, and at most two words that say of what: `4`, `2.5 %`, `100 degrees Celsius`. */
const quantity =
	/^\s*(?:about\s+)?[$€£¥]?\s?[-−]?[\d.,]*\d\s?(?:%|[\p{L}°]+)?(?:\s[\p{L}°]+)?[.\s]*$/iu;

/** Each category's rule by default, as settings; undefined: nothing general can measure it. Safety has none. */
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

/** One mark and three digits: thousands in English, and in other languages one cannot tell. */
const ambiguous = /\d[.,]\d{3}(?!\d)/;

/** Of a quantity its unit is not compared: 100 °C is 100 degrees Celsius. */
function quantityOf(reference: string, english: boolean): Offer | undefined {
	const [found, ...more] = numbers(reference);
	if (!found || more.length > 0 || !quantity.test(reference)) return undefined;
	if (!english && ambiguous.test(reference)) return undefined;
	const fraction = /(?:\.\d+|,(?:\d{1,2}|\d{4,}))(?=\D*$)/.exec(reference)?.[0] ?? ',';
	const decimals = fraction.length - 1;
	// As exact as it was written.
	const tolerance = decimals === 0 ? 0 : 0.5 * 10 ** -decimals;
	return { rule: 'number', settings: { value: found.value, tolerance, percent: found.percent } };
}

/** Rules that look for what not every good answer has: `Vienna` is right, and neither polite nor specific. */
const demanding: readonly Category[] = ['specificity', 'consideration', 'politeness'];

/** Where the reference itself fails such a rule, it measures nothing of this question. */
function fitsReference({ rule, category, settings }: RuleUse, asked: Asked): boolean {
	if (asked.reference === undefined || !demanding.includes(category)) return true;
	return ruleKind(rule, rule).measure(settings, asked, asked.reference).value === 1;
}

/** What is right is asked for and nothing says what that is: people or a judge mark it, and manners alone are no score. */
export const isForOthers = (
	{ reference }: Pick<Asked, 'reference'>,
	weighed: readonly Category[],
): boolean =>
	reference === undefined && (weighed.includes('accuracy') || weighed.includes('completeness'));

/**
 * Rules for the categories that the question weighs, or where it weighs none for those that a reference speaks of: accuracy, of a longer
 * reference completeness, and conciseness.
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
				const kind = ruleKind(rule, rule);
				const use = { rule, category, settings: kind.parse(settings, asked, rule) };
				return fitsReference(use, asked) ? [use] : [];
			} catch (error) {
				// The rule has nothing to work with here: a prompt without names, a reference of stop words.
				if (error instanceof InputError) return [];
				throw error;
			}
		});
}
