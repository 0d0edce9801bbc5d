/** A policy's presets: the one that its settings are, and the settings after a choice. */
import { canonicalJson, type Json, type JsonObject } from '#core/json.ts';
import { readDefault } from '#core/parameters.ts';
import type { PolicyInfo, PolicyPreset } from '#mixing/policy.ts';

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
