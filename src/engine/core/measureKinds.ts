/**
 * What each measure of skills counts, and how it is taken: all that the page's first load needs of
 * the measures, whose code is in measures.ts.
 */

/**
 * What a measure counts. Shares of right answers can be averaged with each other, however they are
 * taken. A share of next tokens says something else, and so does a loss.
 */
export type MeasureUnit = 'answers' | 'tokens' | 'loss';

/**
 * forced: from the losses' pass, in which the model reads the right answer. generated: from answers
 * that it writes. ranked: from the likelihood of each answer that the skill has. rule: from texts
 * that it continues, by the skill's own rule.
 */
export type MeasureSource = 'forced' | 'generated' | 'ranked' | 'rule';

/** In the order of the menu. The earlier one that suits an import's answers is chosen. */
const kinds = {
	choice: { unit: 'answers', from: 'generated' },
	number: { unit: 'answers', from: 'generated' },
	json: { unit: 'answers', from: 'generated' },
	labels: { unit: 'answers', from: 'ranked' },
	exact: { unit: 'answers', from: 'forced' },
	contains: { unit: 'answers', from: 'generated' },
	pattern: { unit: 'answers', from: 'generated' },
	tokens: { unit: 'tokens', from: 'forced' },
	continuation: { unit: 'answers', from: 'rule' },
	loss: { unit: 'loss', from: 'forced' },
} as const satisfies {
	readonly [id: string]: { readonly unit: MeasureUnit; readonly from: MeasureSource };
};

export type MeasureId = keyof typeof kinds;
export const measureIds = Object.keys(kinds) as readonly MeasureId[];

interface OfKind {
	readonly kind: MeasureId;
}
export const measureUnit = ({ kind }: OfKind): MeasureUnit => kinds[kind].unit;
export const measureSource = ({ kind }: OfKind): MeasureSource => kinds[kind].from;

/** Raw texts have no answers, and built-in ones a rule of their own. */
export const isOfTexts = ({ kind }: OfKind): boolean => kind === 'loss' || kind === 'continuation';

/** Written answers of a skill in an evaluation: they take most of its time. */
export const defaultGenerated = 16;
