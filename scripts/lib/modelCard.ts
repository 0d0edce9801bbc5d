/** The card that a shipped model comes with: what it is, and how it was made. What it is good for is measured later, and added by hand. */
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

const front = `---
license: apache-2.0
library_name: transformers
pipeline_tag: text-generation
tags: [skillet, data-mixing]
---

`;

const count = (value: number): string => value.toLocaleString('en');

export function modelCard(training: Pretraining, parameters: number): string {
	const { id, seed, steps, tokens, seconds, batchSize, peakRate, device, config } = training;
	return `${front}# ${id}

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
prompt of any built-in skill is in it, by a test ([docs/guide/skills.md](../../docs/guide/skills.md)).

## Limits

It has read half a megabyte of synthetic text. It cannot chat, and knows nothing of the world.
`;
}

export function tutorCard(training: Pretraining, parameters: number): string {
	const { id, seed, steps, tokens, seconds, batchSize, peakRate, device } = training;
	return `${front}# ${id}

An auxiliary model of Skillet, a fine-tuning lab in a web page: ${count(parameters)} parameters,
[skillet-base](../skillet-base/README.md) taught the eight built-in skills. It only measures: RAISE (arXiv 2504.07282) reads how hard and
how alike examples are from a larger instruction-tuned model, and this one stands for it. It is as small as the base model, and knows the skills.

## Model

As skillet-base: the same layout, shape and tokenizer, F32.

## Training

By \`npm run pretrain -- --id ${id}\` (scripts/pretrain.ts) with the lab's own engine, from skillet-base, seed ${seed}: ${count(steps)} steps of
${batchSize} examples, ${count(tokens)} tokens seen, ${(seconds / 60).toFixed(1)} minutes on ${device}, beside other work. AdamW (0.9, 0.98), peak rate ${peakRate} after
10 % of the steps as warm-up, linear to 2 %, weight decay 0.01, clip 1. The skills take turns, and all answers are right.

What it was taught with (src/data/builtin/tutoring.ts) are further prompts by the skills' own rules: none is in a training, validation or held-out part
of any built-in skill, with two exceptions. The facts are the facts: the 80 that the skill trains and recalls. And of the 900 sums of \`add\`,
894 are dealt out; the tutor has the training sums from the 201st on, which the noisy pool (200 rows a skill) leaves out. A test checks this. What
skillet-base had read before is not left out: it shows some training prompts of the skills, and no validation or held-out ones (docs/guide/skills.md).

## Limits

It knows these eight skills and has forgotten the general text of its base. It is no start for a comparison of policies: what they should teach, it knows.
`;
}
