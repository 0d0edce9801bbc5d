/** What decides a run beside its model and its data: plain data, checked by lab/run/schema.ts. */
import type { JsonObject } from '#core/json.ts';

/** From this step on this policy draws. The first has fromStep 0; steps rise strictly. */
export interface PolicySegment {
	readonly fromStep: number;
	readonly id: string;
	readonly settings: JsonObject;
	/** SHA-256 of what an earlier preparation of the policy made, taken instead of preparing. */
	readonly artefact?: string;
}

export interface Schedule {
	readonly kind: 'linear' | 'cosine' | 'constant';
	/** Share of the steps over which the rate rises linearly from 0. */
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
	/** Global gradient norm above which gradients are scaled down. */
	readonly clip: number;
	/** Micro-batches per step: the batch is cut into so many parts, and their gradients are averaged. */
	readonly accumulation: number;
}

export interface Batching {
	/** Examples per step. */
	readonly size: number;
	/** Longest example in tokens; longer ones are cut from the prompt's left. */
	readonly context: number;
	/** packed: examples one behind another, which do not see each other. padded: each filled up to the longest. Same losses. */
	readonly layout: 'packed' | 'padded';
}

/** single: 32 bits. mixed: weights and activations are read and kept in 16 while sums and updates have 32; only on WebGPU. */
export type Precision = 'single' | 'mixed';

/** What the backward pass needs of the forward pass: kept, or computed again layer by layer (less memory, the same bits). */
export type Activations = 'kept' | 'recomputed';

export interface EvaluationPlan {
	/** Steps between evaluations; also at step 0 and at the end. */
	readonly every: number;
	/** Held-out examples per skill (all, if it has fewer) while training … */
	readonly examples: number;
	/** … and at the end. */
	readonly finalExamples: number;
	/** Samples that are generated and shown, per skill and evaluation. */
	readonly samples: number;
	/** validation: a search that chooses by what it sees must not look at the held-out examples. Held-out where it is left out. */
	readonly part?: 'validation';
}

/**
 * What a run may take, beside `steps`: it ends with the first step that reaches it, after an evaluation. tokens: of the batches, without
 * padding; the learning rate's schedule runs over them (those of the step's own batch included) instead of over the steps. seconds: wall time of steps, probes and
 * preparations; `stopped` is the step at which that was up, noted by the run, and a replay ends there.
 */
export type Budget =
	| { readonly kind: 'tokens'; readonly tokens: number }
	| { readonly kind: 'seconds'; readonly seconds: number; readonly stopped?: number };

/** All that the trainer reads of an experiment. */
export interface TrainingSettings {
	readonly policy: readonly PolicySegment[];
	readonly steps: number;
	readonly seed: number;
	readonly batching: Batching;
	readonly optimizer: Optimizer;
	readonly schedule: Schedule;
	readonly evaluation: EvaluationPlan;
	/** single where it is left out, as in every experiment made before there was another. */
	readonly precision?: Precision;
	/** kept where it is left out. */
	readonly activations?: Activations;
	/** `steps` alone where it is left out. */
	readonly budget?: Budget;
}
