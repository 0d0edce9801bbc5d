/** Fields of config.json that several architectures share. Null stands for an absent field. */
import * as v from 'valibot';
import {
	between,
	flag,
	list,
	mustBe,
	number,
	oneOf,
	openObject,
	toIssue,
	whole,
} from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { layerMismatch, only, wrongField } from './architecture.ts';
import type { Activation } from './layerParts.ts';
import type { RotaryScaling } from './decoderConfig.ts';

export const positive = whole(1, 2 ** 31 - 1);
/** The bounds limit the decoder before the weights are read. */
export const layerCount = whole(1, 1000);
export const above0 = number(
	say('a number above 0'),
	(value) => value > 0 && Number.isFinite(value),
);
/** Rows of zeros, as beyond the end of a pack, would have gradients that are not finite with 0. */
export const epsilon = between(1e-20, 1);
export const flagOr = (absent: boolean) => v.nullish(flag, absent);
/** A field that must be absent, null or this value. */
export const absentOr = <const T extends string | number | boolean>(value: T) =>
	v.nullish(only(value));
/** A field that must be absent or null. */
export const absent = v.nullish(v.null(mustBe(say('null: the lab does not compute this'))));

/** `absent`: the token of a config without the field. null: none. */
export const pad = (absent: number | null) =>
	v.optional(v.nullable(whole(-(2 ** 31), 2 ** 31 - 1)), absent);
/**
 * The pad token of architectures whose embedding has a `padding_idx` in transformers. A negative
 * one counts from the end. Throws InputError if the vocabulary lacks it.
 */
export function readPad(pad: number | null, vocabulary: number): { readonly padToken?: number } {
	if (pad === null) return {};
	const padToken = pad < 0 ? vocabulary + pad : pad;
	if (padToken >= 0 && padToken < vocabulary) return { padToken };
	throw wrongField(
		'pad_token_id',
		say('token {pad} is not in the vocabulary of {vocabulary} tokens.', { pad, vocabulary }),
	);
}

/** The numbers of a head that are rotated. `field`: of the share. Throws InputError if odd. */
export function readRotated(headDim: number, share: number, field: string): number {
	const rotated = Math.floor(headDim * share);
	if (rotated % 2 === 0) return rotated;
	throw wrongField(
		field,
		say(
			'{share} of a head of {headDim} numbers rotates {rotated} of them, and the lab needs an even number.',
			{ headDim, share, rotated },
		),
	);
}

/** Tokens of a sequence. A browser trains short ones, and a table has a row for each position. */
const maxContext = 4096;
export const context = whole(1, 2 ** 20);
export const usedContext = (positions: number): number => Math.min(positions, maxContext);

/** The names of transformers. Several of them are one formula. */
const activations: { readonly [name: string]: Activation } = {
	silu: 'silu',
	swish: 'silu',
	relu: 'relu',
	gelu: 'gelu',
	gelu_new: 'geluTanh',
	gelu_fast: 'geluTanh',
	gelu_pytorch_tanh: 'geluTanh',
	gelu_accurate: 'geluTanh',
	gelu_python: 'gelu',
};
export const activation = v.pipe(
	oneOf(Object.keys(activations)),
	v.transform((name) => activations[name]),
);

/** transformers reads the kind from `rope_type`, and from `type` in older files. */
const kinds = oneOf(['default', 'linear', 'dynamic', 'llama3', 'yarn', 'longrope']);
const rotaryFields = {
	rope_type: v.nullish(kinds),
	type: v.nullish(kinds),
	rope_theta: v.nullish(above0),
	factor: v.nullish(above0),
	low_freq_factor: v.nullish(above0),
	high_freq_factor: v.nullish(above0),
	original_max_position_embeddings: v.nullish(positive),
	attention_factor: v.nullish(above0),
	beta_fast: v.nullish(above0),
	beta_slow: v.nullish(above0),
	truncate: v.optional(v.nullable(flag)),
	mscale: v.nullish(v.number()),
	mscale_all_dim: v.nullish(v.number()),
	short_factor: v.nullish(list(above0, say('numbers above 0'), 2 ** 15)),
};
export type Rotary = v.InferOutput<v.ObjectSchema<typeof rotaryFields, undefined>>;
const readKind = ({ rope_type, type }: Rotary) => rope_type ?? type ?? 'default';

/** `partial`: the field for the share of a head that is rotated. */
export const rotaryObjectWith = <const T extends v.GenericSchema>(partial: T) =>
	v.pipe(
		openObject({ ...rotaryFields, partial_rotary_factor: partial }),
		v.check(
			(rotary) =>
				typeof rotary.factor === 'number' ||
				['default', 'dynamic', 'longrope'].includes(readKind(rotary)),
			toIssue(say('must have a factor.')),
		),
		v.check(
			({ rope_type, type, factor }) =>
				typeof factor !== 'number' || typeof (rope_type ?? type) === 'string',
			toIssue(say('must have a rope_type beside its factor.')),
		),
		v.check(
			(rotary) => readKind(rotary) !== 'longrope' || Array.isArray(rotary.short_factor),
			toIssue(say('must have a short_factor.')),
		),
	);
