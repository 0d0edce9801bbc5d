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
	accuracy: ({ reference }) => (reference === undefined ? undefined : accuracyOf(reference)),
	completeness: ({ reference }) =>
		reference === undefined ? undefined : (quantityOf(reference) ?? { rule: 'coverage' }),
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

const accuracyOf = (reference: string): Offer =>
	quantityOf(reference) ?? { rule: words(reference).length <= factWords ? 'contains' : 'overlap' };

/** Of a quantity its unit is not compared: 100 °C is 100 degrees Celsius. */
function quantityOf(reference: string): Offer | undefined {
	const [found, ...more] = numbers(reference);
	if (!found || more.length > 0 || !quantity.test(reference)) return undefined;
	const decimals = /\.(\d+)/.exec(reference)?.[1]?.length ?? 0;
	// As exact as it was written.
	const tolerance = decimals === 0 ? 0 : 0.5 * 10 ** -decimals;
	return { rule: 'number', settings: { value: found.value, tolerance, percent: found.percent } };
}

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
	return categories
		.filter((category) => wanted.includes(category))
		.flatMap((category) => {
			const offer = makers[category]?.(asked, english);
			if (!offer) return [];
			const { rule, settings = {} } = offer;
			try {
				return [{ rule, category, settings: ruleKind(rule, rule).parse(settings, asked, rule) }];
			} catch (error) {
				// The rule has nothing to work with here: a prompt without names, a reference of stop words.
				if (error instanceof InputError) return [];
				throw error;
			}
		});
}
