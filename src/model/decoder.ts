/**
 * The decoder: token embedding → layers → RMSNorm → logits. A layer adds attention(RMSNorm(x)) and
 * then SwiGLU(RMSNorm(x)) to the residual stream. architectures/ maps a checkpoint's tensors to
 * roles.
 */
import type * as tf from '@tensorflow/tfjs-core';
import {
	gatherRows,
	linear,
	rmsNorm,
	rotary,
	swiGlu,
	type AttentionOptions,
	type GatherIndex,
} from '#gpu/kernels.ts';

export interface DecoderConfig {
	readonly vocabulary: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly keyValueHeads: number;
	readonly headDim: number;
	/** Inner width of the gated unit. */
	readonly hidden: number;
	readonly normEpsilon: number;
	readonly rotaryBase: number;
	/** Maximum tokens per sequence. */
	readonly context: number;
	/** The output matrix is the embedding matrix. */
	readonly tied: boolean;
}

/** A parameter tensor: its name in the checkpoint, its role, and its offset in the flat vector. */
export interface TensorSpec {
	readonly name: string;
	readonly role: string;
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
}
/** A checkpoint's tensors by role (`embedding`, `layer0.query`, …). Matrices are [out, in]. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/**
 * Attention of one layer: q [tokens, heads · headDim], k, v [tokens, keyValueHeads · headDim] →
 * [tokens, heads · headDim]. The caller chooses which tokens see which: a pack, or a cache.
 */
export type Attend = (
	layer: number,
	q: tf.Tensor2D,
	k: tf.Tensor2D,
	v: tf.Tensor2D,
	heads: Omit<AttentionOptions, 'first' | 'last'>,
) => tf.Tensor2D;

export interface DecoderInputs {
	/** [tokens]: rows of the embedding. */
	readonly tokens: GatherIndex;
	/** [tokens]: counts from 0 in each sequence. */
	readonly positions: tf.Tensor1D;
	readonly attend: Attend;
}

/**
 * The last normalised hidden state of every token: [tokens, width]. `table`: see rotary.
 * `wrapLayer`: gradient checkpointing, which recomputes a layer for the backward pass.
 */
export function hiddenStates(
	config: DecoderConfig,
	weights: Weights,
	inputs: DecoderInputs,
	table: tf.Tensor2D,
	wrapLayer: (layer: Layer) => Layer = (layer) => layer,
): tf.Tensor2D {
	const gain = (role: string) => weights.get(role) as tf.Tensor1D;
	let x = gatherRows(weights.get('embedding')!, inputs.tokens);
	for (let i = 0; i < config.layers; i++) {
		const tensors = layerRoles.map((role) => weights.get(`layer${i}.${role}`)!);
		const layer: Layer = (x, ...tensors) => decoderLayer(config, i, x, tensors, inputs, table);
		x = wrapLayer(layer)(x, ...tensors);
	}
	return rmsNorm(x, gain('finalNorm'), config.normEpsilon);
}

/** Residual stream [tokens, width], tensors in the order of `layerRoles` → the new stream. */
export type Layer = (x: tf.Tensor2D, ...tensors: tf.Tensor[]) => tf.Tensor2D;

const layerRoles = [
	'attentionNorm',
	'query',
	'key',
	'value',
	'output',
	'feedForwardNorm',
	'gate',
	'up',
	'down',
] as const;

function decoderLayer(
	{ heads, keyValueHeads, normEpsilon }: DecoderConfig,
	layer: number,
	x: tf.Tensor2D,
	tensors: readonly tf.Tensor[],
	{ positions, attend }: DecoderInputs,
	table: tf.Tensor2D,
): tf.Tensor2D {
	const matrix = (role: (typeof layerRoles)[number]) =>
		tensors[layerRoles.indexOf(role)] as tf.Tensor2D;
	const gain = (role: (typeof layerRoles)[number]) =>
		tensors[layerRoles.indexOf(role)] as tf.Tensor1D;

	const normed = rmsNorm(x, gain('attentionNorm'), normEpsilon);
	const q = rotary(linear(normed, matrix('query')), positions, table, heads);
	const k = rotary(linear(normed, matrix('key')), positions, table, keyValueHeads);
	const v = linear(normed, matrix('value'));
	const mixed = attend(layer, q, k, v, { heads, keyValueHeads });
	const attended = linear(mixed, matrix('output'), x);

	const inner = rmsNorm(attended, gain('feedForwardNorm'), normEpsilon);
	const gated = swiGlu(linear(inner, matrix('gate')), linear(inner, matrix('up')));
	return linear(gated, matrix('down'), attended);
}

/** The matrix for the logits: [vocabulary, width]. */
export const outputMatrix = (config: DecoderConfig, weights: Weights): tf.Tensor2D =>
	weights.get(config.tied ? 'embedding' : 'head') as tf.Tensor2D;
