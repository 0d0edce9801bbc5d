/**
 * The architectures of llama.cpp that the lab maps to a model folder: the names of their tensors,
 * and what its converter (convert_hf_to_gguf.py) changes in them.
 */
import type { DecoderConfig } from '../decoderConfig.ts';

type Names = Readonly<Record<string, string>>;
type Heads = Pick<DecoderConfig, 'heads' | 'keyValueHeads' | 'headDim'>;

/** How the numbers of a GGUF tensor differ from those in the folder. */
export interface TensorChange {
	/** Row `i` of each `group` rows is the folder's row `row(i)`. */
	readonly order?: { readonly group: number; readonly row: (i: number) => number };
	/** The folder has the matrix as [in, out]. */
	readonly isTransposed?: boolean;
	/** A number of the file is the folder's plus this. */
	readonly shift?: number;
}

export interface GgufFamily {
	/** `general.architecture`. */
	readonly architecture: string;
	/** config.json's model_type; a file opens as the first one. */
	readonly modelTypes: readonly string[];
	/** Tensors outside the layers, and in them. The folder's names behind those of the file. */
	readonly outer: Names;
	readonly layer: string;
	readonly inner: Names;
	readonly change?: (part: string, kind: string, heads: Heads) => TensorChange;
}

/**
 * llama.cpp rotates neighbours (2i, 2i + 1) of a head here, Hugging Face (i, i + d/2): the rows of
 * queries and keys have another order.
 */
const rotaryPairs = (part: string, _kind: string, { headDim }: Heads): TensorChange =>
	part === 'attn_q' || part === 'attn_k'
		? { order: { group: headDim, row: (i) => (i & 1) * (headDim / 2) + (i >> 1) } }
		: {};

/** All queries, then all keys and all values; the folder has the three of each head together. */
const qkvByHead = (part: string, _kind: string, { heads, headDim }: Heads): TensorChange => {
	if (part !== 'attn_qkv') return {};
	const all = heads * headDim;
	const row = (i: number) => {
		const [kind, inKind] = [Math.floor(i / all), i % all];
		return (3 * Math.floor(inKind / headDim) + kind) * headDim + (inKind % headDim);
	};
	return { order: { group: 3 * all, row } };
};

/** Gains in the file are those of the formula; the folder has them less 1. */
const gainsPlus1 = (part: string, kind: string): TensorChange =>
	part.endsWith('norm') && kind === 'weight' ? { shift: 1 } : {};

const columnsFirst = (part: string, kind: string): TensorChange =>
	kind === 'weight' && ['attn_qkv', 'attn_output', 'ffn_up', 'ffn_down'].includes(part)
		? { isTransposed: true }
		: {};

const llamaOuter = {
	token_embd: 'model.embed_tokens',
	output_norm: 'model.norm',
	output: 'lm_head',
};
const products = {
	attn_q: 'self_attn.q_proj',
	attn_k: 'self_attn.k_proj',
	attn_v: 'self_attn.v_proj',
	attn_output: 'self_attn.o_proj',
	ffn_gate: 'mlp.gate_proj',
	ffn_up: 'mlp.up_proj',
	ffn_down: 'mlp.down_proj',
};
const readNorms = { attn_norm: 'input_layernorm', ffn_norm: 'post_attention_layernorm' };
const addedNorms = {
	post_attention_norm: 'post_attention_layernorm',
	post_ffw_norm: 'post_feedforward_layernorm',
};
const headNorms = { attn_q_norm: 'self_attn.q_norm', attn_k_norm: 'self_attn.k_norm' };
const llamaLayers = { outer: llamaOuter, layer: 'model.layers' };
const gemmaNorms = {
	attn_norm: 'input_layernorm',
	ffn_norm: 'pre_feedforward_layernorm',
	...addedNorms,
};

