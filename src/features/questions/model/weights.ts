/**
 * The score of a question, from the marks of its answer.
 * Base weights u, and a = 1 for the categories that apply: w = a·u / Σ a·u, score = Σ w·s.
 * The paper weighs its categories “dynamically” and does not say how; this formula is ours.
 * A category that cannot be measured does not apply: its weight is 0.
 */
import { mean } from '#core/statistics.ts';
import { byCategory, categories, type ByCategory } from './categories.ts';
import type { CategoryScore, Mark, Rater } from './types.ts';

/** The weights w. All are 0 if no category has both a value and a base weight. */
export function appliedWeights(
	base: ByCategory<number>,
	values: ByCategory<number | null>,
): ByCategory<number> {
	const applied = byCategory((category) => (values[category] === null ? 0 : base[category]));
	const sum = categories.reduce((total, category) => total + applied[category], 0);
	return byCategory((category) => (sum > 0 ? applied[category] / sum : 0));
}

/** Σ u·s / Σ u over the categories that apply, so that marks of 1 give exactly 1. */
export function weightedScore(
	base: ByCategory<number>,
	values: ByCategory<number | null>,
): number | null {
	let sum = 0;
	let weight = 0;
	for (const category of categories) {
		const value = values[category];
		if (value === null) continue;
		sum += base[category] * value;
		weight += base[category];
	}
	return weight > 0 ? sum / weight : null;
}

const rank = { person: 0, judge: 1, rule: 2 } as const satisfies Record<Rater['kind'], number>;

/**
 * Combines the marks of one category. People come before judges, and judges before rules: the mean
 * of the first kind counts, and the other marks are only shown.
 * `caps`: marks of rules against forbidden content. The lowest is an upper bound for rules.
 */
export function combined(
	marks: readonly Mark[],
	caps: readonly Mark[],
): Pick<CategoryScore, 'value' | 'marks'> {
	const all = [...marks, ...caps].sort((a, b) => rank[a.by.kind] - rank[b.by.kind]);
	// A person can also decide that a category does not apply.
	const deciding = all.find(({ value, by }) => value !== null || by.kind !== 'rule')?.by.kind;
	if (deciding === undefined) return { value: null, marks: all };
	if (deciding !== 'rule')
		return { value: meanOf(all.filter(({ by }) => by.kind === deciding)), marks: all };
	const given = meanOf(marks);
	const bounds = caps.flatMap(({ value }) => value ?? []);
	const bound = Math.min(1, ...bounds);
	// The absence of forbidden content is no full mark if the other rules could not measure.
	if (given === null && (bounds.length === 0 || (marks.length > 0 && bound === 1)))
		return { value: null, marks: all };
	return { value: Math.min(bound, given ?? 1), marks: all };
}

/** The mean of the marks with a value. null: there is none. */
function meanOf(marks: readonly Mark[]): number | null {
	const values = marks.flatMap(({ value }) => value ?? []);
	return values.length === 0 ? null : mean(values);
}
