/** Model cards of the shipped models. Later measurements are added by hand. */
import path from 'node:path';
import type { BaseConfig } from '../../scripts/lib/baseConfig.ts';

export interface Pretraining {
	readonly id: string;
	readonly recipe: string;
	/** Folder of the model that it continues. */
	readonly from: string;
	readonly seed: number;
	readonly steps: number;
	readonly tokens: number;
	readonly seconds: number;
	readonly batchSize: number;
	readonly peakRate: number;
	/** Name of the device. */
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
const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} minutes`;

export function modelCard(training: Pretraining, parameters: number): string {
	const { id, recipe, seed, steps, tokens, seconds, batchSize, peakRate, device, config } =
		training;
	const options = id === recipe ? '' : ` --seed ${seed} --name ${id}`;
	return `${front}# ${id}

A base model of Skillet, a fine-tuning lab in a web page. It has ${count(parameters)} parameters,
tells small stories in plain English and knows the formats of the lab's built-in skills, but not the
skills.

## Model

Llama layout (\`LlamaForCausalLM\`), F32: ${config.num_hidden_layers} layers,
width ${config.hidden_size}, ${config.num_attention_heads} heads,
gated unit of ${config.intermediate_size}, rotary positions (base ${config.rope_theta}),
context ${config.max_position_embeddings}, tied embeddings.
Tokens are bytes and eight special tokens, without merges.

## Training

\`npm run --prefix workshop pretrain -- --id ${recipe}${options}\`, seed ${seed}:
${count(steps)} steps of ${batchSize} examples, ${count(tokens)} tokens,
${minutes(seconds)} on ${device}.
AdamW (0.9, 0.98), peak rate ${peakRate} after 100 steps of warm-up, cosine to 10 %,
weight decay 0.1, clip 1. Three quarters of the text are stories, the others are words, numbers and,
in 5 %, every form of every skill. It contains no validation or held-out prompt and no beginning
of a tested story; a test checks this ([the world](../../docs/dev/world.md)).

## Limits

The model knows eight people, eight things and six places. It cannot chat and has no world
knowledge.
`;
}

export function tutorCard(training: Pretraining, parameters: number): string {
	const { id, recipe, from, seed, steps, tokens, seconds, batchSize, peakRate, device } = training;
	return `${front}# ${id}

An auxiliary model of Skillet, a fine-tuning lab in a web page: ${count(parameters)} parameters,
[skillet-base](../skillet-base/README.md) trained on the eight built-in skills. It only measures.
RAISE (arXiv 2504.07282) uses a larger instruction-tuned model to describe how hard and how similar
examples are; this model replaces it. It is as small as the base model, but it knows the skills.

## Model

The same layout, shape and tokenizer as skillet-base, F32.

## Training

\`npm run --prefix workshop pretrain -- --id ${recipe}\`,
from ${path.basename(from)}, seed ${seed}:
${count(steps)} steps of ${batchSize} examples, ${count(tokens)} tokens,
${minutes(seconds)} on ${device}.
AdamW (0.9, 0.98), peak rate ${peakRate} after 10 % of the steps as warm-up, linear to 2 %,
weight decay 0.01, clip 1. The skills alternate, and all answers are right.

The examples (scripts/lib/pretraining/tutoring.ts) follow the skills' rules. None is in a training,
validation or held-out part of a built-in skill, with two exceptions:

- The 80 prompts of capitals are those that the skill trains and recalls.
- Of the 900 sums of addition, 894 are in use. The tutor has the training sums from the 201st on,
  which the noisy pool (200 rows per skill) leaves out. A test checks this.

The text that skillet-base read before is not left out. It contains some training prompts of the
skills, and no validation or held-out prompts ([the world](../../docs/dev/world.md)).

## Limits

The model knows these eight skills and has forgotten the stories of its base. It is not a start
model for a comparison of policies, because it already knows what they teach.
`;
}
