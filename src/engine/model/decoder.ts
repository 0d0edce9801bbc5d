/**
 * The decoder: token embedding → layers → norm → logits. A layer adds attention(norm(x)) and then
 * feedForward(norm(x)) to the residual stream. Its parts follow from the config, and from the
 * tensors that a checkpoint has: architectures/ maps those to roles.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
	addBias,
	gatherRows,
	placeRows,
	rmsNorm,
	rotary,
	scale,
	type GatherIndex,
	type HeadOptions,
	type OutputHead,
} from '#engine/gpu/kernels.ts';
import {
	adaptedLinear,
	type AdaptedLayer,
	type AdapterPlan,
	type Drop,
} from './adapter/product.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import { activated, gated, layerNorm } from './layerParts.ts';
import type { DecoderTables } from './decoderTables.ts';
import type { Weights } from './tensors.ts';

/**
 * Attention of one layer: q [tokens, heads · headDim], k, v [tokens, keyValueHeads · headDim] →
 * [tokens, heads · headDim]. The caller chooses which tokens see which: a pack, or a cache.
 */
export type Attend = (
	layer: number,
	q: tf.Tensor2D,
	k: tf.Tensor2D,
	v: tf.Tensor2D,
	options: AttendOptions,
) => tf.Tensor2D;

export interface AttendOptions extends HeadOptions {
	/** Only the tokens that predict have to see: the others' rows are not read. */
	readonly predictorsOnly: boolean;
}

export interface DecoderInputs {
	/** [tokens]: rows of the embedding. */
	readonly tokens: GatherIndex;
	/** [tokens]: counts from 0 in each sequence. */
	readonly positions: tf.Tensor1D;
	/** `positions` as rows of the learned ones; null: the decoder has none. */
	readonly learnedPositions: GatherIndex | null;
	readonly attend: Attend;
	/** Dropout before adapters, in a training step. */
	readonly drop?: Drop | undefined;
	/** [targets]: the tokens that predict. The last layer computes little for the others. */
	readonly predictors?: GatherIndex | undefined;
}

export interface HiddenOptions {
	readonly adapter?: AdapterPlan | undefined;
	/** Gradient checkpointing, which recomputes a layer for the backward pass. */
	readonly wrapLayer?: ((layer: Layer) => Layer) | undefined;
}

/** The last normalised hidden states: of the predictors [targets, width], or of all tokens. */
export function hiddenStates(
	config: DecoderConfig,
	weights: Weights,
	inputs: DecoderInputs,
	tables: DecoderTables,
	{ adapter, wrapLayer = (layer) => layer }: HiddenOptions = {},
): tf.Tensor2D {
	const { predictors } = inputs;
	let x = embedded(config, weights, inputs);
	for (let i = 0; i < config.layers; i++) {
		const layerWeights = [...weights].filter(([role]) => role.startsWith(`layer${i}.`));
		// Roles can share a tensor, whose gradient must be counted once.
		const unique = [...new Set(layerWeights.map(([, tensor]) => tensor))];
		const layer: Layer = (x, ...tensors) => {
			const parts = new Map(
				layerWeights.map(([role, tensor]) => [role.split('.')[1], tensors[unique.indexOf(tensor)]]),
			);
			const matrix = (role: string) => adapter!.modules.get(`layer${i}.${role}`)!;
			const adapted = { parts, matrix, drop: inputs.drop, products: new Map() };
			// The mask of dropout depends on the row, so no row is left out then.
			const rows = i === config.layers - 1 && !inputs.drop ? predictors : undefined;
			return decoderLayer({ config, inputs, tables, index: i, parts, adapted, rows }, x);
		};
		x = wrapLayer(layer)(x, ...unique);
	}
	const hidden = normalise(config, tables, x, weights, 'finalNorm');
	return predictors ? gatherRows(hidden, predictors) : hidden;
}

function embedded(
	{ embeddingScale }: DecoderConfig,
	weights: Weights,
	{ tokens, learnedPositions }: DecoderInputs,
): tf.Tensor2D {
	const rows = gatherRows(weights.get('embedding')!, tokens);
	const x = embeddingScale === undefined ? rows : scale(rows, embeddingScale);
	if (!learnedPositions) return x;
	return tf.add(x, gatherRows(weights.get('positions')!, learnedPositions));
}

export type { Drop };

/** Residual stream [tokens, width], the layer's tensors → the new stream. */
export type Layer = (x: tf.Tensor2D, ...tensors: tf.Tensor[]) => tf.Tensor2D;

