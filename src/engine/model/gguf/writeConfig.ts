/**
 * The fields of a GGUF file for a model's config. They are read again and compared, so that a
 * config that GGUF cannot express is an error.
 */
import { InputError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { lowest } from '#engine/core/statistics.ts';
import type { ConfigJson } from '../architecture.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import { readConfig } from '../folder.ts';
import { llama3Factors, toConfig, type Factors, type GgufFamily, type Header } from './families.ts';
import type { GgufValue } from './header.ts';
import type { Written } from './writeHeader.ts';

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
	const { architecture, hasWindows = false } = family;
	const fields = new Map<string, Written>();
	const set: Put = (name, written) => fields.set(`${architecture}.${name}`, written);
	const whole = (name: string, value: number) => set(name, { type: 'u32', value });
	const real = (name: string, value: number | undefined) =>
		value !== undefined && set(name, { type: 'f32', value });
	const windows = (config.windows ?? []).filter((window) => window > 0);
	const positions = Number(json['max_position_embeddings'] ?? json['n_positions']);
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
		set('use_parallel_residual', { type: 'flag', value: config.isParallel });
	if (hasWindows) whole('attention.sliding_window', windows[0] ?? 0);
	if (architecture === 'phi3') {
		whole('attention.sliding_window', 0);
		whole('rope.scaling.original_context_length', originalPositions(json));
	}
	real('rope.freq_base_swa', config.windowRotaryBase);
	real('attn_logit_softcapping', config.attentionCap);
	real('final_logit_softcapping', config.logitCap);
	const factors = writeScaling(json, config, (name, written) =>
		set(`rope.scaling.${name}`, written),
	);
	requireSame(config, family, { fields, factors, tensors });
	return { fields, factors };
}

type Put = (name: string, written: Written) => unknown;

/** Absent: those of Phi-3 mini. */
const originalPositions = (json: ConfigJson): number =>
	Number(json['original_max_position_embeddings'] ?? 4096);

function writeScaling(
	json: ConfigJson,
	{ rotaryScaling: scaling, headDim, rotated = headDim, rotaryBase }: DecoderConfig,
	set: Put,
): Factors {
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
		case 'yarn':
			set('type', { type: 'text', value: scaling.kind });
			set('factor', { type: 'f32', value: scaling.factor });
			if (scaling.kind === 'linear') return {};
			set('original_context_length', { type: 'u32', value: scaling.original });
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
	const [before, after] = [comparable(config, family), comparable(found, family)];
	const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	const differing = names.find((name) => before[name] !== after[name]);
	if (differing === undefined) return;
	throw new InputError(
		say(
			'config.json: GGUF cannot express {field}: it is {value} here, and llama.cpp computes {other}. Save the model as safetensors.',
			{ field: differing, value: before[differing] ?? 'null', other: after[differing] ?? 'null' },
		),
		{ file: 'config.json', field: differing },
	);
}

/**
 * A decoder's fields as texts, in float32. Where llama.cpp has no windows, the context is as long
 * as the smallest window. Only its `llama` reads the divisors of Llama 3.
 */
function comparable(
	{ padToken: _, windows = [], context, rotaryScaling, ...config }: DecoderConfig,
	{ architecture, hasWindows = false }: GgufFamily,
): Readonly<Record<string, string | undefined>> {
	const isUsed = hasWindows && windows.some((window) => window > 0 && window < context);
	const hasDivisors = architecture === 'llama' && rotaryScaling?.kind === 'llama3';
	const rest = {
		...config,
		...(rotaryScaling && !hasDivisors && { rotaryScaling }),
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
