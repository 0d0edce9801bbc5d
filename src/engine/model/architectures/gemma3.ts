/**
 * The text model of Gemma 3 (Gemma Team 2025, arXiv 2503.19786): Gemma with norms of heads and of
 * what each part adds. Most layers have a window, and rotary positions of another base.
 */
import * as v from 'valibot';
import { say } from '#engine/core/message.ts';
import { openObject, toIssue } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import { headNorms } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';
import { gemma2Fields, gemma2Names } from './gemma2.ts';

const globalRotary = v.nullish(
	v.pipe(
		field.rotaryObject,
		v.check(
			({ truncate, type, rope_type }) =>
				(truncate === undefined || truncate === true) &&
				(typeof type !== 'string' || typeof rope_type === 'string'),
			toIssue(
				say(
					'truncate must be absent or true, and type needs rope_type beside it: transformers reads nothing else here.',
				),
			),
		),
	),
);
const localRotary = openObject({
	rope_type: field.absentOr('default'),
	type: field.absentOr('default'),
	rope_theta: v.nullish(field.above0),
	partial_rotary_factor: field.absentOr(1),
});
const schema = llamaStyleFields(131_072, {
	...gemma2Fields,
	sliding_window_pattern: v.nullish(field.positive, 6),
	rope_local_base_freq: v.nullish(field.above0, 10_000),
	rope_scaling: globalRotary,
	rope_parameters: v.nullish(
		openObject({ full_attention: globalRotary, sliding_attention: v.nullish(localRotary) }),
	),
	// transformers reads this field, and does not use it.
	attn_logit_softcapping: field.absent,
	final_logit_softcapping: v.nullish(field.above0),
});

export const gemma3 = defineArchitecture({
	modelType: 'gemma3_text',
	className: 'Gemma3ForCausalLM',
	schema,
	names: { ...gemma2Names, parts: { ...gemma2Names.parts, ...headNorms } },
	config: ({ rope_parameters, ...c }) => {
		// Each `sliding_window_pattern`-th layer sees all tokens.
		const hasWindow = (layer: number) => (layer + 1) % c.sliding_window_pattern !== 0;
		const { full_attention, sliding_attention } = rope_parameters ?? {};
		return {
			...llamaStyleConfig(
				{
					...c,
					hidden_act: c.hidden_activation,
					rope_scaling: { ...full_attention, ...c.rope_scaling },
					// transformers reads it inside the angles only.
					original_max_position_embeddings: null,
				},
				1_000_000,
			),
			...(c.final_logit_softcapping && { logitCap: c.final_logit_softcapping }),
			windowRotaryBase: sliding_attention?.rope_theta ?? c.rope_local_base_freq,
			windows: field.layerWindows(c, c.sliding_window, hasWindow),
			norm: 'rms+1',
			embeddingScale: Math.sqrt(c.hidden_size),
			attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
		};
	},
});
