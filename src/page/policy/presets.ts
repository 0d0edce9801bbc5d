/** A policy's presets: the one that its settings are, and the settings after a choice. */
import { canonicalJson, type Json, type JsonObject } from '#core/json.ts';
import { defaultOf } from '#core/parameters.ts';
import type { PolicyInfo, PolicyPreset } from '#mixing/policy.ts';

type Presets = Pick<PolicyInfo, 'parameters' | 'presets'>;

/** Settings that any preset sets. The others (a target, a reward) belong to the visitor. */
const governed = ({ parameters, presets = [] }: Presets): string[] =>
	Object.keys(parameters).filter((name) =>
		presets.some(({ settings }) => Object.hasOwn(settings, name)),
	);

const valueOf = ({ parameters }: Presets, settings: JsonObject, name: string): Json =>
	settings[name] ?? defaultOf(parameters[name]);

/** Undefined: no preset has these settings. */
export function presetOf(policy: Presets, settings: JsonObject): PolicyPreset | undefined {
	const names = governed(policy);
	return policy.presets?.find((preset) =>
		names.every(
			(name) =>
				canonicalJson(valueOf(policy, settings, name)) ===
				canonicalJson(valueOf(policy, preset.settings, name)),
		),
	);
}

export function withPreset(
	policy: Presets,
	settings: JsonObject,
	preset: Pick<PolicyPreset, 'settings'>,
): JsonObject {
	const set = governed(policy).map((name) => [name, valueOf(policy, preset.settings, name)]);
	return { ...settings, ...(Object.fromEntries(set) as JsonObject) };
}
