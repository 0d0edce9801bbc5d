/** The policies as entries of a menu, under the headings of their groups. */
import { translated } from '#core/language.ts';
import type { PolicyGroup, PolicyInfo } from '#mixing/policy.ts';
import { words } from '#page/words/words.ts';

/** The simplest policies come first. */
const order = ['fixed', 'adaptive', 'examples'] as const satisfies readonly PolicyGroup[];

/** The policies that a button switches to. */
export const quickPolicies = ['fixed', 'uniform', 'mos', 'mospec', 'raise'] as const;

/** In a group, the policies keep their order. `extra`: a remark behind the summary. */
export function policyEntries(
	policies: readonly Pick<PolicyInfo, 'id' | 'title' | 'summary' | 'group'>[],
	extra: (id: string) => string = () => '',
) {
	return order.flatMap((group) =>
		policies
			.filter((policy) => policy.group === group)
			.map(({ id, title, summary }) => ({
				value: id,
				label: translated(title),
				note: `${translated(summary)} ${extra(id)}`.trim(),
				group: words.policy.form.groups[group],
			})),
	);
}
