/**
 * The interface of an architecture: it maps a Hugging Face config.json and tensor names to the
 * decoder.
 */
import { InputError } from '#core/errors.ts';
import type { DecoderConfig, TensorSpec } from './decoder.ts';

/** [name in the checkpoint, role in the decoder, shape] */
export type NamedTensor = readonly [string, string, readonly number[]];
export type ConfigJson = { readonly [key: string]: unknown };

/** Reads fields of config.json. A field without a fallback is required. Errors name the field. */
export interface ConfigFields {
	/** From 1 to `most`. The bound limits what the lab builds before it reads the weights. */
	integer(name: string, fallback?: number, most?: number): number;
	number(name: string, fallback?: number): number;
	flag(name: string, fallback: boolean): boolean;
	/** Requires this value. The field may be absent if `fallback` equals it. */
	equals(name: string, value: string | boolean, fallback?: string | boolean): void;
	wrong(name: string, what: string): InputError;
}

export interface Architecture {
	readonly id: string;
	/** config.json's model_type. */
	readonly modelType: string;
	/** config.json's architectures[0], for written models. */
	readonly className: string;
	readonly config: (json: ConfigJson, field: ConfigFields) => DecoderConfig;
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

export function configFields(json: ConfigJson): ConfigFields {
	const wrong = (name: string, what: string) =>
		new InputError(`config.json: ${name} is ${JSON.stringify(json[name])}: ${what}.`, {
			file: 'config.json',
			field: name,
		});
	const number = (name: string, fallback?: number) => {
		const value = json[name] ?? fallback;
		if (typeof value !== 'number' || !Number.isFinite(value))
			throw wrong(name, 'a number is needed');
		return value;
	};
	return {
		wrong,
		number,
		integer(name, fallback, most = 2 ** 31 - 1) {
			const value = number(name, fallback);
			if (!Number.isInteger(value) || value < 1 || value > most)
				throw wrong(name, `a whole number from 1 to ${most} is needed`);
			return value;
		},
		flag(name, fallback) {
			const value = json[name] ?? fallback;
			if (typeof value !== 'boolean') throw wrong(name, 'true or false is needed');
			return value;
		},
		equals(name, expected, fallback) {
			if ((json[name] ?? fallback) !== expected)
				throw wrong(name, `only ${JSON.stringify(expected)} is known here`);
		},
	};
}