export const ggufFamilies: readonly GgufFamily[] = [
	{
		architecture: 'llama',
		// llama.cpp has no window in these.
		modelTypes: ['llama', 'mistral'],
		...llamaLayers,
		inner: { ...readNorms, ...products },
		change: rotaryPairs,
	},
	{
		architecture: 'smollm3',
		modelTypes: ['smollm3'],
		...llamaLayers,
		inner: { ...readNorms, ...products },
		change: rotaryPairs,
	},
	{
		architecture: 'qwen2',
		modelTypes: ['qwen2'],
		...llamaLayers,
		inner: { ...readNorms, ...products },
	},
	{
		architecture: 'qwen3',
		modelTypes: ['qwen3'],
		...llamaLayers,
		inner: { ...readNorms, ...products, ...headNorms },
	},
	{
		architecture: 'gemma',
		modelTypes: ['gemma'],
		...llamaLayers,
		inner: { ...readNorms, ...products },
		change: gainsPlus1,
	},
	{
		architecture: 'gemma2',
		modelTypes: ['gemma2'],
		...llamaLayers,
		inner: { ...gemmaNorms, ...products },
		change: gainsPlus1,
	},
	{
		architecture: 'gemma3',
		modelTypes: ['gemma3_text'],
		...llamaLayers,
		inner: { ...gemmaNorms, ...products, ...headNorms },
		change: gainsPlus1,
	},
	{
		architecture: 'olmo2',
		modelTypes: ['olmo2'],
		...llamaLayers,
		inner: { ...addedNorms, ...products, ...headNorms },
	},
	{
		architecture: 'phi3',
		modelTypes: ['phi3'],
		...llamaLayers,
		inner: {
			...readNorms,
			attn_qkv: 'self_attn.qkv_proj',
			attn_output: 'self_attn.o_proj',
			ffn_up: 'mlp.gate_up_proj',
			ffn_down: 'mlp.down_proj',
		},
	},
	{
		architecture: 'gpt2',
		modelTypes: ['gpt2'],
		outer: {
			token_embd: 'transformer.wte',
			position_embd: 'transformer.wpe',
			output_norm: 'transformer.ln_f',
			output: 'lm_head',
		},
		layer: 'transformer.h',
		inner: {
			attn_norm: 'ln_1',
			attn_qkv: 'attn.c_attn',
			attn_output: 'attn.c_proj',
			ffn_norm: 'ln_2',
			ffn_up: 'mlp.c_fc',
			ffn_down: 'mlp.c_proj',
		},
		change: columnsFirst,
	},
	{
		architecture: 'gptneox',
		modelTypes: ['gpt_neox'],
		outer: {
			token_embd: 'gpt_neox.embed_in',
			output_norm: 'gpt_neox.final_layer_norm',
			output: 'embed_out',
		},
		layer: 'gpt_neox.layers',
		inner: {
			attn_norm: 'input_layernorm',
			attn_qkv: 'attention.query_key_value',
			attn_output: 'attention.dense',
			ffn_norm: 'post_attention_layernorm',
			ffn_up: 'mlp.dense_h_to_4h',
			ffn_down: 'mlp.dense_4h_to_h',
		},
		change: qkvByHead,
	},
];

export interface MappedTensor {
	/** In the folder. */
	readonly name: string;
	readonly change: TensorChange;
}

/** The folder's tensors by their names in the file. */
export function mapTensors(
	{ outer, layer, inner, change = () => ({}) }: GgufFamily,
	config: Heads & Pick<DecoderConfig, 'layers'>,
): Map<string, MappedTensor> {
	const mapped = new Map<string, MappedTensor>();
	const add = (file: string, folder: string, part: string) => {
		for (const kind of ['weight', 'bias'])
			mapped.set(`${file}.${kind}`, {
				name: `${folder}.${kind}`,
				change: change(part, kind, config),
			});
	};
	for (const [part, name] of Object.entries(outer)) add(part, name, part);
	for (let i = 0; i < config.layers; i++)
		for (const [part, name] of Object.entries(inner))
			add(`blk.${i}.${part}`, `${layer}.${i}.${name}`, part);
	return mapped;
}
