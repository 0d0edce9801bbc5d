/** An architecture maps a Hugging Face config.json and tensor names to the decoder. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import { checkedBy, mustBe } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import type { DecoderConfig, TensorSpec } from './decoder.ts';

/** [name in the checkpoint, role in the decoder, shape] */
export type NamedTensor = readonly [string, string, readonly number[]];
export type ConfigJson = { readonly [key: string]: unknown };

export interface Architecture {
	readonly id: string;
	/** config.json's model_type. */
	readonly modelType: string;
	/** config.json's architectures[0], for written models. */
	readonly className: string;
	readonly config: (json: ConfigJson) => DecoderConfig;
	readonly tensors: (config: DecoderConfig) => readonly NamedTensor[];
}
export const defineArchitecture = (architecture: Architecture): Architecture => architecture;

/** The checkpoint's tensors, in the order of the flat vector. */
export function tensorSpecs(architecture: Architecture, config: DecoderConfig): TensorSpec[] {
	let offset = 0;
	return architecture.tensors(config).map(([name, role, shape]) => {
		const size = shape.reduce((product, n) => product * n, 1);
		const spec = { name, role, shape, offset, size };
		offset += size;
		return spec;
	});
}

/** A field of config.json that is one value for every model that the decoder computes. */
export const only = <const T extends string | number | boolean>(expected: T) =>
	v.literal(expected, mustBe(`${JSON.stringify(expected)}, the only supported value`));

/** Throws InputError with the field. */
export const checkedConfig = <const T extends v.GenericSchema>(schema: T, json: ConfigJson) =>
	checkedBy(
		schema,
		json,
		'',
		(field, message) =>
			new InputError(
				sentence`config.json: ${field}: ${message} Choose another model, or export this one
					again.`,
				{ file: 'config.json', field },
			),
	);
