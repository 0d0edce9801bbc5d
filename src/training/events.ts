/** What happens in a run, as append-only values: the page draws them, storage keeps them, a bench prints them. */
import type { JsonObject } from '#core/json.ts';
import type { Evaluation } from './evaluationReport.ts';
import type { Explanation } from '#mixing/policy.ts';

/** Arrays are indexed like Experiment.skills; a skill that is only watched has weight 0 and no training loss. */
export interface StepEvent {
	readonly type: 'step';
	/** 1 after the first step: the number of steps that are done. */
	readonly step: number;
	/** Mean over the batch's examples of the mean nats per answer token. */
	readonly loss: number;
	readonly skillLoss: readonly (number | null)[];
	readonly weights: readonly number[];
	/** Examples of each skill in this batch. */
	readonly drawn: readonly number[];
	/** Tokens of this batch without padding, by skill. */
	readonly tokens: readonly number[];
	readonly learningRate: number;
	/** Global norm before clipping. null: it was too large for half precision, and the step changed nothing. */
	readonly gradientNorm: number | null;
	/** Examples of each skill in this batch whose answers are known to be wrong. Only where a skill has such. */
	readonly noisy?: readonly number[];
	/** The rows that the policy chose itself, in the order of the batch. */
	readonly chosen?: readonly ChosenExample[];
	/** Wall time of the step, and of what the policy had measured after it (of its first step: before it too). Not part of what must be equal for equal seeds. */
	readonly milliseconds: number;
	readonly probeMilliseconds?: number;
}

export interface ChosenExample {
	readonly skill: number;
	/** Row of the training examples. */
	readonly row: number;
	/** The class that the policy chose it from. */
	readonly class?: number;
	/** Its answer is known to be wrong: the policy does not see this. */
	readonly noisy: boolean;
}

/** Told before a policy's first step, when it had something to do first. */
export interface PreparedEvent {
	readonly type: 'prepared';
	/** Steps that are done. */
	readonly step: number;
	readonly id: string;
	/** SHA-256 of what it made; null where only the data were surveyed. */
	readonly artefact: string | null;
	/** Optimizer steps of its roll-outs. */
	readonly updates: number;
	/** Examples that were measured, each a forward pass. */
	readonly measured: number;
	readonly milliseconds: number;
}

export interface EvaluationEvent extends Evaluation {
	readonly type: 'evaluation';
	/** 0 is the base model before the first step. */
	readonly step: number;
	readonly milliseconds: number;
}

export interface SampleEvent {
	readonly type: 'samples';
	readonly step: number;
	readonly samples: readonly {
		readonly skill: number;
		readonly prompt: string;
		/** Greedy. */
		readonly answer: string;
		readonly expected: string;
		/** null for text: nothing to match. */
		readonly right: boolean | null;
	}[];
}

/** Told before the first step. */
export interface MemoryEvent {
	readonly type: 'memory';
	readonly step: 0;
	/** What the run takes on the device, from here to its end. */
	readonly bytes: number;
}

export type RunEvent =
	| StepEvent
	| MemoryEvent
	| PreparedEvent
	| EvaluationEvent
	| SampleEvent
	| { readonly type: 'explained'; readonly step: number; readonly explanation: Explanation }
	| {
			readonly type: 'policySwitched';
			readonly step: number;
			readonly id: string;
			readonly settings: JsonObject;
			readonly artefact?: string;
	  }
	| { readonly type: 'checkpoint'; readonly step: number }
	| { readonly type: 'warning'; readonly step: number; readonly message: string }
	| { readonly type: 'finished'; readonly step: number }
	| {
			readonly type: 'failed';
			readonly step: number;
			readonly message: string;
			readonly suggestedLearningRate?: number;
	  };
