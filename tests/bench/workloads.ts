/** What the engine benchmark trains: plain data, the same for every entrant. */
import { configFields } from '#model/architecture.ts';
import { llama } from '#model/architectures/llama.ts';
import type { DecoderConfig } from '#model/decoder.ts';
import { baseConfig, baseConfigs } from '../../scripts/lib/baseConfig.ts';

export type BatchSource =
	/** Rows that count in steps of their own: every token of a row is a target. */
	| { readonly kind: 'counting' }
	/** Training examples of the built-in domain skills, drawn uniformly over skills: answer tokens are targets. */
	| { readonly kind: 'skills'; readonly layout: 'padded' | 'packed' };

export interface Workload {
	readonly name: string;
	readonly about: string;
	readonly config: DecoderConfig;
	/** Examples per step. */
	readonly batch: number;
	/** Tokens that a row holds. */
	readonly context: number;
	readonly source: BatchSource;
	/** Distinct batches; step i trains on batch i modulo this. */
	readonly batches: number;
	/** Entrants that would take minutes here, or tell nothing that another workload does not tell. */
	readonly without?: readonly string[];
	/** Left out when there is little time. */
	readonly fullOnly?: true;
	/** Whether tile designs are compared on its matrix products: the short form, or the full one only. */
	readonly measuresTiles?: 'always' | 'full';
}

const decoder = (shape: Partial<Record<keyof typeof baseConfig, unknown>>): DecoderConfig => {
	const json = { ...baseConfig, ...shape };
	return llama.config(json, configFields(json));
};

/**
 * `tiny` and `small` are named after a decoder with learned positions and a plain feed-forward of four times the width,
 * of 119,104 and 861,312 parameters. This lab's decoder has rotary positions and a gated unit; its width inside is the
 * multiple of 8 that comes nearest: 120,128 and 857,216 parameters, within 1 %.
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
		batches: 16,
		measuresTiles: 'always',
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
		batches: 16,
		measuresTiles: 'always',
	},
	{
		name: 'default',
		about: 'the shipped base model, batch 32, one example in a row of 40',
		config: decoder({}),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'padded' },
		batches: 16,
		measuresTiles: 'full',
	},
	{
		name: 'default-packed',
		about: 'the same examples, several in a row of 40',
		config: decoder({}),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'packed' },
		batches: 16,
		without: ['tfjs-webgpu', 'tfjs-wasm'],
	},
	{
		name: 'large',
		about: '6 layers, width 192, 6 heads, vocabulary 264, batch 32, one example in a row of 40',
		config: decoder(baseConfigs['skillet-large']),
		batch: 32,
		context: 40,
		source: { kind: 'skills', layout: 'padded' },
		batches: 16,
		without: ['tfjs-webgpu', 'tfjs-wasm', 'jax-webgpu'],
		fullOnly: true,
		measuresTiles: 'full',
	},
];
