/** What a bench runs: policies × seeds over one experiment, from the words of its command line. */
import type { Json, JsonObject } from '#core/json.ts';
import { InputError } from '#core/errors.ts';
import { sha256OfJson } from '#core/hash.ts';
import { policyById } from '#mixing/registry.ts';
import type { Ratios } from '#core/parameters.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { parseExperiment } from '#experiment/schema.ts';

export interface PlannedPolicy {
	/** As it was typed: the name of its rows and lines. */
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
	/** Fixed shares that are the average mix of this policy's run of the same seed (its label): they fill `ratios`. */
	readonly meanOf?: string;
	/** Another number of steps than the others: full data, for one. */
	readonly steps?: number;
}
export interface PlannedRun {
	readonly policy: PlannedPolicy;
	readonly seed: number;
	readonly experiment: Experiment;
	/** Of the whole experiment: a stored result is found again by it. */
	readonly key: string;
}
export interface PlanOptions {
	readonly seed: number;
	readonly steps?: number | undefined;
	/** Instead of the experiment's. */
	readonly model?: Experiment['model'] | undefined;
	/** What the results depend on beside the experiment: the build's worker and kernels. */
	readonly engine: string;
	/** What is known of the run that `meanOf` names. */
	readonly mix?: Ratios | undefined;
}

/**
 * `uniform,temperature(tau=5),fixed(ratios={"add":1}),mos/paper(reward=similarity)`: after a slash one of the policy's presets;
 * settings in brackets, parted by semicolons, values as JSON or bare words.
 */
export function parsePolicies(words: string): PlannedPolicy[] {
	const policies = splitOutside(words, ',').map((label) => {
		const match = /^([\w-]+)(?:\/([\w-]+))?(?:\((.*)\))?$/.exec(label);
		if (!match)
			throw new InputError(
				`--policies: "${label}" is not a policy. Write uniform, or temperature(tau=5).`,
			);
		const settings = splitOutside(match[3] ?? '', ';').map((setting) => {
			const equals = setting.indexOf('=');
			if (equals < 1)
				throw new InputError(
					`--policies: "${setting}" in ${label} is not a setting. Write name=value.`,
				);
			return [
				setting.slice(0, equals).trim(),
				parseValue(setting.slice(equals + 1).trim()),
			] as const;
		});
		const [, id, preset] = match;
		return {
			label,
			id,
			settings: withPreset({ id, preset, settings: Object.fromEntries(settings) }, '--policies'),
		};
	});
	if (policies.length === 0)
		throw new InputError('--policies is empty. Name at least one, for example uniform.');
	return policies;
}

/** The settings over those of the policy's own preset. Throws InputError that begins with `where`. */
export function withPreset(
	{ id, preset, settings }: { id: string; preset?: string | undefined; settings: JsonObject },
	where: string,
): JsonObject {
	if (preset === undefined) return settings;
	const { presets = [] } = policyById(id, `${where}.id`);
	const found = presets.find((candidate) => candidate.id === preset);
	if (!found)
		throw new InputError(
			`${where}.preset: "${id}" has no preset "${preset}"; known ones: ${presets.map((p) => p.id).join(', ') || 'none'}.`,
			{ field: `${where}.preset` },
		);
	return { ...found.settings, ...settings };
}

/** `--model ID` among the shipped models: models/index.json. */
export function parseModel(
	id: string,
	shipped: readonly { readonly id: string; readonly sha256: string }[],
): Experiment['model'] {
	const found = shipped.find((model) => model.id === id);
	if (!found)
		throw new InputError(
			`--model: there is no shipped model "${id}". Use ${shipped.map((model) => model.id).join(', ')}.`,
		);
	return { id, sha256: found.sha256 };
}

/** `3` is seeds 1, 2, 3; `1,5,9` is these. */
export function parseSeeds(words: string): number[] {
	const numbers = words.split(',').map((word) => Number(word));
	if (
		numbers.some((seed) => !Number.isSafeInteger(seed) || seed < 0) ||
		(numbers.length === 1 && numbers[0] < 1)
	)
		throw new InputError(
			`--seeds must be a count of 1 or more (3), or a list of seeds (1,5,9), not ${words}.`,
		);
	return numbers.length === 1
		? Array.from({ length: numbers[0] }, (_, i) => i + 1)
		: [...new Set(numbers)];
}

/** Throws InputError that names the field. */
export function planRun(
	base: Experiment,
	policy: PlannedPolicy,
	{ seed, steps = base.steps, model = base.model, engine, mix }: PlanOptions,
): PlannedRun {
	const settings = mix ? { ...policy.settings, ratios: mix } : policy.settings;
	const experiment = parseExperiment({
		...base,
		...{ model, seed, steps: policy.steps ?? steps },
		policy: [{ fromStep: 0, id: policy.id, settings }],
	});
	return { policy, seed, experiment, key: sha256OfJson({ engine, experiment } as unknown as Json) };
}

function parseValue(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}

/** Splits at a separator that stands in no bracket. Empty pieces are left out. */
function splitOutside(text: string, separator: string): string[] {
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
