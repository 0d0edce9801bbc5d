/** Events of a run: append-only plain data for the page, the storage and the command line. */
import type { JsonObject } from '#core/json.ts';
import type { MessageOf, Statement } from '#core/message.ts';
import type { PolicyMessage } from '#mixing/messages.ts';
import type { Explanation } from '#mixing/policy.ts';

/** Arrays are indexed like Experiment.skills. A watched skill has weight 0 and no training loss. */
export interface StepEvent {
	readonly type: 'step';
	/** Number of finished steps: 1 after the first one. */
	readonly step: number;
	/** Mean over the batch's examples of the mean nats per answer token. */
	readonly loss: number;
	readonly skillLoss: readonly (number | null)[];
	readonly weights: readonly number[];
	/** Examples of each skill in this batch. */
	readonly drawn: readonly number[];
	/** Tokens of each skill in this batch, without padding. */
	readonly tokens: readonly number[];
	readonly learningRate: number;
	/** Global norm before clipping. null: a half-precision overflow, so the step changed nothing. */
	readonly gradientNorm: number | null;
	/** Examples of each skill with a known wrong answer. Present if a trained skill has any. */
	readonly noisy?: readonly number[];
	/** Rows that the policy chose itself, in the batch's order. */
	readonly chosen?: readonly ChosenExample[];
	/** Wall time of the step. Wall times differ between runs of equal seeds. */
	readonly milliseconds: number;
	/** Wall time of the policy's probes after the step, and before its first step. */
	readonly probeMilliseconds?: number;
}

export interface ChosenExample {
	readonly skill: number;
	/** Index of the training example. */
	readonly row: number;
	/** The class from which the policy chose it. */
	readonly class?: number;
	/** Its answer is known to be wrong. The policy does not see this. */
	readonly noisy: boolean;
}

/** A policy's work before its first step: a preparation or a survey. */
export interface PreparedEvent {
	readonly type: 'prepared';
	/** Number of finished steps. */
	readonly step: number;
	readonly id: string;
	/** SHA-256 of the preparation's result; null if the policy only surveyed the data. */
	readonly artefact: string | null;
	/** Optimizer steps of the roll-outs. */
	readonly updates: number;
	/** Measured examples; each is one forward pass. */
	readonly measured: number;
	readonly milliseconds: number;
}

/** Arrays are indexed like Experiment.skills. */
export interface Evaluation {
	readonly skills: readonly SkillScore[];
	/** Mean of `exact` over the trained skills that have one; null if none has. */
	readonly averageExact: number | null;
	readonly worstExact: { readonly skill: number; readonly exact: number } | null;
}

export interface SkillScore {
	/** Mean over held-out examples of the mean nats per answer token. */
	readonly loss: number;
	/** Share of examples with a right whole answer under greedy decoding; null for raw text. */
	readonly exact: number | null;
	/** Share of answer tokens that are the argmax under teacher forcing. */
	readonly tokenAccuracy: number;
	readonly examples: number;
}

export interface EvaluationEvent extends Evaluation {
	readonly type: 'evaluation';
	/** 0: the base model before the first step. */
	readonly step: number;
	readonly milliseconds: number;
}

export interface SampleEvent {
	readonly type: 'samples';
	readonly step: number;
	readonly samples: readonly {
		readonly skill: number;
		readonly prompt: string;
		/** From greedy decoding. */
		readonly answer: string;
		readonly expected: string;
		/** null for raw text, which has no answer to match. */
		readonly right: boolean | null;
	}[];
}

/** Emitted before the first step. */
export interface MemoryEvent {
	readonly type: 'memory';
	readonly step: 0;
	/** Device memory that the run holds until its end. */
	readonly bytes: number;
}

/** Ids and values of training's messages. lab/run/words.en.ts has their words. */
export interface TrainingMessages {
	'precision.single': Record<string, never>;
	'activations.recomputed': Record<string, never>;
	'run.evaluating': Record<string, never>;
	'run.sampling': Record<string, never>;
}
export type TrainingMessage = MessageOf<TrainingMessages>;
export type TrainingStatement = Statement<TrainingMessage | PolicyMessage>;

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
	| { readonly type: 'warning'; readonly step: number; readonly message: Statement }
	| { readonly type: 'finished'; readonly step: number }
	| {
			readonly type: 'failed';
			readonly step: number;
			readonly message: Statement;
			readonly suggestedLearningRate?: number;
	  };
