/**
 * An adapter as peft 0.21 saves it: adapter_config.json (LoraConfig) and the trained tensors in
 * adapter_model.safetensors.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, list, mustBe, oneOf, openObject, share, text } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { parseJson } from '#engine/core/json.ts';
import { quote, truncate } from '#engine/core/text.ts';
import { only } from '../architecture.ts';
import { adapterSettings, allLinear, type AdapterSettings } from '../adapterSettings.ts';
import { flagOr } from '../configFields.ts';
import { weightReader } from '../folder.ts';
import {
	bytesOfType,
	numberTypes,
	readNumbers,
	readSafetensors,
	type StoredTensor,
} from '../safetensors.ts';
import { writeWeights } from '../stored.ts';
import { makeAdapter } from './adapter.ts';
import type { AdaptedModel } from './modules.ts';

export const adapterConfigFile = 'adapter_config.json';
export const adapterWeightsFile = 'adapter_model.safetensors';

/** A base as peft names it: a folder, or an address on the hub and its revision. */
export interface BaseName {
	readonly path: string;
	readonly revision?: string | undefined;
}

/** `flat`: the trained numbers. The folder has no card. */
export async function writeAdapterFolder(
	model: AdaptedModel,
	settings: AdapterSettings,
	flat: Float32Array,
	base: BaseName,
): Promise<Map<string, string | Blob>> {
	const { modules, specs } = makeAdapter(model, settings);
	const isTransposed = modules.some(({ parts }) => parts[0].stored?.isTransposed);
	const config = {
		peft_type: 'LORA',
		task_type: 'CAUSAL_LM',
		base_model_name_or_path: base.path,
		revision: base.revision ?? null,
		r: settings.rank,
		lora_alpha: settings.alpha,
		lora_dropout: settings.dropout ?? 0,
		use_rslora: settings.rankStabilised ?? false,
		use_dora: settings.dora ?? false,
		// Whole names: they mean the same layers in every version of peft.
		target_modules: modules.map(({ path }) => path),
		bias: 'none',
		fan_in_fan_out: isTransposed,
		inference_mode: true,
		init_lora_weights: true,
		modules_to_save: null,
	};
	const weights = await writeWeights(specs, weightReader({ specs, weights: flat }));
	return new Map<string, string | Blob>([
		[adapterConfigFile, `${JSON.stringify(config, null, 2)}\n`],
		[adapterWeightsFile, weights],
	]);
}

/** A field that must be absent, null, false or empty: the lab does not train what it asks for. */
const unused = v.nullish(
	v.custom<unknown>(
		(value) => value === false || (typeof value === 'object' && Object.keys(value!).length === 0),
		mustBe(say('absent, null or empty: the lab does not train this')),
	),
);
const unusedNames =
	'rank_pattern alpha_pattern modules_to_save exclude_modules layers_to_transform ' +
	'layer_replication lora_bias use_qalora target_parameters trainable_token_indices ' +
	'alora_invocation_tokens use_bdlora arrow_config kasa_config velora_config monteclora_config';

const { rank, alpha } = adapterSettings.entries;

const schema = openObject({
	peft_type: only('LORA'),
	base_model_name_or_path: v.fallback(v.nullish(v.string()), undefined),
	task_type: v.nullish(only('CAUSAL_LM')),
	r: rank,
	lora_alpha: alpha,
	lora_dropout: v.nullish(share, 0),
	use_rslora: flagOr(false),
	use_dora: flagOr(false),
	target_modules: v.union(
		[text(1000), list(text(200), say('names of layers'), 10_000)],
		mustBe(say('names of layers or a regular expression')),
	),
	bias: v.nullish(oneOf(['none'])),
	init_lora_weights: v.nullish(
		v.custom<unknown>(
			(start) => [true, false, 'gaussian', 'orthogonal', 'eva', 'mica'].includes(start as string),
			mustBe(
				say(
					'a start that keeps the base’s weights (peft saves others as such with path_initial_model_for_weight_conversion)',
				),
			),
		),
	),
	...Object.fromEntries(unusedNames.split(' ').map((name) => [name, unused])),
});

