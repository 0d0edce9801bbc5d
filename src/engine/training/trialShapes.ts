/** The shape of a published model, for trials on random weights. */
/** HuggingFaceTB/SmolLM2-135M's config.json. */
export const smolLm2 = {
	model_type: 'llama',
	vocab_size: 49_152,
	hidden_size: 576,
	intermediate_size: 1536,
	num_hidden_layers: 30,
	num_attention_heads: 9,
	num_key_value_heads: 3,
	max_position_embeddings: 2048,
	rope_theta: 10_000,
	rms_norm_eps: 1e-5,
	tie_word_embeddings: true,
};

export const trialLora = { rank: 8, alpha: 16, targets: 'all-linear' } as const;
