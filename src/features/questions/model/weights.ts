/**
 * From marks to a score. The paper weighs its eight categories “dynamically” and does not say how; ours is a stand-in: the
 * weight of a category is its base weight u over the sum of the u of those that apply (a): w = a·u / Σ a·u, and a
 * question's score is Σ w·s. Whatever cannot be measured does not apply: it has weight 0, never a full mark.
 */
import { mean } from '#core/statistics.ts';
import { byCategory, categories, type ByCategory } from './categories.ts';
import type { CategoryScore, Mark, Scorer } from './types.ts';

/** Shares of those with a value, in proportion to their base weights; all 0 where none has both. */
export function appliedWeights(
	base: ByCategory<number>,
	values: ByCategory<number | null>,
): ByCategory<number> {
	const applied = byCategory((category) => (values[category] === null ? 0 : base[category]));
	const sum = categories.reduce((total, category) => total + applied[category], 0);
	return byCategory((category) => (sum > 0 ? applied[category] / sum : 0));
}

/** Σ w·s, as Σ u·s / Σ u over those that apply, so that ones give exactly 1; null where none does. */
export function weightedScore(
	base: ByCategory<number>,
	values: ByCategory<number | null>,
): number | null {
	let [sum, weight] = [0, 0];
	for (const category of categories) {
		const value = values[category];
		if (value === null) continue;
		sum += base[category] * value;
		weight += base[category];
	}
	return weight > 0 ? sum / weight : null;
}

const rank = { person: 0, judge: 1, rule: 2 } as const satisfies Record<Scorer['kind'], number>;

/**
 * People before judges before rules: the first kind that gave a mark decides, by the mean of its marks; the others are shown and
 * do not count. `caps`: marks of rules that tell what must not be, of which the lowest is an upper bound of what rules give.
 */
export function combined(
	marks: readonly Mark[],
	caps: readonly Mark[],
): Pick<CategoryScore, 'value' | 'marks'> {
	const all = [...marks, ...caps].sort((a, b) => rank[a.by.kind] - rank[b.by.kind]);
	// A person who says that a category does not apply has decided, too.
	const deciding = all.find(({ value, by }) => value !== null || by.kind !== 'rule')?.by.kind;
	if (deciding === undefined) return { value: null, marks: all };
	if (deciding !== 'rule')
		return { value: meanOf(all.filter(({ by }) => by.kind === deciding)), marks: all };
	const given = meanOf(marks);
	const bounds = caps.flatMap(({ value }) => (value === null ? [] : [value]));
	const bound = Math.min(1, ...bounds);
	// That nothing forbidden was said is no full mark where the rules that measure more could not.
	if (given === null && (bounds.length === 0 || (marks.length > 0 && bound === 1)))
		return { value: null, marks: all };
	return { value: Math.min(bound, given ?? 1), marks: all };
}

/** Of those that have a value; null of none. */
function meanOf(marks: readonly Mark[]): number | null {
	const values = marks.flatMap(({ value }) => (value === null ? [] : [value]));
	return values.length === 0 ? null : mean(values);
}