export const rotaryObject = rotaryObjectWith(absentOr(1));

/** `rope_scaling`, unless empty, is read alone. */
export const chooseAngles = <T extends object>(fields: {
	readonly rope_scaling?: T | null | undefined;
	readonly rope_parameters?: T | null | undefined;
}): T | null | undefined =>
	[fields.rope_scaling, fields.rope_parameters].find(
		(angles) => Object.keys(angles ?? {}).length > 0,
	);

/** The fields around the angles. `original_…` counts before the same field of `rope_scaling`. */
export interface Positions {
	readonly max_position_embeddings: number;
	readonly original_max_position_embeddings?: number | null | undefined;
}

/** The lab's context, and how its angles are scaled. */
export function scaledContext(
	rotary: Rotary | null | undefined,
	{ max_position_embeddings: positions, original_max_position_embeddings: outer }: Positions,
): { readonly context: number; readonly rotaryScaling?: RotaryScaling } {
	const factor = rotary?.factor ?? 1;
	const original = outer ?? rotary?.original_max_position_embeddings ?? positions;
	const context = usedContext(positions);
	const kind = rotary ? readKind(rotary) : 'default';
	// `dynamic` changes angles only beyond max_position_embeddings, which the lab never reaches.
	if (!rotary || kind === 'default' || kind === 'dynamic') return { context };
	const { attention_factor: stated } = rotary;
	switch (kind) {
		case 'linear':
			return { context, rotaryScaling: { kind, factor } };
		case 'llama3': {
			const { low_freq_factor: low, high_freq_factor: high } = rotary;
			const [lowFactor, highFactor] = [low ?? 1, high ?? 4];
			return { context, rotaryScaling: { kind, factor, lowFactor, highFactor, original } };
		}
		case 'yarn': {
			const { beta_fast, beta_slow, truncate, mscale, mscale_all_dim } = rotary;
			const scaled = (by: number) => (factor > 1 ? 0.1 * by * Math.log(factor) + 1 : 1);
			const attention =
				mscale && mscale_all_dim ? scaled(mscale) / scaled(mscale_all_dim) : scaled(1);
			const scaling = {
				factor,
				fast: beta_fast ?? 32,
				slow: beta_slow ?? 1,
				original,
				// null is false there.
				isTruncated: truncate === undefined || truncate === true,
				attention: stated ?? attention,
			};
			return { context, rotaryScaling: { kind, ...scaling } };
		}
		case 'longrope': {
			const stretch = rotary.factor ?? positions / original;
			const attention = stretch > 1 ? Math.sqrt(1 + Math.log(stretch) / Math.log(original)) : 1;
			// A longer sequence would have other angles at all of its positions.
			return {
				context: Math.min(context, original),
				rotaryScaling: { kind, factors: rotary.short_factor!, attention: stated ?? attention },
			};
		}
	}
}

const layerKinds = oneOf(['full_attention', 'sliding_attention']);
export const layerTypes = v.nullish(list(layerKinds, say('kinds of layers'), 1000));

/** The fields of Qwen. */
export const windowFields = {
	use_sliding_window: flagOr(false),
	sliding_window: v.nullish(positive, 4096),
	max_window_layers: v.nullish(v.number(), 28),
	layer_types: layerTypes,
};
type Fields = v.InferOutput<v.ObjectSchema<typeof windowFields, undefined>> & {
	readonly num_hidden_layers: number;
};

/** Qwen: without a list the layers from `max_window_layers` on have a window. */
export const readWindows = (c: Fields): { readonly windows?: readonly number[] } =>
	c.use_sliding_window
		? { windows: layerWindows(c, c.sliding_window, (i) => i >= c.max_window_layers) }
		: {};

/**
 * The window of each layer in tokens, 0: none. `hasWindow`: of a config without a list. Throws
 * InputError unless each layer has a kind.
 */
export function layerWindows(
	{
		layer_types: types,
		num_hidden_layers: length,
	}: Pick<Fields, 'layer_types' | 'num_hidden_layers'>,
	window: number,
	hasWindow: (layer: number) => boolean,
): number[] {
	if (types && types.length !== length) throw layerMismatch('layer_types', types.length, length);
	return Array.from({ length }, (_, i) =>
		(types ? types[i] === 'sliding_attention' : hasWindow(i)) ? window : 0,
	);
}
