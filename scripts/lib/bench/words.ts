/** Parsers of command-line words for policies, seeds and models. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { readDefault, type ParameterSpecs } from '#engine/core/parameters.ts';
import { freeName } from '#engine/core/text.ts';
import { commonParameters, mixingPolicies, policyById, type MixingPolicy } from '#mixing/index.ts';
import type { ModelRef } from '#lab/run/experiment.ts';

export interface NamedPolicy {
	/** The word as typed, or the policy's id if that is too long. It names rows and curves. */
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
}

/** Characters of a label in a study. */
const maxLabel = 100;

/**
 * Parses `uniform,temperature(tau=5),fixed(ratios={"add":1}),mos/paper(reward=similarity)`.
 * A slash introduces one of the policy's presets. Settings are in brackets, separated by
 * semicolons. Values are JSON or plain words. `tell` receives a line for a word that names an
 * earlier policy again: it does not count.
 */
export function parsePolicies(
	words: string,
	tell: (line: string) => void = () => undefined,
): NamedPolicy[] {
	const labels = new Set<string>();
	const policies = splitOutsideBrackets(words, ',').map((word) => {
		const match = /^([\w-]+)(?:\/([\w-]+))?(?:\((.*)\))?$/.exec(word);
		if (!match)
			throw new InputError(
				asMessage(`--policies: "${word}" is not a policy. Write uniform, or temperature(tau=5).`),
			);
		const settings = splitOutsideBrackets(match[3] ?? '', ';').map((setting) => {
			const equals = setting.indexOf('=');
			if (equals < 1)
				throw new InputError(
					asMessage(`--policies: "${setting}" in ${word} is not a setting. Write name=value.`),
				);
			return [
				setting.slice(0, equals).trim(),
				parseValue(setting.slice(equals + 1).trim()),
			] as const;
		});
		const [, id, preset] = match;
		// The shares of eight skills, for example.
		const label = word.length <= maxLabel ? word : freeName(id, (name) => labels.has(name));
		labels.add(label);
		return { label, id, settings: withPreset(id, preset, Object.fromEntries(settings)) };
	});
	if (policies.length === 0)
		throw new InputError(asMessage('--policies is empty. Name at least one, for example uniform.'));
	return policies.filter((policy, i) => {
		const identity = withDefaults(policy);
		const earlier = policies.slice(0, i).find((other) => withDefaults(other) === identity);
		if (earlier) tell(`--policies: ${policy.label} is the same policy as ${earlier.label}.`);
		return !earlier;
	});
}

/** Equal for two words of one policy, such as `mos/lab` and `mos/lab(reward=difficulty)`. */
function withDefaults({ id, settings }: NamedPolicy): string {
	const policy = mixingPolicies.find((known: MixingPolicy) => known.id === id);
	const specs: ParameterSpecs = policy ? { ...policy.parameters, ...commonParameters } : {};
	const defaults: JsonObject = Object.fromEntries(
		Object.entries(specs).map(([name, spec]) => [name, readDefault(spec)]),
	);
	return canonicalJson({ id, settings: { ...defaults, ...settings } });
}

/** Merges the settings into those of the preset. */
function withPreset(id: string, preset: string | undefined, settings: JsonObject): JsonObject {
	if (preset === undefined) return settings;
	const { presets = [] } = policyById(id, '--policies');
	const found = presets.find((candidate) => candidate.id === preset);
	if (!found)
		throw new InputError(
			asMessage(
				`--policies: "${id}" has no preset "${preset}"; known presets: ` +
					`${presets.map((p) => p.id).join(', ') || 'none'}.`,
			),
		);
	return { ...found.settings, ...settings };
}

/** `--model`: a shipped model (models/index.json), or a folder that each browser imports. */
export function parseModel(
	word: string,
	shipped: readonly { readonly id: string; readonly sha256: string }[],
): ModelRef | { readonly folder: string } {
	const found = shipped.find((model) => model.id === word);
	if (found) return { id: word, sha256: found.sha256 };
	if (existsSync(path.join(word, 'config.json'))) return { folder: path.resolve(word) };
	throw new InputError(
		asMessage(
			`--model: there is no shipped model and no folder with a config.json named ` +
				`"${word}". Shipped models: ${shipped.map((model) => model.id).join(', ')}.`,
		),
	);
}

/** A larger count is rather a seed. */
const mostSeeds = 1000;

/** `3` means seeds 1, 2, 3; `1,5,9`, `11-20` and `101,` mean these seeds. Throws InputError. */
export function parseSeeds(words: string): number[] {
	if (/[,-]/.test(words))
		return [...new Set(words.replace(/,$/, '').split(',').flatMap(seedRange))];
	const count = Number(words);
	if (!Number.isSafeInteger(count) || count < 1 || count > mostSeeds) throw wrongSeeds(words);
	return Array.from({ length: count }, (_, i) => i + 1);
}

/** The seeds of `7` or `11-20`. Throws InputError. */
function seedRange(words: string): number[] {
	const [, from, to = from] = /^ *(\d{1,15})(?:-(\d{1,15}))? *$/.exec(words) ?? [];
	const length = Number(to) - Number(from) + 1;
	if (from === undefined || length < 1 || length > mostSeeds) throw wrongSeeds(words);
	return Array.from({ length }, (_, i) => Number(from) + i);
}

const wrongSeeds = (words: string): InputError =>
	new InputError(
		asMessage(
			`--seeds must be a count from 1 to ${mostSeeds} (3), or a list of seeds (1,5,9 or ` +
				`11-20, and for one seed 101,), not ${words}.`,
		),
	);

function parseValue(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}

/** Splits at separators outside brackets and drops empty pieces. */
function splitOutsideBrackets(text: string, separator: string): string[] {
	const pieces = [''];
	let depth = 0;
	for (const character of text) {
		if ('([{'.includes(character)) depth++;
		if (')]}'.includes(character)) depth--;
		if (character === separator && depth === 0) pieces.push('');
		else pieces[pieces.length - 1] += character;
	}
	return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
