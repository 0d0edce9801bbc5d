/**
 * config.json of a GGUF file's fields, and the fields of a config. A field that a file has and the
 * table of its architecture lacks is an error that names it. Written fields are read again and
 * compared, so that a config that GGUF cannot express is an error, too.
 */
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import { quote } from '#engine/core/text.ts';
import type { ConfigJson } from '../architecture.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import { readConfig } from '../folder.ts';
import type { GgufFamily } from './families.ts';
import { wrongGguf, type GgufHeader, type GgufValue } from './header.ts';

/** Divisors of the angles: tensors of a file that become fields of config.json. */
export const factorTensors = {
	llama3: 'rope_freqs.weight',
	short: 'rope_factors_short.weight',
	long: 'rope_factors_long.weight',
} as const;
export type Factors = { readonly [kind in keyof typeof factorTensors]?: readonly number[] };

type Header = Pick<GgufHeader, 'file' | 'fields'> & {
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
		const value = this.get(name) ?? absent;
		if (typeof value !== 'number' || !Number.isFinite(value))
			throw this.wrong(
				name,
				value === undefined
					? sentence('engine.model.ggufMissing')
					: sentence('engine.model.ggufNotNumber', { value: quote(value, 40) }),
			);
		return shortest(value);
	}

	/** Throws InputError unless the value is `expected` or absent. */
	require(name: string, expected: GgufValue): void {
		const value = this.get(name) ?? expected;
		if (value !== expected)
			throw this.wrong(
				name,
				sentence('engine.model.ggufOnly', { value: quote(value, 40), expected: quote(expected) }),
			);
	}

	has(tensor: string): boolean {
		return this.header.tensors.has(tensor);
	}

	rows(tensor: string): number {
		const found = this.header.tensors.get(tensor);
		if (found) return found.shape[0];
		throw wrongGguf(this.header.file, tensor, sentence('engine.model.ggufMissing'));
	}

	wrong(name: string, what: ReturnType<typeof sentence>) {
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
				sentence('engine.model.ggufNotComputed', { value: quote(value, 40) }),
			);
		}
	}
}

/** Fields that change nothing that the lab computes. */
const ignored = ['vocab_size', 'tensor_data_layout', 'rope.scaling.finetuned', 'pooling_type'];

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
		throw f.wrong(factorTensors.llama3, sentence('engine.model.ggufFactors'));
	}
	const type = f.get('rope.scaling.type') ?? 'none';
	if (type === 'none') return null;
	if (type === 'linear') return { rope_type: 'linear', factor: f.number('rope.scaling.factor') };
	if (type !== 'yarn')
		throw f.wrong(
			'rope.scaling.type',
			sentence('engine.model.ggufOnly', { value: quote(type), expected: 'none, linear, yarn' }),
		);
	return {
		rope_type: 'yarn',
		factor: f.number('rope.scaling.factor'),
		original_max_position_embeddings: f.number('rope.scaling.original_context_length'),
		beta_fast: f.number('rope.scaling.yarn_beta_fast', 32),
		beta_slow: f.number('rope.scaling.yarn_beta_slow', 1),
	};
}

/** Those of Llama 3.1 and 3.2. A file has the divisors, not the numbers behind them. */
const llama3Bounds = { lowFactor: 1, highFactor: 4, original: 8192 };