interface LayerContext {
	readonly config: DecoderConfig;
	readonly inputs: DecoderInputs;
	readonly tables: DecoderTables;
	/** Number of the layer, from 0. */
	readonly index: number;
	/**
	 * The tensors by role. All layers have `query`, `key`, `value`, `output`, `up` and `down`. Some
	 * have a `gate`, a `Bias` of these, gains `attentionNorm` and `feedForwardNorm` of what is read,
	 * `queryNorm` and `keyNorm` of each head [headDim] or of all together, and `attendedNorm` and
	 * `fedNorm` of what is added.
	 */
	readonly parts: Weights;
	readonly adapted: AdaptedLayer;
	/** The rows of the new stream that are read. The others become 0. undefined: all are read. */
	readonly rows: GatherIndex | undefined;
}

function decoderLayer(layer: LayerContext, x: tf.Tensor2D): tf.Tensor2D {
	const { config, parts, rows } = layer;
	const mixed = attended(layer, normed(layer, x, 'attentionNorm'));
	const y = addedTo(layer, x, mixed, 'output', 'attendedNorm');
	// After the norm: fewer rows would sum the gradient of its gain in another order.
	const read = (x: tf.Tensor2D) => (rows ? gatherRows(x, rows) : x);
	const inner = read(normed(layer, config.isParallel ? x : y, 'feedForwardNorm'));
	const unit = config.activation ?? 'silu';
	const active = parts.has('gate')
		? gated(unit, project(layer, inner, 'gate'), project(layer, inner, 'up'))
		: activated(unit, project(layer, inner, 'up'));
	const fed = addedTo(layer, read(y), active, 'down', 'fedNorm');
	return rows ? placeRows(fed, rows) : fed;
}

/** The heads' mixed values [tokens, heads · headDim]. */
function attended(layer: LayerContext, x: tf.Tensor2D): tf.Tensor2D {
	const { config, inputs, tables, index, rows } = layer;
	const { heads, keyValueHeads, attentionCap, windows } = config;
	const window = windows?.[index] ?? 0;
	const rotates = !config.layersWithoutPositions?.includes(index);
	const table = window > 0 ? tables.windowRotary : tables.rotary;
	const placed = (role: string, count: number) => {
		const y = normed(layer, project(layer, x, role), `${role}Norm`);
		return table && rotates ? rotary(y, inputs.positions, table, count) : y;
	};
	const attentionScale = scaleOf(config, index);
	const q = placed('query', heads);
	const k = placed('key', keyValueHeads);
	const v = project(layer, x, 'value');
	return inputs.attend(index, q, k, v, {
		heads,
		keyValueHeads,
		window,
		predictorsOnly: rows !== undefined,
		...(attentionScale !== undefined && { scale: attentionScale }),
		...(attentionCap !== undefined && { softCap: attentionCap }),
	});
}

/** The factor of a layer's scores. undefined: 1/√headDim. */
function scaleOf({ attentionScale, headDim, isScaledByLayer }: DecoderConfig, index: number) {
	if (!isScaledByLayer) return attentionScale;
	return (attentionScale ?? 1 / Math.sqrt(headDim)) / (index + 1);
}

/** x Wᵀ + r, with the adapter and the bias that the layer may have. */
function project(
	{ parts, adapted }: LayerContext,
	x: tf.Tensor2D,
	role: string,
	residual?: tf.Tensor2D,
): tf.Tensor2D {
	const y = adaptedLinear(adapted, x, role, residual);
	const bias = parts.get(`${role}Bias`) as tf.Tensor1D | undefined;
	return bias ? addBias(y, bias) : y;
}

/** stream + x Wᵀ, whose second term is normalised if the layer has gains for it. */
function addedTo(
	layer: LayerContext,
	stream: tf.Tensor2D,
	x: tf.Tensor2D,
	role: string,
	norm: string,
): tf.Tensor2D {
	if (!layer.parts.has(norm)) return project(layer, x, role, stream);
	return tf.add(stream, normed(layer, project(layer, x, role), norm));
}

/** x, if the layer has no gains `role`. */
const normed = ({ config, tables, parts }: LayerContext, x: tf.Tensor2D, role: string) =>
	parts.has(role) ? normalise(config, tables, x, parts, role) : x;

/** `role`: of the gains. */
function normalise(
	{ norm = 'rms', normEpsilon }: DecoderConfig,
	{ ones }: DecoderTables,
	x: tf.Tensor2D,
	parts: Weights,
	role: string,
): tf.Tensor2D {
	const gain = parts.get(role) as tf.Tensor1D;
	switch (norm) {
		case 'rms':
			return rmsNorm(x, gain, normEpsilon);
		case 'rms+1':
			return rmsNorm(x, tf.add(gain, ones(gain.size)), normEpsilon);
		case 'layer':
			return layerNorm(x, gain, parts.get(`${role}Bias`) as tf.Tensor1D, normEpsilon);
	}
}

export const outputHead = (config: DecoderConfig, weights: Weights): OutputHead => ({
	matrix: weights.get(config.tied ? 'embedding' : 'head') as tf.Tensor2D,
	cap: config.logitCap,
});
