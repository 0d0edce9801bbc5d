/** The linear layers of a model, by their names in transformers, and the targets of an adapter. */
import { fieldError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import { tensorSpecs, type Architecture } from '../architecture.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import type { TensorSpec } from '../tensors.ts';
import { allLinear, type AdapterSettings } from '../adapterSettings.ts';

export interface LinearModule {
	/** `model.layers.0.self_attn.q_proj` */
	readonly path: string;
	readonly inner: number;
	readonly out: number;
	/** The decoder's matrices [rows, inner]. A fused layer has several. */
	readonly parts: readonly TensorSpec[];
}

/** The facts about a model that an adapter needs. */
export interface AdaptedModel {
	readonly architecture: Architecture;
	readonly config: DecoderConfig;
}

/** peft's default for most architectures. */
const usualTargets: readonly string[] = ['q_proj', 'v_proj'];

const field = 'adapter.targets';

/** Throws InputError if a target is not a linear layer of the model. */
export function targetModules(
	{ architecture, config }: AdaptedModel,
	settings: Pick<AdapterSettings, 'targets'>,
): LinearModule[] {
	const targets = settings.targets ?? architecture.adapterTargets ?? usualTargets;
	const specs = tensorSpecs(architecture, config);
	const modules = linearModules(specs);
	const paths = new Set(specs.map(({ name }) => toPath(name)));
	const isLinear = (path: string) => modules.some((module) => module.path === path);
	const layers = [...new Set(modules.map(({ path }) => path.split('.').at(-1)))].join(', ');
	const chosen = new Set<string>();
	const choose = (named: string, matches: (path: string) => boolean) => {
		const facts = { target: truncate(named), has: layers };
		const found = [...paths].filter(matches);
		const other = found.find((path) => !isLinear(path));
		if (other !== undefined)
			throw fieldError(
				field,
				say(
					'{target} matches {other}, which is not a linear layer of the decoder. Choose among {has}.',
					{ ...facts, other },
				),
			);
		if (found.length === 0)
			throw fieldError(field, say('no layer matches {target}. Choose among {has}.', facts));
		found.forEach((path) => chosen.add(path));
	};
	if (typeof targets !== 'string')
		// peft ignores names of a list that no layer of this model has.
		choose(targets.join(', '), (path) =>
			targets.some((target) => `.${path}`.endsWith(`.${target}`)),
		);
	else if (targets.toLowerCase() === allLinear) choose(targets, isLinear);
	else {
		const whole = expression(field, targets);
		choose(targets, (path) => whole.test(path));
	}
	return modules.filter(({ path }) => chosen.has(path));
}

/** The value of the first pattern that matches the end of a layer's name, as in peft. */
export function patternValue<T>(
	name: 'rankPattern' | 'alphaPattern',
	pattern: Readonly<Record<string, T>> | undefined,
	path: string,
): T | undefined {
	const found = Object.entries(pattern ?? {}).find(([key]) =>
		expression(`adapter.${name}`, key, '(?:.*\\.)?').test(path),
	);
	return found?.[1];
}

/** Throws InputError if a target or a pattern fits no layer. peft and `adapterOf` ignore it. */
export function requirePatterns(model: AdaptedModel, settings: AdapterSettings): void {
	const paths = targetModules(model, settings).map(({ path }) => path);
	if (typeof settings.targets === 'object')
		for (const target of settings.targets) targetModules(model, { targets: [target] });
	const ends = new Set(paths.map((path) => path.split('.').at(-1)));
	for (const name of ['rankPattern', 'alphaPattern'] as const)
		for (const key of Object.keys(settings[name] ?? {}))
			if (paths.every((path) => patternValue(name, { [key]: 1 }, path) === undefined))
				throw fieldError(
					`adapter.${name}`,
					say(
						'{key} matches no layer that has an adapter. Those are {ends}. Correct or remove it under Settings.',
						{ key: truncate(key), ends: [...ends].join(', ') },
					),
				);
}

/** Unsloth writes five. More could take the engine years: a link can contain any expression. */
const mostRepetitions = 5;

/** An expression that both languages read alike. Throws InputError for a form of Python's. */
function expression(field: string, pattern: string, prefix = ''): RegExp {
	const value = truncate(pattern);
	const repetitions = pattern.match(/[*+{]/g) ?? [];
	if (repetitions.length > mostRepetitions || /\)[*+{]/.test(pattern))
		throw fieldError(
			field,
			say(
				'{value} repeats too much: at most {mostRepetitions} times, and no groups. Write the names of the layers instead.',
				{ value, mostRepetitions },
			),
		);
	const unescaped = pattern.replace(/\\[^AZ]/g, '_');
	const unread = /\\[AZ]|\(\?(?:[a-zA-Z-]+[:)]|P|[>(#])|[*+?}]\+|\{,/.exec(unescaped);
	if (unread)
		throw fieldError(
			field,
			say(
				'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
				{ value, unread: unread[0] },
			),
		);
	try {
		return new RegExp(`^${prefix}(?:${pattern})$`);
	} catch {
		throw fieldError(field, say('{value} is not a regular expression. Correct it.', { value }));
	}
}

const toPath = (name: string): string => name.replace(/\.(weight|bias)$/, '');

/** The matrices of the decoder's layers. */
function linearModules(specs: readonly TensorSpec[]): LinearModule[] {
	const byPath = new Map<string, TensorSpec[]>();
	for (const spec of specs) {
		if (spec.shape.length !== 2 || !/^layer\d+\./.test(spec.role)) continue;
		const path = toPath(spec.name);
		byPath.set(path, [...(byPath.get(path) ?? []), spec]);
	}
	return [...byPath].map(([path, parts]) => ({
		path,
		inner: parts[0].shape[1],
		out: parts.reduce((sum, { shape }) => sum + shape[0], 0),
		parts,
	}));
}

/** The row in the layer of the checkpoint at which row `out` of a part is stored. */
export function storedRow({ shape: [, inner], stored }: TensorSpec, out: number): number {
	if (!stored) return out;
	const at = stored.at(out * inner);
	return stored.isTransposed ? at : at / inner;
}

/** The targets as names for peft: their last parts if these name no other layer, else whole. */
export function targetNames(
	model: AdaptedModel,
	settings: Pick<AdapterSettings, 'targets'>,
): string[] {
	const lastPart = ({ path }: LinearModule) => path.split('.').at(-1);
	const chosen = targetModules(model, settings);
	const ends = new Set(chosen.map(lastPart));
	const all = targetModules(model, { targets: allLinear });
	const named = all.filter((module) => ends.has(lastPart(module)));
	if (named.length > chosen.length) return chosen.map(({ path }) => path);
	return [...ends].map(String);
}
