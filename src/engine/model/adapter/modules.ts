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
	if (targets === allLinear) choose(targets, isLinear);
	// peft ignores names of a list that no layer of this model has.
	else
		choose(targets.join(', '), (path) =>
			targets.some((target) => `.${path}`.endsWith(`.${target}`)),
		);
	return modules.filter(({ path }) => chosen.has(path));
}

/** Throws InputError if a target fits no layer. peft and `adapterOf` ignore it. */
export function requireTargets(model: AdaptedModel, settings: AdapterSettings): void {
	const { targets } = settings;
	if (typeof targets === 'object')
		for (const target of targets) targetModules(model, { targets: [target] });
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
