/** One run's training: weights, optimizer, policy and counters, a step at a time. The pace is the caller's. */
import type { Json } from '#core/json.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { LoadedModel } from '#model/folder.ts';
import type { RunEvent } from './events.ts';
import type { PolicySegment, TrainingSettings } from './settings.ts';

export interface TrainerState {
	readonly step: number;
	readonly weights: Float32Array;
	readonly firstMoments: Float32Array;
	readonly secondMoments: Float32Array;
	readonly counters: Json;
}

export interface TrainerOptions {
	readonly device: ComputeDevice;
	readonly model: LoadedModel;
	/** A model of the same tokenizer that only measures, for policies that ask for it. */
	readonly auxiliary?: LoadedModel;
	readonly skills: readonly EncodedSkill[];
	readonly settings: TrainingSettings;
	readonly restored?: TrainerState;
	/** What an earlier preparation made, by its SHA-256. Throws InputError when the lab does not have it. */
	readonly openArtefact?: (sha256: string) => Promise<Json>;
	/** A preparation has kept where it is: cut short now, it loses nothing. */
	readonly onKept?: () => void;
	/** Steps that were trained on a device that was lost. A budget of seconds did not end the run there. */
	readonly stepsBeforeLoss?: number;
	/** Milliseconds of a clock that never goes back. */
	readonly now?: () => number;
	/** Long parts in words: compiling, evaluating. fraction null: no telling. */
	readonly onProgress?: (label: string, fraction: number | null) => void;
}

export interface Trainer {
	/** Steps that are done. */
	readonly step: number;
	/** Events of the start: the evaluation of the base model and its samples. Empty when restored. */
	start(signal?: AbortSignal): Promise<readonly RunEvent[]>;
	/**
	 * Trains one step, or several up to step `until` where that is faster; with them come the evaluation and samples when they are
	 * due, and `finished` at the end. A policy that prepares does so first: `signal` cuts that short, no step is done then, its
	 * reason is thrown, and the next call goes on with it. Throws NonFiniteError.
	 */
	next(until?: number, signal?: AbortSignal): Promise<readonly RunEvent[]>;
	/** Evaluates now on `finalExamples` (a run that is stopped early). */
	evaluate(): Promise<readonly RunEvent[]>;
	/** From the next step on; the old policy's state is kept for the way back. Throws InputError, and changes nothing then. */
	switchPolicy(segment: Omit<PolicySegment, 'fromStep'>): PolicySegment;
	/** What the preparation of the policy that draws next has made; undefined where there was none yet. */
	readonly artefact: Json | undefined;
	/** Reads weights and moments back: exact. */
	state(): Promise<TrainerState>;
	generate(
		prompt: string,
		model: 'base' | 'tuned',
		maxTokens: number,
		/** text: the model goes on with the prompt, instead of answering it. 'question' where it is missing. */
		form?: 'question' | 'text',
		/** Ends it between two tokens: its reason is thrown. */
		signal?: AbortSignal,
	): Promise<{ text: string; tokens: number; ended: boolean }>;
	dispose(): void;
}
