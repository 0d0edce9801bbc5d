/** The policies as entries of a menu, under the headings of their groups, and their presets. */
import { statementText } from '#engine/core/message.ts';
import { canonicalJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { readDefault } from '#engine/core/parameters.ts';
import type { PolicyGroup, PolicyInfo, PolicyPreset } from '#mixing/index.ts';
import { words } from '#lab/page/words/words.ts';

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
				label: statementText(title),
				note: `${statementText(summary)} ${extra(id)}`.trim(),
				group: words.policy.form.groups[group],
			})),
	);
}

type Presets = Pick<PolicyInfo, 'parameters' | 'presets'>;

/** Settings that any preset sets. The others (a target, a reward) belong to the visitor. */
const governed = ({ parameters, presets = [] }: Presets): string[] =>
	Object.keys(parameters).filter((name) =>
		presets.some(({ settings }) => Object.hasOwn(settings, name)),
	);

const readValue = ({ parameters }: Presets, settings: JsonObject, name: string): Json =>
	settings[name] ?? readDefault(parameters[name]);

/** Undefined: no preset has these settings. */
export function findPreset(policy: Presets, settings: JsonObject): PolicyPreset | undefined {
	const names = governed(policy);
	return policy.presets?.find((preset) =>
		names.every(
			(name) =>
				canonicalJson(readValue(policy, settings, name)) ===
				canonicalJson(readValue(policy, preset.settings, name)),
		),
	);
}

export function withPreset(
	policy: Presets,
	settings: JsonObject,
	preset: Pick<PolicyPreset, 'settings'>,
): JsonObject {
	const set = governed(policy).map((name) => [name, readValue(policy, preset.settings, name)]);
	return { ...settings, ...(Object.fromEntries(set) as JsonObject) };
}

/** What the menu chooses: the defaults, or for a large model the preset for short runs. */
export const firstSettings = (policy: Presets | undefined, isLarge: boolean): JsonObject =>
	(isLarge && policy?.presets?.find(({ id }) => id === 'short')?.settings) || {};
