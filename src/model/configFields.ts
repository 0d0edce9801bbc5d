/** Fields of config.json that several architectures share. Null stands for an absent field. */
import * as v from 'valibot';
import { mustBe, number, oneOf, openObject, whole } from '#core/fields.ts';
import { only } from './architecture.ts';
import type { Activation } from './layerParts.ts';
import type { RotaryScaling } from './rotaryTables.ts';

export const positive = whole(1, 2 ** 31 - 1);
/** The bounds limit the decoder before the weights are read. */
export const layerCount = whole(1, 1000);
export const above0 = number('a number above 0', (value) => value > 0 && Number.isFinite(value));
export const epsilon = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
export const flag = v.boolean(mustBe('true or false'));
export const flagOr = (absent: boolean) => v.nullish(flag, absent);
/** A field that must be absent, null or this value. */
export const absentOr = <const T extends string | number | boolean>(value: T) =>
	v.nullish(only(value));
/** A field that must be absent or null. */
export const absent = v.nullish(v.null(mustBe('null: the lab does not compute this')));

/** Tokens of a sequence. A browser trains short ones, and a table has a row for each position. */
const maxContext = 4096;
export const contextField = whole(1, 2 ** 20);
export const usedContext = (positions: number): number => Math.min(positions, maxContext);

/** The names of transformers. Three of them are one formula. */
const activations: { readonly [name: string]: Activation } = {
	silu: 'silu',
	swish: 'silu',
	relu: 'relu',
	gelu: 'gelu',
	gelu_new: 'geluTanh',
	gelu_fast: 'geluTanh',
	gelu_pytorch_tanh: 'geluTanh',
};
export const activationField = v.pipe(
	oneOf(Object.keys(activations)),
	v.transform((name) => activations[name]),
);

/** transformers reads the kind from `rope_type`, and from `type` in older files. */
const kinds = oneOf(['default', 'linear', 'dynamic', 'llama3', 'yarn']);
export const rotaryFields = {
	rope_type: v.nullish(kinds),
	type: v.nullish(kinds),
	rope_theta: v.nullish(above0),
	partial_rotary_factor: absentOr(1),
	factor: v.nullish(above0),
	low_freq_factor: v.nullish(above0),
	high_freq_factor: v.nullish(above0),
	original_max_position_embeddings: v.nullish(positive),
	attention_factor: v.nullish(above0),
	beta_fast: v.nullish(above0),
	beta_slow: v.nullish(above0),
	truncate: v.nullish(flag),
	mscale: absent,
	mscale_all_dim: absent,
};
export const rotaryObject = v.pipe(
	openObject(rotaryFields),
	v.check(
		({ rope_type, type, factor }) =>
			typeof factor === 'number' || ['default', 'dynamic'].includes(rope_type ?? type ?? 'default'),
		'must have a factor.',
	),
	v.check(
		({ rope_type, type, factor }) =>
			typeof factor !== 'number' || typeof (rope_type ?? type) === 'string',
		'must have a rope_type beside its factor.',
	),
);
type Rotary = v.InferOutput<v.ObjectSchema<typeof rotaryFields, undefined>>;
type RotaryObject = Omit<Rotary, 'partial_rotary_factor'>;

/** `positions`: config.json's max_position_embeddings. */
export function rotaryScalingOf(
	rotary: RotaryObject | null | undefined,
	positions: number,
): RotaryScaling | undefined {
	const factor = rotary?.factor ?? 1;
	const original = rotary?.original_max_position_embeddings ?? positions;
	switch (rotary?.rope_type ?? rotary?.type ?? 'default') {
		case 'linear':
			return { kind: 'linear', factor };
		case 'llama3':
			return {
				kind: 'llama3',
				factor,
				lowFactor: rotary?.low_freq_factor ?? 1,
				highFactor: rotary?.high_freq_factor ?? 4,
				original,
			};
		case 'yarn':
			return {
				kind: 'yarn',
				factor,
				fast: rotary?.beta_fast ?? 32,
				slow: rotary?.beta_slow ?? 1,
				original,
				isTruncated: rotary?.truncate ?? true,
				attention: rotary?.attention_factor ?? (factor > 1 ? 0.1 * Math.log(factor) + 1 : 1),
			};
		default:
			// `dynamic` changes angles only beyond max_position_embeddings, which the lab never reaches.
			return undefined;
	}
}
