/**
 * The tensors of a checkpoint by the names of its architecture. A layer has the same parts in all
 * architectures, and the flat vector has them in one order.
 */
import type { DecoderConfig } from './decoderConfig.ts';
import type { Stored } from './tensors.ts';

/** [name in the checkpoint, role in the decoder, shape, how the checkpoint stores it otherwise] */
export type NamedTensor = readonly [string, string, readonly number[], (Stored | undefined)?];

/** The names of tensors, without `.weight` and `.bias`. */
export interface CheckpointNames {
	readonly embedding: string;
	/** Learned positions. */
	readonly positions?: string;
	/** Before the number of a layer. */
	readonly layers: string;
	/** In a layer. Parts of one name are in one tensor. The layer lacks a part without a name. */
	readonly parts: { readonly [part in LayerPart]?: string };
	readonly finalNorm: string;
	/** The gains of queries and keys are for all heads together. Default: each head has the same. */
	readonly normsHeadsTogether?: boolean;
	/** The form of a matrix [out, inner] or of a bias [out] in the checkpoint, if it differs. */
	readonly stored?: (
		config: DecoderConfig,
		part: LayerPart,
		shape: readonly number[],
	) => Stored | undefined;
}

export const llamaMatrices = {
	query: 'self_attn.q_proj',
	key: 'self_attn.k_proj',
	value: 'self_attn.v_proj',
	output: 'self_attn.o_proj',
	gate: 'mlp.gate_proj',
	up: 'mlp.up_proj',
	down: 'mlp.down_proj',
};
/** Llama's names, which most architectures share. */
export const llamaNames = {
	embedding: 'model.embed_tokens',
	layers: 'model.layers',
	parts: {
		...llamaMatrices,
		attentionNorm: 'input_layernorm',
		feedForwardNorm: 'post_attention_layernorm',
	},
	finalNorm: 'model.norm',
};

/** Gains of queries and keys. */
export const headNorms = { queryNorm: 'self_attn.q_norm', keyNorm: 'self_attn.k_norm' };
/** Gains of what attention and feed-forward part add to the stream. */
export const addedNorms = {
	attendedNorm: 'post_attention_layernorm',
	fedNorm: 'post_feedforward_layernorm',
};

/** The shapes of a layer's parts, in the order of the flat vector. */
function partShapes(
	{ width, hidden, heads, keyValueHeads, headDim }: DecoderConfig,
	normsHeadsTogether = false,
) {
	const [queries, keys] = [heads * headDim, keyValueHeads * headDim];
	return {
		attentionNorm: [width],
		query: [queries, width],
		key: [keys, width],
		value: [keys, width],
		queryNorm: [normsHeadsTogether ? queries : headDim],
		keyNorm: [normsHeadsTogether ? keys : headDim],
		output: [width, queries],
		attendedNorm: [width],
		feedForwardNorm: [width],
		fedNorm: [width],
		gate: [hidden, width],
		up: [hidden, width],
		down: [width, hidden],
	};
}
export type LayerPart = keyof ReturnType<typeof partShapes>;

/** `head`: the name of an untied model's output matrix. */
export function checkpointTensors(
	config: DecoderConfig,
	names: CheckpointNames,
	head: string,
): NamedTensor[] {
	const { vocabulary, width, layers, norm, biases, positionRows, tied } = config;
	const { embedding, positions, finalNorm } = names;
	const isLayerNorm = norm === 'layer';
	const biased = new Set<string>(biases);
	const shapes = Object.entries(partShapes(config, names.normsHeadsTogether));
	const layer = (index: number) =>
		shapes.flatMap(([each, shape]): NamedTensor[] => {
			const part = each as LayerPart;
			const inLayer = names.parts[part];
			if (inLayer === undefined) return [];
			const [name, role] = [`${names.layers}.${index}.${inLayer}`, `layer${index}.${part}`];
			const out = shape.slice(0, 1);
			const hasBias = shape.length === 1 ? isLayerNorm : biased.has(part);
			return [
				[`${name}.weight`, role, shape, names.stored?.(config, part, shape)],
				...(hasBias
					? [[`${name}.bias`, `${role}Bias`, out, names.stored?.(config, part, out)] as const]
					: []),
			];
		});
	return [
		[`${embedding}.weight`, 'embedding', [vocabulary, width]],
		...(positions === undefined
			? []
			: [[`${positions}.weight`, 'positions', [positionRows!, width]] as const]),
		...Array.from({ length: layers }, (_, index) => layer(index)).flat(),
		[`${finalNorm}.weight`, 'finalNorm', [width]],
		...(isLayerNorm ? [[`${finalNorm}.bias`, 'finalNormBias', [width]] as const] : []),
		...(tied ? [] : [[head, 'head', [vocabulary, width]] as const]),
	];
}
