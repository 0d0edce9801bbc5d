import { labelText } from '#lab/study/labelText.ts';
import type { ShelfGap } from '#lab/study/published.ts';

/** What tells comparisons apart: policies and bases, what these are compared with, or both. */
export function rowNames(
	gaps: readonly Pick<ShelfGap, 'label' | 'against' | 'within'>[],
): string[] {
	const policies = gaps.map(({ label, within }) =>
		[labelText(label), within].filter(Boolean).join(', '),
	);
	const others = gaps.map(({ against }) => `−\u00a0${labelText(against)}`);
	const isApart = (names: readonly string[]) => new Set(names).size === names.length;
	if (isApart(policies)) return policies;
	return isApart(others) ? others : policies.map((policy, i) => `${policy} ${others[i]}`);
}
