/** The smallest model that the lab opens, for tests: one layer of random weights, of width 16. */
import { randomStream } from '#engine/core/random.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
	byteVocabulary,
} from '../../scripts/lib/pretraining/byteTokenizer.ts';
import { writeSafetensors } from '../../scripts/lib/memoryFolder.ts';

const width = 16;
const config = {
	model_type: 'llama',
	architectures: ['LlamaForCausalLM'],
	hidden_act: 'silu',
	hidden_size: width,
	intermediate_size: 24,
	num_attention_heads: 2,
	num_key_value_heads: 2,
	num_hidden_layers: 1,
	vocab_size: byteVocabulary,
	max_position_embeddings: 512,
	rms_norm_eps: 1e-5,
	rope_theta: 10000,
	tie_word_embeddings: true,
};

/** In Hugging Face layout. */
export function tinyModelFolder(seed = 1): Map<string, Uint8Array<ArrayBuffer>> {
	const layer = 'model.layers.0';
	const shapes: readonly (readonly [string, readonly number[]])[] = [
		['model.embed_tokens.weight', [byteVocabulary, width]],
		...['q', 'k', 'v', 'o'].map(
			(name) => [`${layer}.self_attn.${name}_proj.weight`, [width, width]] as const,
		),
		[`${layer}.mlp.gate_proj.weight`, [24, width]],
		[`${layer}.mlp.up_proj.weight`, [24, width]],
		[`${layer}.mlp.down_proj.weight`, [width, 24]],
		[`${layer}.input_layernorm.weight`, [width]],
		[`${layer}.post_attention_layernorm.weight`, [width]],
		['model.norm.weight', [width]],
	];
	const tensors = shapes.map(([name, shape]) => {
		const stream = randomStream(seed, name);
		const size = shape.reduce((product, n) => product * n, 1);
		const value = (i: number) => (shape.length === 1 ? 1 : 0.2 * (stream.uniform(i) - 0.5));
		return { name, shape, values: Float32Array.from({ length: size }, (_, i) => value(i)) };
	});
	const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
	return new Map([
		['config.json', text(config)],
		['generation_config.json', text({ do_sample: false })],
		['tokenizer.json', text(byteTokenizerJson())],
		['tokenizer_config.json', text(byteTokenizerConfig)],
		['model.safetensors', writeSafetensors(tensors)],
	]);
}
