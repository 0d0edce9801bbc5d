/** Shapes of base models beside the default one: what differs from baseConfig.ts, in config.json's words. */

/** 2.7 million parameters with the byte tokenizer's 264 tokens. */
export const largeShape = {
	hidden_size: 192,
	intermediate_size: 512,
	num_hidden_layers: 6,
	num_attention_heads: 6,
	num_key_value_heads: 6,
} as const;
