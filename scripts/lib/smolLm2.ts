/** A model in the shape of SmolLM2-135M with random weights, for benchmarks. */
import { tensorSpecs } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';

/** The shape of HuggingFaceTB/SmolLM2-135M's config.json. */
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
/** Uniform weights: their numbers do not change the time. */
export function randomModel(layers = smolLm2.num_hidden_layers) {
	const architecture = findArchitecture('llama');
	const config = architecture.config({ ...smolLm2, num_hidden_layers: layers });
	const specs = tensorSpecs(architecture, config);
	const weights = new Float32Array(specs.reduce((sum, { size }) => sum + size, 0));
	let state = 1;
	for (let i = 0; i < weights.length; i++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		weights[i] = (state / 2 ** 32 - 0.5) * 0.08;
	}
	return { architecture, config, specs, weights };
}
