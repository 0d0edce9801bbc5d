/** Shapes and tokenizer of the base models, as plain data for Node and browsers. */
import { llama } from '#engine/model/architectures/llama.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
	byteVocabulary,
} from './pretraining/byteTokenizer.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { readTokenizer } from '#engine/model/tokenizer.ts';

/** config.json as transformers reads it. */
export const baseConfig = {
	architectures: [llama.className],
	model_type: llama.modelType,
	vocab_size: byteVocabulary,
	hidden_size: 96,
	intermediate_size: 256,
	num_hidden_layers: 2,
	num_attention_heads: 4,
	num_key_value_heads: 4,
	hidden_act: 'silu',
	max_position_embeddings: 512,
	rms_norm_eps: 1e-5,
	// The tasks are short. With the usual base of 10,000, the slow frequencies would hardly turn.
	rope_theta: 100,
	tie_word_embeddings: true,
	attention_bias: false,
	mlp_bias: false,
	bos_token_id: 256,
	eos_token_id: 257,
	pad_token_id: 258,
	torch_dtype: 'float32',
};
export type BaseConfig = typeof baseConfig;

const resized = (width: number, hidden: number, layers: number, heads: number): BaseConfig => ({
	...baseConfig,
	hidden_size: width,
	intermediate_size: hidden,
	num_hidden_layers: layers,
	num_attention_heads: heads,
	num_key_value_heads: heads,
});

/**
 * The shipped models by id: the default and other sizes.
 * Parameters: skillet-small 114,496, skillet-base 247,008, skillet-medium 487,312.
 */
export const baseConfigs = {
	'skillet-base': baseConfig,
	'skillet-small': resized(64, 168, 2, 4),
	'skillet-medium': resized(112, 304, 3, 4),
} as const satisfies { readonly [id: string]: BaseConfig };

/** 2,707,392 parameters: a shape for measurements. */
export const largeConfig = resized(192, 512, 6, 6);

export const readDecoderConfig = (config: BaseConfig): DecoderConfig => llama.config(config);
export const decoderConfig = readDecoderConfig(baseConfig);
export const baseTokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);
