/** Training settings as schemas, with their types. A run adds its policies to them. */
import * as v from 'valibot';
import { say } from '#engine/core/message.ts';
import {
	above0,
	between,
	defaulted,
	list,
	mustBeOneOf,
	object,
	oneOf,
	text,
	whole,
} from '#engine/core/fields.ts';
import { defaultGenerated } from '#engine/core/measureKinds.ts';
import { adapterSettings } from '#engine/model/adapterSettings.ts';
import type { PassOptions } from '#engine/model/capturedDecoder.ts';

export const maxSteps = 1_000_000;

/** A stretch of the steps, of a run that trained on. */
const stretch = object({
	/** Its last step. */
	until: whole(1, maxSteps),
	/** The steps that the run was planned for until then, from step 1. */
	steps: whole(1, maxSteps),
	/** The rate afterwards: of the longer schedule at that step, or of one that begins there. */
	then: oneOf(['continue', 'again']),
});

const schedule = object({
	kind: oneOf(['linear', 'cosine', 'constant']),
	/** Share of the steps in which the rate rises linearly from 0. */
	warmup: between(0, 1),
	/** The rate at the last step as a share of the peak (linear and cosine). */
	floor: between(0, 1),
	/** Default: none, so one schedule runs over all steps. */
	stretches: v.exactOptional(v.pipe(list(stretch, say('stretches'), 100), v.readonly())),
});
export type Schedule = Readonly<v.InferOutput<typeof schedule>>;

const optimizer = object({
	learningRate: above0(1),
	// Beyond, 32 bits round 1 − β by more than 0.3 %.
	beta1: between(0, 0.99999),
	beta2: between(0, 0.99999),
	epsilon: above0(0.1),
	weightDecay: between(0, 10),
	/** Gradients with a larger global norm are scaled down to it. */
	clip: above0(1e6),
	/** Micro-batches per step. Their gradients are averaged. */
	accumulation: whole(1, 1024),
});
export type Optimizer = Readonly<v.InferOutput<typeof optimizer>>;

/** AdamW without accumulation. The rate suits a LoRA adapter or a small model. */
export const defaultOptimizer: Optimizer = {
	learningRate: 1e-3,
	beta1: 0.9,
	beta2: 0.98,
	epsilon: 1e-8,
	weightDecay: 0.01,
	clip: 1,
	accumulation: 1,
};

const batching = object({
	/** Examples per step. */
	size: whole(1, 1024),
	/** Maximum tokens per example. Longer prompts lose tokens at their start. */
	context: whole(16, 4096),
	/** packed: examples follow each other. padded: each is filled to the longest. Same losses. */
	layout: oneOf(['packed', 'padded']),
});
export type Batching = Readonly<v.InferOutput<typeof batching>>;

const evaluation = object({
	/** Steps between evaluations. Step 0 and the last step are evaluated too. */
	every: whole(1, maxSteps),
	/** Examples per skill (all, if it has fewer) while training. */
	examples: whole(1, 100_000),
	/** Examples per skill at the end. The base model is tested on them too. */
	finalExamples: whole(1, 100_000),
	/** Prompts per skill that the model answers, if the skill's measure reads its answers. */
	generated: defaulted(whole(1, 10_000), defaultGenerated),
	/** Generated samples per skill and evaluation. */
	samples: whole(0, 100),
	/** 'validation': for a search, which must not use the held-out examples. Default: held-out. */
	part: v.exactOptional(oneOf(['validation'])),
	/**
	 * Keeps the best checkpoint by this measure of the validation rows, at each evaluation: mean loss
	 * or exact match of the trained skills, the worst exact match, or the loss of `bestSkill`.
	 */
	best: v.exactOptional(oneOf(['loss', 'exact', 'worst', 'skill'])),
	bestSkill: v.exactOptional(text(100)),
});

/**
 * A limit beside `steps`. The run ends with the first step that reaches it.
 * tokens: tokens of the batches without padding. The learning-rate schedule runs over them.
 * seconds: wall time of steps, probes and preparations. The run records in `stopped` the step at
 * which the time was up, and a replay ends there.
 */
const budget = v.variant(
	'kind',
	[
		object({ kind: v.literal('tokens'), tokens: whole(1, 1e12) }),
		object({
			kind: v.literal('seconds'),
			seconds: above0(1e6),
			stopped: v.exactOptional(whole(1, maxSteps)),
		}),
	],
	mustBeOneOf(['tokens', 'seconds']),
);
export type Budget = Readonly<v.InferOutput<typeof budget>>;

/** Settings of one training, without the choice of its examples. */
export const trainingSettings = object({
	steps: whole(1, maxSteps),
	seed: whole(0, Number.MAX_SAFE_INTEGER),
	batching,
	optimizer,
	schedule,
	evaluation,
	/** Steps between checkpoints. Each switch and the end have one too. The trainer stores none. */
	checkpointEvery: whole(1, maxSteps),
	/** Activations for the backward pass. Recomputed: less memory, the same bits. */
	activations: defaulted(oneOf(['kept', 'recomputed']), 'kept'),
	/** Trains an adapter (LoRA) beside frozen weights. Default: all weights are trained. */
	adapter: v.exactOptional(adapterSettings),
	/** Default: none, so `steps` alone ends the run. */
	budget: v.exactOptional(budget),
});
/** The part that the trainer reads. */
export type TrainingSettings = Readonly<
	Omit<v.InferOutput<typeof trainingSettings>, 'checkpointEvery'>
>;

export const passOptions = ({
	activations,
}: Pick<TrainingSettings, 'activations'>): PassOptions => ({
	checkpointing: activations === 'recomputed',
});
