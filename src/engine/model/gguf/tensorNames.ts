/** The names of tensors in a GGUF file, and what llama.cpp's converter changes in their numbers. */
import { tensorSpecs, type Architecture } from '../architecture.ts';
import type { DecoderConfig } from '../decoderConfig.ts';

/** Row `i` of each `group` rows of a GGUF tensor is the folder's row `row(i)`. */
interface RowOrder {
	readonly group: number;
	readonly row: (i: number) => number;
}

/** How the numbers of a GGUF tensor differ from those in the folder. */
export interface TensorChange {
	readonly order?: RowOrder;
	/** The folder has the matrix as [in, out]. */
	readonly isTransposed?: boolean;
	/** A number of the file is the folder's plus this. */
	readonly shift?: number;
}

/** The order of the rows of a layer's part. undefined: as in the folder. */
export type OrderOf = (part: string, config: DecoderConfig) => RowOrder | undefined;

/**
 * llama.cpp rotates neighbours (2i, 2i + 1) of a head here, Hugging Face (i, i + d/2): the rows of
 * queries and keys have another order.
 */
export const rotaryPairs: OrderOf = (part, { headDim }) =>
	part === 'query' || part === 'key'
		? { group: headDim, row: (i) => (i & 1) * (headDim / 2) + (i >> 1) }
		: undefined;

/** All queries, then all keys and all values; the folder has the three of each head together. */
export const qkvByHead: OrderOf = (part, { heads, headDim }) => {
	if (!['query', 'key', 'value'].includes(part)) return undefined;
	const all = heads * headDim;
	const row = (i: number) => {
		const [kind, inKind] = [Math.floor(i / all), i % all];
		return (3 * Math.floor(inKind / headDim) + kind) * headDim + (inKind % headDim);
	};
	return { group: 3 * all, row };
};

/** llama.cpp's names by role. */
const names: Readonly<Record<string, string>> = {
	embedding: 'token_embd',
	positions: 'position_embd',
	finalNorm: 'output_norm',
	head: 'output',
	attentionNorm: 'attn_norm',
	query: 'attn_q',
	key: 'attn_k',
	value: 'attn_v',
	queryNorm: 'attn_q_norm',
	keyNorm: 'attn_k_norm',
	output: 'attn_output',
	attendedNorm: 'post_attention_norm',
	feedForwardNorm: 'ffn_norm',
	fedNorm: 'post_ffw_norm',
	gate: 'ffn_gate',
	up: 'ffn_up',
	down: 'ffn_down',
};
/** The names of roles whose matrices are parts of one tensor in the folder. */
const sharedNames: Readonly<Record<string, string>> = {
	query: 'attn_qkv',
	key: 'attn_qkv',
	value: 'attn_qkv',
	gate: 'ffn_up',
	up: 'ffn_up',
};

export interface MappedTensor {
	/** In the folder. */
	readonly name: string;
	readonly change: TensorChange;
}

/** The folder's tensors by their names in the file. */
export function mapTensors(
	orderOf: OrderOf | undefined,
	architecture: Architecture,
	config: DecoderConfig,
): Map<string, MappedTensor> {
	const specs = tensorSpecs(architecture, config);
	const counts = new Map<string, number>();
	for (const { name } of specs) counts.set(name, (counts.get(name) ?? 0) + 1);
	return new Map(
		specs.map(({ name, role, stored }) => {
			const [, layer, part, bias] = /^(?:layer(\d+)\.)?(\w+?)(Bias)?$/.exec(role)!;
			const inFile = (counts.get(name)! > 1 ? sharedNames : names)[part];
			const order = layer === undefined ? undefined : orderOf?.(part, config);
			const isStoredLess1 = config.norm === 'rms+1' && part.endsWith('Norm');
			return [
				`${layer === undefined ? '' : `blk.${layer}.`}${inFile}.${bias ? 'bias' : 'weight'}`,
				{
					name,
					change: {
						...(order && { order }),
						...(stored?.isTransposed && { isTransposed: true }),
						...(isStoredLess1 && { shift: 1 }),
					},
				},
			];
		}),
	);
}
