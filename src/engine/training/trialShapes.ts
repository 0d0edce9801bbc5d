/** The shape of a published model, for trials on random weights. */
import { makeAdapter, type Adapter } from '#engine/model/adapters.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import type { TrialModel } from './trial.ts';

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

/** LoRA on the first layers of SmolLM2-135M. */
export function smolLm2Lora(layers: number): {
	readonly model: TrialModel;
	readonly adapter: Adapter;
} {
	const architecture = findArchitecture('llama');
	const config = architecture.config({ ...smolLm2, num_hidden_layers: layers });
	return {
		model: { config, specs: tensorSpecs(architecture, config) },
		adapter: makeAdapter({ architecture, config }, trialLora),
	};
}