/** The layers of tensors by their names: `base_model.model.LAYER.lora_A.weight`. */
export const layersOf = (names: Iterable<string>): string[] => [
	...new Set(
		Array.from(names, (name) => name.replace(/^base_model\.model\./, '').split('.lora_')[0]),
	),
];

/**
 * The settings of an adapter_config.json, and the base that it names. `layers`: those that have
 * tensors, in place of a regular expression. Throws InputError with the field.
 */
export function readAdapterConfig(
	bytes: Uint8Array,
	layers: string[],
): { readonly settings: AdapterSettings; readonly base?: string } {
	const fail = (field: string, message: Message) =>
		new InputError(
			say('{adapterConfigFile}: {field}: {message} Choose another adapter.', {
				adapterConfigFile,
				field,
				message,
			}),
			{ file: adapterConfigFile, field },
		);
	const json = parseJson(new TextDecoder().decode(bytes), (fault) =>
		fail('content', say('it is {fault}.', { fault })),
	);
	const c = checkedBy(schema, json, '', fail);
	const base = c.base_model_name_or_path;
	const settings = {
		rank: c.r,
		alpha: c.lora_alpha,
		...(c.lora_dropout > 0 && { dropout: c.lora_dropout }),
		...(c.use_rslora && { rankStabilised: true }),
		...(c.use_dora && { dora: true }),
		targets: readTargets(c.target_modules, layers),
	};
	return { settings, ...(base && { base }) };
}

function readTargets(
	targets: string | string[],
	layers: string[],
): AdapterSettings['targets'] & {} {
	if (typeof targets !== 'string') return targets;
	return targets.toLowerCase() === allLinear ? allLinear : layers;
}

/**
 * The adapter's numbers for `model`, in the order of `makeAdapter`. Throws InputError if the file
 * was made for another base or with other settings. `base`: the one for which it was made.
 */
export function readAdapterWeights(
	model: AdaptedModel,
	settings: AdapterSettings,
	file: Uint8Array,
	base?: string,
): Float32Array {
	const wrong = (tensor: string, what: Message) => wrongTensor(tensor, what, base);
	const { specs, size } = makeAdapter(model, settings);
	const tensors = readSafetensors(file, adapterWeightsFile);
	const names = new Set(specs.map(({ name }) => name));
	const other = [...tensors.keys()].find((name) => !names.has(name));
	if (other !== undefined)
		throw wrong(
			other,
			say('belongs to no layer that {adapterConfigFile} names', { adapterConfigFile }),
		);
	const flat = new Float32Array(size);
	for (const { name, shape, offset, size: count, stored } of specs) {
		const numbers = parseNumbers(name, stored?.shape ?? shape, tensors.get(name), wrong);
		for (let i = 0; i < count; i++) flat[offset + i] = numbers[stored?.at(i) ?? i];
	}
	return flat;
}

function parseNumbers(
	name: string,
	shape: readonly number[],
	tensor: StoredTensor | undefined,
	wrong: (tensor: string, what: Message) => InputError,
): Float32Array {
	if (!tensor) throw wrong(name, say('is missing'));
	if (bytesOfType(tensor.dtype) === null)
		throw wrong(
			name,
			say('is {dtype}; the lab reads {numberTypes}', {
				dtype: truncate(tensor.dtype),
				numberTypes: numberTypes.join(', '),
			}),
		);
	if (tensor.shape.join() !== shape.join())
		throw wrong(
			name,
			say('has shape {shape}, and this base needs {needed}', {
				shape: quote(tensor.shape),
				needed: quote(shape),
			}),
		);
	const numbers = readNumbers(tensor);
	if (!numbers.every(Number.isFinite)) throw wrong(name, say('holds a number that is not finite'));
	return numbers;
}

const wrongTensor = (tensor: string, what: Message, base = '') =>
	new InputError(
		say(
			'{adapterWeightsFile}: tensor {tensor} {what}. Choose the model that the adapter was trained on{isNamed, select, true { ({base})} other {}}, or another adapter.',
			{
				adapterWeightsFile,
				tensor: truncate(tensor, 200),
				what,
				base: truncate(base, 200),
				isNamed: base !== '',
			},
		),
		{ file: adapterWeightsFile, tensor },
	);
