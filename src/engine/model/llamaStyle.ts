/** The fields of config.json and the names of tensors that Llama, Qwen and Gemma share. */
import * as v from 'valibot';
import type { NamedTensor } from './architecture.ts';
import * as field from './configFields.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import { headTensor } from './gptStyle.ts';

export const llamaStyleFields = {
	hidden_size: field.positive,
	num_attention_heads: field.positive,
	num_key_value_heads: v.nullish(field.positive),
	head_dim: v.nullish(field.positive),
	num_hidden_layers: field.layerCount,
	intermediate_size: field.positive,
	vocab_size: field.positive,
	attention_bias: field.flagOr(false),
	rms_norm_eps: v.nullish(field.epsilon, 1e-6),
	rope_theta: v.nullish(field.above0),
	rope_scaling: v.nullish(field.rotaryObject),
	rope_parameters: v.nullish(field.rotaryObject),
	original_max_position_embeddings: v.nullish(field.positive),
	// transformers fails, or repeats the angles of longrope.
	partial_rotary_factor: field.absentOr(1),
	pad_token_id: field.pad(null),
};
type Fields = v.InferOutput<v.ObjectSchema<typeof llamaStyleFields, undefined>> &
	field.Positions & { readonly tie_word_embeddings: boolean };

/** The context, and the angles of all layers. */
export function toRotary(
	c: Pick<Fields, 'rope_theta' | 'rope_scaling' | 'rope_parameters'> & field.Positions,
	base = 10_000,
) {
	const rotary = field.chooseAngles(c);
	return {
		rotaryBase: rotary?.rope_theta ?? c.rope_theta ?? base,
		...field.scaledContext(rotary, c),
	};
}

/** All but the context and the angles. */
export function llamaStyleConfig(c: Omit<Fields, 'rope_scaling' | 'rope_parameters'>) {
	const [width, heads] = [c.hidden_size, c.num_attention_heads];
	return {
		vocabulary: c.vocab_size,
		width,
		layers: c.num_hidden_layers,
		heads,
		keyValueHeads: c.num_key_value_heads ?? heads,
		headDim: c.head_dim ?? width / heads,
		hidden: c.intermediate_size,
		normEpsilon: c.rms_norm_eps,
		tied: c.tie_word_embeddings,
		...field.readPad(c.pad_token_id, c.vocab_size),
		...(c.attention_bias && { attentionBias: 'all' as const }),
	};
}

/** Tensors that some architectures have. */
interface Extras {
	/** Gains of queries and keys: of each head, or of all heads together. */
	readonly headNorms?: 'each' | 'together';
	/** Gains of what attention and feed-forward part read (the default), add, or both. */
	readonly norms?: 'read' | 'added' | 'both';
}

export function llamaStyleTensors(c: DecoderConfig, extras: Extras = {}): readonly NamedTensor[] {
	return [
		['model.embed_tokens.weight', 'embedding', [c.vocabulary, c.width]],
		...Array.from({ length: c.layers }, (_, i) => layerTensors(c, i, extras)).flat(),
		['model.norm.weight', 'finalNorm', [c.width]],
		...headTensor(c),
	];
}

function layerTensors(
	c: DecoderConfig,
	index: number,
	{ headNorms, norms = 'read' }: Extras,
): NamedTensor[] {
	const { attentionBias, feedForwardBias = false } = c;
	const [hf, role] = [`model.layers.${index}`, `layer${index}`];
	const [queryWidth, keyWidth] = [c.heads * c.headDim, c.keyValueHeads * c.headDim];
	const tensor = (name: string, part: string, ...shape: number[]): NamedTensor => [
		`${hf}.${name}`,
		`${role}.${part}`,
		shape,
	];
	const gain = (kind: 'read' | 'added', name: string, part: string): NamedTensor[] =>
		norms === kind || norms === 'both' ? [tensor(`${name}.weight`, part, c.width)] : [];
	const headGain = (name: string, part: string, width: number): NamedTensor[] =>
		headNorms ? [tensor(`${name}.weight`, part, headNorms === 'each' ? c.headDim : width)] : [];
	const product = (
		name: string,
		part: string,
		[out, inner]: readonly [number, number],
		hasBias: boolean,
	): NamedTensor[] => [
		tensor(`${name}.weight`, part, out, inner),
		...(hasBias ? [tensor(`${name}.bias`, `${part}Bias`, out)] : []),
	];
	const hasBias = attentionBias !== undefined;
	return [
		...gain('read', 'input_layernorm', 'attentionNorm'),
		...product('self_attn.q_proj', 'query', [queryWidth, c.width], hasBias),
		...product('self_attn.k_proj', 'key', [keyWidth, c.width], hasBias),
		...product('self_attn.v_proj', 'value', [keyWidth, c.width], hasBias),
		...headGain('self_attn.q_norm', 'queryNorm', queryWidth),
		...headGain('self_attn.k_norm', 'keyNorm', keyWidth),
		...product('self_attn.o_proj', 'output', [c.width, queryWidth], attentionBias === 'all'),
		...gain('added', 'post_attention_layernorm', 'attendedNorm'),
		...gain(
			'read',
			norms === 'both' ? 'pre_feedforward_layernorm' : 'post_attention_layernorm',
			'feedForwardNorm',
		),
		...gain('added', 'post_feedforward_layernorm', 'fedNorm'),
		...product('mlp.gate_proj', 'gate', [c.hidden, c.width], feedForwardBias),
		...product('mlp.up_proj', 'up', [c.hidden, c.width], feedForwardBias),
		...product('mlp.down_proj', 'down', [c.width, c.hidden], feedForwardBias),
	];
}
