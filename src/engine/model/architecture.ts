/** An architecture maps a Hugging Face config.json and tensor names to the decoder. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, mustBe } from '#engine/core/fields.ts';
import { isObject } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import { quote } from '#engine/core/text.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import {
	checkpointTensors,
	llamaNames,
	type CheckpointNames,
	type NamedTensor,
} from './checkpointTensors.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import type { TensorSpec } from './tensors.ts';

export const defaultHead = 'lm_head.weight';
export type ConfigJson = { readonly [key: string]: unknown };

export interface Architecture {
	/** config.json's model_type. */
	readonly modelType: string;
	/** config.json's architectures[0], for written models. */
	readonly className: string;
	/** Checkpoints of the model without its head have names without it. Default: `model.`. */
	readonly prefix?: string;
	/** The output matrix of untied models. Default: `defaultHead`. */
	readonly head?: string;
	/** Constants in older checkpoints, such as masks, that the model does not need. */
	readonly constants?: RegExp;
	/** The layers with an adapter, as in peft. Default: `q_proj`, `v_proj`. */
	readonly adapterTargets?: readonly string[];
	readonly config: (json: ConfigJson) => DecoderConfig;
	readonly tensors: (config: DecoderConfig) => readonly NamedTensor[];
}

/**
 * `schema`: of the fields of config.json that `config` reads. Others are ignored. `aliases`: other
 * names of fields, which count before the field, as in transformers. `names`: Llama's by default.
 */
export const defineArchitecture = <const Schema extends v.GenericSchema>({
	schema,
	aliases = {},
	config,
	names = llamaNames,
	...architecture
}: Omit<Architecture, 'config' | 'tensors'> & {
	readonly schema: Schema;
	readonly aliases?: { readonly [alias: string]: string };
	readonly config: (fields: v.InferOutput<Schema>, json: ConfigJson) => DecoderConfig;
	readonly names?: CheckpointNames;
}): Architecture => ({
	...architecture,
	config: (read) => {
		const json: Record<string, unknown> = { ...read };
		for (const [alias, name] of Object.entries(aliases)) json[name] = read[alias] ?? read[name];
		return config(checkedConfig(schema, json), json);
	},
	tensors: (read) => checkpointTensors(read, names, architecture.head ?? defaultHead),
});

/** The checkpoint's tensors, in the order of the flat vector. */
export function tensorSpecs(architecture: Architecture, config: DecoderConfig): TensorSpec[] {
	let offset = 0;
	return architecture.tensors(config).map(([name, role, shape, stored]) => {
		const size = sizeOf(shape);
		const spec = { name, role, shape, offset, size, ...(stored && { stored }) };
		offset += size;
		return spec;
	});
}

/** A field of config.json that is one value for every model that the decoder computes. */
export const only = <const T extends string | number | boolean>(expected: T) =>
	v.literal(expected, mustBe(onlyValue(expected)));
const onlyValue = (expected: unknown) =>
	say('{expected}, the only supported value', { expected: JSON.stringify(expected) });
/** The message of `only`, for a value that other fields decide. */
export const mustBeOnly = (expected: number, found: unknown): Message =>
	say('must be {what}, not {input}.', { what: onlyValue(expected), input: quote(found) });

/** The error of a config whose list of layers has another length than the model. */
export const layerMismatch = (field: string, found: number, layers: number) =>
	new InputError(
		say(
			'config.json: {field} is about {found} layers, but the model has {layers}. Download or export the model again.',
			{ field, found, layers },
		),
		{ file: 'config.json', field },
	);

/** The error of a field of config.json. */
export const wrongField = (field: string, message: Message) =>
	new InputError(
		say('config.json: {field}: {message} Choose another model, or export this one again.', {
			field,
			message,
		}),
		{ file: 'config.json', field },
	);

/** Throws InputError with the field. */
function checkedConfig<const T extends v.GenericSchema>(schema: T, json: ConfigJson) {
	if (isObject(json['quantization_config']))
		throw wrongField(
			'quantization_config',
			say('the weights are quantised, and the lab reads plain numbers.'),
		);
	// transformers lets each token see those after it, too: null and 0 are false there.
	if (json['is_causal'] !== undefined && json['is_causal'] !== true)
		throw wrongField(
			'is_causal',
			say(
				'each token sees the tokens after it, and the lab trains models that see the tokens before it.',
			),
		);
	return checkedBy(schema, json, '', wrongField);
}
