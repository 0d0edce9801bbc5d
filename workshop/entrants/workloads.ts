/** The workloads of the engine benchmark, equal for all entrants. */
import { llama } from '../../src/engine/model/architectures/llama.ts';
import type { DecoderConfig } from '../../src/engine/model/decoderConfig.ts';
import { baseConfig, largeConfig } from '../../scripts/lib/baseConfig.ts';

export type BatchSource =
	/** Counting rows: every token is a target. */
	| { readonly kind: 'counting' }
	/** Training examples of the built-in domain skills, uniform over skills; targets are answers. */
	| { readonly kind: 'skills'; readonly layout: 'padded' | 'packed' };

export interface Workload {
	readonly name: string;
	readonly about: string;
	readonly config: DecoderConfig;
	/** Examples per step. */
	readonly batch: number;
	/** Tokens per row. */
	readonly context: number;
	readonly source: BatchSource;
	/** Entrants that take minutes here, or give no new information. */
	readonly without?: readonly string[];
	/** Not in the quick form. */
	readonly fullOnly?: true;
}

/** Number of different batches; step i uses batch i modulo this. */
export const batches = 16;

const decoder = (shape: Partial<Record<keyof typeof baseConfig, unknown>>): DecoderConfig => {
	// No token is a pad token: the counted tokens are all trained, by every entrant.
	return llama.config({ ...baseConfig, pad_token_id: null, ...shape });
};

/**
 * The sizes `tiny` and `small` come from a decoder with learned positions and a plain feed-forward
 * of four times the width (119,104 and 861,312 parameters). This decoder has rotary positions and a
 * gated unit. Its hidden width is the nearest multiple of 8: 120,128 and 857,216 parameters.
 */
export const workloads: readonly Workload[] = [
	{
		name: 'tiny',
		about: '2 layers, width 64, 4 heads, vocabulary 256, context 64, batch 8',
		config: decoder({
			vocab_size: 256,
			hidden_size: 64,
			intermediate_size: 184,
			rope_theta: 10000,
		}),
		batch: 8,
		context: 64,
		source: { kind: 'counting' },
	},
	{
		name: 'small',
		about: '4 layers, width 128, 4 heads, vocabulary 512, context 64, batch 16',
		config: decoder({
			vocab_size: 512,
			hidden_size: 128,
			intermediate_size: 344,
			num_hidden_layers: 4,
			rope_theta: 10000,
		}),
		batch: 16,
		context: 64,
		source: { kind: 'counting' },
	},
	{
		name: 'default',
		about: 'the shipped base model, batch 32, one example in a row of 40',
		config: decoder({}),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'padded' },
	},
	{
		name: 'default-packed',
		about: 'the same examples, several in a row of 40',
		config: decoder({}),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'packed' },
		without: ['tfjs-webgpu'],
	},
	{
		name: 'large',
		about: '6 layers, width 192, 6 heads, vocabulary 264, batch 32, one example in a row of 40',
		config: decoder(largeConfig),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'padded' },
		without: ['tfjs-webgpu', 'jax-webgpu'],
		fullOnly: true,
	},
];
