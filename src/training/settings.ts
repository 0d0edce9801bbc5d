/** Training settings: plain data. lab/run/schema.ts validates them. */
import type { JsonObject } from '#core/json.ts';

/** A policy is active from `fromStep` on. The first segment has fromStep 0; steps rise strictly. */
export interface PolicySegment {
	readonly fromStep: number;
	readonly id: string;
	readonly settings: JsonObject;
	/** SHA-256 of an earlier preparation's result, used instead of a new preparation. */
	readonly artefact?: string;
}

export interface Schedule {
	readonly kind: 'linear' | 'cosine' | 'constant';
	/** Share of the steps in which the rate rises linearly from 0. */
	readonly warmup: number;
	/** The rate at the last step as a share of the peak (linear and cosine). */
	readonly floor: number;
}

export interface Optimizer {
	readonly learningRate: number;
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	readonly weightDecay: number;
	/** Gradients with a larger global norm are scaled down to it. */
	readonly clip: number;
	/** Micro-batches per step. Their gradients are averaged. */
	readonly accumulation: number;
}

export interface Batching {
	/** Examples per step. */
	readonly size: number;
	/** Maximum tokens per example. Longer prompts lose tokens at their start. */
	readonly context: number;
	/** packed: examples follow each other. padded: each is filled to the longest. Same losses. */
	readonly layout: 'packed' | 'padded';
}

/** mixed: 16-bit weights and activations with 32-bit sums and updates; only on WebGPU. */
export type Precision = 'single' | 'mixed';

/** Activations for the backward pass. Recomputed: less memory, the same bits. */
export type Activations = 'kept' | 'recomputed';

export interface EvaluationPlan {
	/** Steps between evaluations. Step 0 and the last step are evaluated too. */
	readonly every: number;
	/** Examples per skill (all, if it has fewer) while training. */
	readonly examples: number;
	/** Examples per skill at the end. */
	readonly finalExamples: number;
	/** Generated samples per skill and evaluation. */
	readonly samples: number;
	/** 'validation': for a search, which must not use the held-out examples. Default: held-out. */
	readonly part?: 'validation';
}

/**
 * A limit beside `steps`. The run ends with the first step that reaches it.
 * tokens: tokens of the batches without padding. The learning-rate schedule runs over them.
 * seconds: wall time of steps, probes and preparations. The run records in `stopped` the step at
 * which the time was up, and a replay ends there.
 */
export type Budget =
	| { readonly kind: 'tokens'; readonly tokens: number }
	| { readonly kind: 'seconds'; readonly seconds: number; readonly stopped?: number };

/** The part of an experiment that the trainer reads. */
export interface TrainingSettings {
	readonly policy: readonly PolicySegment[];
	readonly steps: number;
	readonly seed: number;
	readonly batching: Batching;
	readonly optimizer: Optimizer;
	readonly schedule: Schedule;
	readonly evaluation: EvaluationPlan;
	/** Default: single. */
	readonly precision?: Precision;
	/** Default: kept. */
	readonly activations?: Activations;
	/** Default: none, so `steps` alone ends the run. */
	readonly budget?: Budget;
}
