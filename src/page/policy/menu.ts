/** The policies as entries of a menu, under the headings of their groups. */
import type { PolicyGroup, PolicyInfo } from '#mixing/policy.ts';
import { words } from '#page/words/words.ts';

export interface PolicyEntry {
	readonly value: string;
	readonly label: string;
	readonly note: string;
	readonly group: string;
}

/** The simplest policies come first. */
const order = ['fixed', 'adaptive', 'examples'] as const satisfies readonly PolicyGroup[];

/** In a group, the policies keep their order. */
export function policyEntries(
	policies: readonly Pick<PolicyInfo, 'id' | 'title' | 'summary' | 'group'>[],
): PolicyEntry[] {
	return order.flatMap((group) =>
		policies
			.filter((policy) => policy.group === group)
			.map(({ id, title, summary }) => ({
				value: id,
				label: title,
				note: summary,
				group: words.policy.form.groups[group],
			})),
	);
}