/** The divisors of Llama 3's angles (Llama 3 report, section 3.2; transformers' `llama3`). */
function llama3Factors(
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

type ToConfig = (f: Fields, factors: Factors) => object;

/** llama.cpp's scale of the scores: by the head's width, except in the 27B models. */
const scoreWidth = (f: Fields, layersOf27B: number): number => {
	const each = f.number('embedding_length') / f.number('attention.head_count');
	return f.number('block_count') === layersOf27B ? each : f.number('attention.key_length', each);
};

const toConfigs: Readonly<Record<string, ToConfig>> = {
	llama: (f, factors) => ({
		...llamaShape(f, factors),
		attention_bias: f.has('blk.0.attn_q.bias'),
		mlp_bias: f.has('blk.0.ffn_up.bias'),
	}),
	smollm3: (f, factors) => ({ ...llamaShape(f, factors), no_rope_layer_interval: 4 }),
	qwen2: llamaShape,
	qwen3: llamaShape,
	gemma: (f, factors) => ({ ...llamaShape(f, factors), hidden_act: 'gelu_pytorch_tanh' }),
	gemma2: (f, factors) => ({
		...llamaShape(f, factors),
		query_pre_attn_scalar: scoreWidth(f, 46),
		sliding_window: f.number('attention.sliding_window', 4096),
		attn_logit_softcapping: f.number('attn_logit_softcapping', 50),
		final_logit_softcapping: f.number('final_logit_softcapping', 30),
	}),
	gemma3: (f, factors) => {
		const window = f.number('attention.sliding_window', 0);
		f.require('attention.sliding_window_pattern', 6);
		return {
			...llamaShape(f, factors),
			query_pre_attn_scalar: scoreWidth(f, 62),
			rope_local_base_freq: f.number('rope.freq_base_swa', 10_000),
			final_logit_softcapping: f.number('final_logit_softcapping', 0) || null,
			// 1: each layer sees all tokens.
			...(window > 0 ? { sliding_window: window } : { sliding_window_pattern: 1 }),
		};
	},
	olmo2: llamaShape,
	phi3: (f, factors) => {
		const shape = llamaShape(f, factors, true);
		return {
			...shape,
			partial_rotary_factor: f.number('rope.dimension_count', shape.head_dim) / shape.head_dim,
			original_max_position_embeddings: f.number(
				'rope.scaling.original_context_length',
				shape.max_position_embeddings,
			),
			sliding_window: f.number('attention.sliding_window', 0) || null,
		};
	},
	gpt2: (f) => ({
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
	gptneox: (f) => {
		const [width, heads] = [f.number('embedding_length'), f.number('attention.head_count')];
		const isParallel = f.get('use_parallel_residual');
		return {
			vocab_size: f.rows('token_embd.weight'),
			hidden_size: width,
			num_hidden_layers: f.number('block_count'),
			num_attention_heads: heads,
			intermediate_size: f.number('feed_forward_length'),
			max_position_embeddings: f.number('context_length'),
			layer_norm_eps: f.number('attention.layer_norm_epsilon'),
			use_parallel_residual: isParallel ?? true,
			rotary_pct: f.number('rope.dimension_count', width / heads) / (width / heads),
			rotary_emb_base: f.number('rope.freq_base', 10_000),
			tie_word_embeddings: !f.has('output.weight'),
		};
	},
};

/** config.json without its tokens. Throws InputError with the file and the field. */
export function toConfig(header: Header, family: GgufFamily, factors: Factors): ConfigJson {
	const { architecture, modelTypes } = family;
	const fields = new Fields(header, architecture);
	const config = toConfigs[architecture](fields, factors);
	fields.end();
	return { model_type: modelTypes[0], ...config };
}

/** A field's type in a file and its value. */
export type Written =
	| { readonly type: 'u32' | 'f32'; readonly value: number }
	| { readonly type: 'flag'; readonly value: boolean }
	| { readonly type: 'text'; readonly value: string }
	| { readonly type: 'texts'; readonly value: readonly string[] }
	| { readonly type: 'f32s' | 'i32s'; readonly value: readonly number[] };

export interface WrittenConfig {
	readonly fields: ReadonlyMap<string, Written>;
	readonly factors: Factors;
}

/**
 * The fields of a model. `tensors`: those of the file, for the check. Throws InputError with the
 * field of config.json that GGUF cannot express.
 */
export function toFields(
	json: ConfigJson,
	config: DecoderConfig,
	family: GgufFamily,
	tensors: Header['tensors'],
): WrittenConfig {
	const { architecture } = family;
	const fields = new Map<string, Written>();
	const whole = (name: string, value: number) =>
		fields.set(`${architecture}.${name}`, { type: 'u32', value });
	const real = (name: string, value: number) =>
		fields.set(`${architecture}.${name}`, { type: 'f32', value });
	const windows = (config.windows ?? []).filter((window) => window > 0);
	const positions = Number(json['max_position_embeddings'] ?? json['n_positions']);
	const hasWindows = withWindows.includes(architecture);
	const context = Number.isFinite(positions) ? positions : config.context;
	whole('context_length', hasWindows ? context : lowest([context, ...windows]));
	whole('embedding_length', config.width);
	whole('block_count', config.layers);
	whole('feed_forward_length', config.hidden);
	whole('attention.head_count', config.heads);
	real(`attention.layer_norm_${config.norm === 'layer' ? '' : 'rms_'}epsilon`, config.normEpsilon);
	whole('vocab_size', config.vocabulary);
	if (config.norm !== 'layer') {
		whole('attention.head_count_kv', config.keyValueHeads);
		whole('attention.key_length', config.headDim);
		whole('attention.value_length', config.headDim);
	}
	if (config.rotaryBase > 0) {
		real('rope.freq_base', config.rotaryBase);
		whole('rope.dimension_count', config.rotated ?? config.headDim);
	}
	if (config.isParallel !== undefined)
		fields.set(`${architecture}.use_parallel_residual`, { type: 'flag', value: config.isParallel });
	if (hasWindows) whole('attention.sliding_window', windows[0] ?? 0);
	if (architecture === 'phi3') {
		whole('attention.sliding_window', 0);
		whole('rope.scaling.original_context_length', originalPositions(json));
	}
	if (config.windowRotaryBase !== undefined) real('rope.freq_base_swa', config.windowRotaryBase);
	if (config.attentionCap !== undefined) real('attn_logit_softcapping', config.attentionCap);
	if (config.logitCap !== undefined) real('final_logit_softcapping', config.logitCap);
	const factors = writeScaling(json, config, { fields, architecture });
	requireSame(config, family, { fields, factors, tensors });
	return { fields, factors };
}

/** Absent: those of Phi-3 mini. */
const originalPositions = (json: ConfigJson): number =>
	Number(json['original_max_position_embeddings'] ?? 4096);

function writeScaling(
	json: ConfigJson,
	{ rotaryScaling: scaling, headDim, rotated = headDim, rotaryBase }: DecoderConfig,
	{ fields, architecture }: { fields: Map<string, Written>; architecture: string },
): Factors {
	const set = (name: string, written: Written) =>
		fields.set(`${architecture}.rope.scaling.${name}`, written);
	switch (scaling?.kind) {
		case 'llama3':
			return { llama3: llama3Factors({ count: rotated / 2, base: rotaryBase }, scaling) };
		case 'longrope': {
			const angles = json['rope_scaling'] ?? json['rope_parameters'];
			const { long_factor: long } = angles as { long_factor?: readonly number[] };
			set('original_context_length', { type: 'u32', value: originalPositions(json) });
			set('attn_factor', { type: 'f32', value: scaling.attention });
			return { short: scaling.factors, long: long ?? scaling.factors };
		}
		case 'linear':
			set('type', { type: 'text', value: 'linear' });
			set('factor', { type: 'f32', value: scaling.factor });
			return {};
		case 'yarn':
			set('type', { type: 'text', value: 'yarn' });
			set('factor', { type: 'f32', value: scaling.factor });
			set('original_context_length', { type: 'u32', value: scaling.original });
			set('yarn_beta_fast', { type: 'f32', value: scaling.fast });
			set('yarn_beta_slow', { type: 'f32', value: scaling.slow });
			return {};
		case undefined:
			return {};
	}
}

/** Reads what was written. Throws InputError with the first field of the decoder that differs. */
function requireSame(
	config: DecoderConfig,
	family: GgufFamily,
	written: WrittenConfig & { readonly tensors: Header['tensors'] },
): void {
	const values = Array.from(written.fields, ([name, { value }]) => [name, value] as const);
	const header = { file: 'model.gguf', fields: new Map<string, GgufValue>(values) };
	// Llama 3's divisors follow from its numbers, which the file does not have.
	const { llama3: _, ...factors } = written.factors;
	const read = toConfig({ ...header, tensors: written.tensors }, family, factors);
	const { config: found } = readConfig(JSON.stringify(read));
	const hasWindows = withWindows.includes(family.architecture);
	const [before, after] = [comparable(config, hasWindows), comparable(found, hasWindows)];
	const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	const differing = names.find((name) => before[name] !== after[name]);
	if (differing === undefined) return;
	throw new InputError(
		sentence('engine.model.ggufCannotExpress', {
			field: differing,
			value: before[differing] ?? 'null',
			other: after[differing] ?? 'null',
		}),
		{ file: 'config.json', field: differing },
	);
}

/**
 * A decoder's fields as texts, in float32. Where llama.cpp has no windows, the context is as long
 * as the smallest window.
 */
function comparable(
	{ padToken: _, windows = [], context, rotaryScaling, ...config }: DecoderConfig,
	hasWindows: boolean,
): Readonly<Record<string, string | undefined>> {
	const isUsed = hasWindows && windows.some((window) => window > 0 && window < context);
	const rest = {
		...config,
		...(rotaryScaling && rotaryScaling.kind !== 'llama3' && { rotaryScaling }),
		windows: isUsed ? windows : [],
		context: hasWindows ? context : lowest([context, ...windows.filter((window) => window > 0)]),
	};
	const rounded = (_key: string, value: unknown) =>
		typeof value === 'number' ? Math.fround(value) : value;
	return Object.fromEntries(
		Object.entries(rest).map(([name, value]) => [
			name,
			canonicalJson(JSON.parse(JSON.stringify(value, rounded) ?? 'null')),
		]),
	);
}

/** llama.cpp has windows in these architectures only: those of Phi-3 are switched off there. */
const withWindows = ['gemma2', 'gemma3'];
