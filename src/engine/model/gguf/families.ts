/**
 * The architectures of llama.cpp that the lab maps to a model folder, with config.json from a
 * file's fields. A field that a file has and its architecture does not read is an error that names
 * it.
 */
import { say, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { quote } from '#engine/core/text.ts';
import type { ConfigJson } from '../architecture.ts';
import { ggufOnly, wrongGguf, type GgufHeader, type GgufValue } from './header.ts';
import { qkvByHead, rotaryPairs, type OrderOf } from './tensorNames.ts';

/** Divisors of the angles: tensors of a file that become fields of config.json. */
export const factorTensors = {
	llama3: 'rope_freqs.weight',
	short: 'rope_factors_short.weight',
	long: 'rope_factors_long.weight',
} as const;
export type Factors = { readonly [kind in keyof typeof factorTensors]?: readonly number[] };

export type Header = Pick<GgufHeader, 'file' | 'fields'> & {
	readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>;
};

/** The fields of an architecture, each of which is read or refused. */
class Fields {
	readonly #read = new Set(ignored);

	constructor(
		private readonly header: Header,
		private readonly architecture: string,
	) {}

	get(name: string): GgufValue | undefined {
		this.#read.add(name);
		return this.header.fields.get(`${this.architecture}.${name}`);
	}

	number(name: string, absent?: number): number {
		const found = this.get(name) ?? absent;
		// Some writers list these numbers by layer. Layers that differ are refused by name.
		const isEqual = Array.isArray(found) && found.every((each) => each === found[0]);
		const value = isEqual && byLayer.includes(name) ? (found as number[])[0] : found;
		if (typeof value !== 'number' || !Number.isFinite(value))
			throw this.wrong(
				name,
				value === undefined
					? say('is missing')
					: say('is {value}, not a number', { value: quote(value) }),
			);
		return shortest(value);
	}

	/** Throws InputError unless the value is `expected` or absent. */
	require(name: string, expected: GgufValue): void {
		const value = this.get(name) ?? expected;
		if (value !== expected) throw this.wrong(name, ggufOnly(value, quote(expected)));
	}

	has(tensor: string): boolean {
		return this.header.tensors.has(tensor);
	}

	rows(tensor: string): number {
		const found = this.header.tensors.get(tensor);
		if (found) return found.shape[0];
		throw wrongGguf(this.header.file, tensor, say('is missing'));
	}

	wrong(name: string, what: Message) {
		return wrongGguf(this.header.file, `${this.architecture}.${name}`, what);
	}

	/** Throws InputError for a field that was not read, unless it is 0, false or empty. */
	end(): void {
		const prefix = `${this.architecture}.`;
		for (const [name, value] of this.header.fields) {
			const field = name.slice(prefix.length);
			if (!name.startsWith(prefix) || this.#read.has(field)) continue;
			if (value === 0 || value === false || value === '') continue;
			throw this.wrong(
				field,
				say('is {value}, which the lab does not compute', { value: quote(value) }),
			);
		}
	}
}

/** Fields that change nothing that the lab computes. */
const ignored = ['vocab_size', 'tensor_data_layout', 'rope.scaling.finetuned', 'pooling_type'];

const byLayer = ['attention.head_count', 'attention.head_count_kv', 'feed_forward_length'];

/** The shortest decimal number with the same float32: 1e-6 in place of 9.999999974752427e-7. */
function shortest(value: number): number {
	for (let digits = 6; digits < 10; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Math.fround(short) === value) return short;
	}
	return value;
}

/** The fields of Llama's config.json. Angles of a part of each head: `isPartial`. */
function llamaShape(f: Fields, factors: Factors, isPartial = false) {
	const [width, heads] = [f.number('embedding_length'), f.number('attention.head_count')];
	const headDim = f.number('attention.key_length', width / heads);
	f.require('attention.value_length', headDim);
	if (!isPartial) f.require('rope.dimension_count', headDim);
	f.require('attention.causal', true);
	return {
		vocab_size: f.rows('token_embd.weight'),
		hidden_size: width,
		intermediate_size: f.number('feed_forward_length'),
		num_hidden_layers: f.number('block_count'),
		num_attention_heads: heads,
		num_key_value_heads: f.number('attention.head_count_kv', heads),
		head_dim: headDim,
		max_position_embeddings: f.number('context_length'),
		rms_norm_eps: f.number('attention.layer_norm_rms_epsilon'),
		rope_theta: f.number('rope.freq_base', 10_000),
		rope_scaling: readScaling(f, factors),
		tie_word_embeddings: !f.has('output.weight'),
		// A file has the tokenizer's pad token only, which need not be the model's.
		pad_token_id: null,
	};
}

function readScaling(f: Fields, factors: Factors): object | null {
	// As in llama.cpp: linear if absent, and without scaling the other fields change nothing.
	const type = f.get('rope.scaling.type') ?? 'linear';
	const known = factors.short ? ['none', 'linear', 'longrope'] : ['none', 'linear', 'yarn'];
	if (!known.includes(type as string))
		throw f.wrong('rope.scaling.type', ggufOnly(type, known.join(', ')));
	if (type === 'none')
		for (const name of ['factor', 'original_context_length']) f.get(`rope.scaling.${name}`);
	else if (factors.short ?? factors.llama3) f.require('rope.scaling.factor', 1);
	if (factors.short)
		return {
			rope_type: 'longrope',
			short_factor: factors.short.map(shortest),
			long_factor: (factors.long ?? factors.short).map(shortest),
			attention_factor: f.number('rope.scaling.attn_factor', 1),
		};
	if (factors.llama3) {
		const scaling = { factor: shortest(highest(factors.llama3)), ...llama3Bounds };
		const found = { count: factors.llama3.length, base: f.number('rope.freq_base', 10_000) };
		const expected = llama3Factors(found, scaling);
		if (factors.llama3.every((value, i) => Math.abs(value / expected[i] - 1) < 1e-4))
			return {
				rope_type: 'llama3',
				factor: scaling.factor,
				low_freq_factor: scaling.lowFactor,
				high_freq_factor: scaling.highFactor,
				original_max_position_embeddings: scaling.original,
			};
		throw f.wrong(factorTensors.llama3, say('has divisors of angles that the lab does not know'));
	}
	if (type === 'none') return null;
	if (type === 'linear') {
		const factor = f.number('rope.scaling.factor', 1) || 1;
		return factor === 1 ? null : { rope_type: 'linear', factor };
	}
	// llama.cpp reads these two in other architectures only.
	f.require('rope.scaling.yarn_beta_fast', 32);
	f.require('rope.scaling.yarn_beta_slow', 1);
	return {
		rope_type: 'yarn',
		factor: f.number('rope.scaling.factor'),
		original_max_position_embeddings: f.number('rope.scaling.original_context_length'),
	};
}

/** Those of Llama 3.1 and 3.2. A file has the divisors, not the numbers behind them. */
const llama3Bounds = { lowFactor: 1, highFactor: 4, original: 8192 };

/** The divisors of Llama 3's angles (Llama 3 report, section 3.2; transformers' `llama3`). */
export function llama3Factors(
	{ count, base }: { readonly count: number; readonly base: number },
	scaling: { factor: number; lowFactor: number; highFactor: number; original: number },
): number[] {
	const { factor, lowFactor, highFactor, original } = scaling;
	return Array.from({ length: count }, (_, i) => {
		const turns = original / (2 * Math.PI * base ** (i / count));
		if (turns > highFactor) return 1;
		if (turns < lowFactor) return factor;
		const smooth = (turns - lowFactor) / (highFactor - lowFactor);
		return 1 / ((1 - smooth) / factor + smooth);
	});
}

/** llama.cpp's scale of the scores: by the head's width, except in the 27B models. */
const scoreWidth = (f: Fields, layersOf27B: number): number => {
	const each = f.number('embedding_length') / f.number('attention.head_count');
	return f.number('block_count') === layersOf27B ? each : f.number('attention.key_length', each);
};

/** llama.cpp reads no output matrix here. */
const withoutHead = { tie_word_embeddings: true };

/** An architecture of llama.cpp. */
export interface GgufFamily {
	/** `general.architecture`. */
	readonly architecture: string;
	/** config.json's model_type; a file opens as the first one. Default: `architecture`. */
	readonly modelTypes: readonly string[];
	/** Default: all parts have the folder's order. */
	readonly order?: OrderOf;
	/** llama.cpp has windows here. Those of Phi-3 are switched off there. */
	readonly hasWindows?: boolean;
	/** A part of each head is rotated. */
	readonly isPartial?: boolean;
	/** llama.cpp does not take the embedding in place of an absent output matrix. */
	readonly needsHead?: boolean;
	/** The fields of config.json that Llama's lack. */
	readonly adds?: (f: Fields, shape: ReturnType<typeof llamaShape>) => object;
	/** All fields of config.json. Default: Llama's, and `adds`. */
	readonly config?: (f: Fields) => object;
}

const families: Readonly<Record<string, Partial<GgufFamily>>> = {
	llama: {
		modelTypes: ['llama', 'mistral', 'ministral'],
		order: rotaryPairs,
		adds: (f) => ({
			attention_bias: f.has('blk.0.attn_q.bias'),
			mlp_bias: f.has('blk.0.ffn_up.bias'),
		}),
	},
	smollm3: { order: rotaryPairs, adds: () => ({ no_rope_layer_interval: 4 }) },
	// llama.cpp's queries are as wide as the model here.
	qwen2: { adds: (_, c) => ({ head_dim: c.hidden_size / c.num_attention_heads }) },
	qwen3: {},
	gemma: { adds: () => ({ hidden_act: 'gelu_pytorch_tanh', ...withoutHead }) },
	gemma2: {
		hasWindows: true,
		adds: (f) => ({
			...withoutHead,
			query_pre_attn_scalar: scoreWidth(f, 46),
			sliding_window: f.number('attention.sliding_window', 4096),
			attn_logit_softcapping: f.number('attn_logit_softcapping', 50),
			final_logit_softcapping: f.number('final_logit_softcapping', 30),
		}),
	},
	gemma3: {
		modelTypes: ['gemma3_text'],
		hasWindows: true,
		adds: (f) => {
			const window = f.number('attention.sliding_window', 0);
			f.require('attention.sliding_window_pattern', 6);
			return {
				query_pre_attn_scalar: scoreWidth(f, 62),
				rope_local_base_freq: f.number('rope.freq_base_swa', 10_000),
				final_logit_softcapping: f.number('final_logit_softcapping', 0) || null,
				// 1: each layer sees all tokens.
				...(window > 0 ? { sliding_window: window } : { sliding_window_pattern: 1 }),
			};
		},
	},
	olmo2: { needsHead: true },
	phi3: {
		isPartial: true,
		adds: (f, { head_dim, max_position_embeddings: positions }) => ({
			partial_rotary_factor: f.number('rope.dimension_count', head_dim) / head_dim,
			original_max_position_embeddings: f.number('rope.scaling.original_context_length', positions),
			sliding_window: f.number('attention.sliding_window', 0) || null,
		}),
	},
	gpt2: {
		config: (f) => ({
			vocab_size: f.rows('token_embd.weight'),
			n_positions: f.rows('position_embd.weight'),
			n_ctx: f.number('context_length'),
			n_embd: f.number('embedding_length'),
			n_layer: f.number('block_count'),
			n_head: f.number('attention.head_count'),
			n_inner: f.number('feed_forward_length'),
			layer_norm_epsilon: f.number('attention.layer_norm_epsilon'),
			tie_word_embeddings: !f.has('output.weight'),
		}),
	},
	gptneox: {
		modelTypes: ['gpt_neox'],
		needsHead: true,
		order: qkvByHead,
		config: (f) => {
			const [width, heads] = [f.number('embedding_length'), f.number('attention.head_count')];
			return {
				vocab_size: f.rows('token_embd.weight'),
				hidden_size: width,
				num_hidden_layers: f.number('block_count'),
				num_attention_heads: heads,
				intermediate_size: f.number('feed_forward_length'),
				max_position_embeddings: f.number('context_length'),
				layer_norm_eps: f.number('attention.layer_norm_epsilon'),
				use_parallel_residual: f.get('use_parallel_residual') ?? true,
				rotary_pct: f.number('rope.dimension_count', width / heads) / (width / heads),
				rotary_emb_base: f.number('rope.freq_base', 10_000),
				tie_word_embeddings: !f.has('output.weight'),
			};
		},
	},
};
export const ggufFamilies: readonly GgufFamily[] = Object.entries(families).map(
	([architecture, family]) => ({ architecture, modelTypes: [architecture], ...family }),
);

/** config.json without its tokens. Throws InputError with the file and the field. */
export function toConfig(header: Header, family: GgufFamily, factors: Factors): ConfigJson {
	const { architecture, modelTypes, isPartial, adds, config } = family;
	const fields = new Fields(header, architecture);
	const readLlama = () => {
		const shape = llamaShape(fields, factors, isPartial);
		return { ...shape, ...adds?.(fields, shape) };
	};
	const json = { model_type: modelTypes[0], ...(config?.(fields) ?? readLlama()) };
	fields.end();
	return json;
}
