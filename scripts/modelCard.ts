/** The card that a base model comes with: what it is, and how it was made. What it is good for is measured later, and added by hand. */
import type { BaseConfig } from './baseConfig.ts';

export interface Pretraining {
	readonly id: string;
	readonly seed: number;
	readonly steps: number;
	readonly tokens: number;
	readonly seconds: number;
	readonly batchSize: number;
	readonly peakRate: number;
	/** What it was trained on, in words. */
	readonly device: string;
	readonly config: BaseConfig;
}

const count = (value: number): string => value.toLocaleString('en');

export function modelCard(training: Pretraining, parameters: number): string {
	const { id, seed, steps, tokens, seconds, batchSize, peakRate, device, config } = training;
	return `---
license: apache-2.0
library_name: transformers
pipeline_tag: text-generation
tags: [skillet, data-mixing]
---

# ${id}

A base model of Skillet, a fine-tuning lab in a web page: ${count(parameters)} parameters, made like the default one
([skillet-base](../skillet-base/README.md)) in another size, so that size can be studied. It knows the formats of the lab's built-in skills, and
not yet the skills.

## Model

Llama layout (\`LlamaForCausalLM\`), F32: ${config.num_hidden_layers} layers, width ${config.hidden_size}, ${config.num_attention_heads} heads, gated unit of ${config.intermediate_size}, rotary positions (base
${config.rope_theta}), context ${config.max_position_embeddings}, tied embeddings. Tokens are bytes and eight special ones, no merges, so any text fits.

## Training

By \`npm run pretrain -- --id ${id}\` (scripts/pretrain.ts) with the lab's own engine, seed ${seed}: ${count(steps)} steps of ${batchSize} examples,
${count(tokens)} tokens seen, ${(seconds / 60).toFixed(1)} minutes on ${device}, beside other work. AdamW (0.9, 0.98), peak rate ${peakRate} after 100 steps of
warm-up, cosine to 10 %, weight decay 0.1, clip 1. 97 % synthetic “web text”, 3 % light exposure to task formats; no held-out
prompt of any built-in skill is in it, by a test ([docs/skills.md](../../docs/skills.md)).

## Limits

It has read half a megabyte of synthetic text. It cannot chat, and knows nothing of the world.
`;
}
