/** The interface of one run's training. The caller decides when the next step runs. */
import type { Json } from '#engine/core/json.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { RunEvent, TrainingStatement } from './events.ts';
import type { HostState } from '#engine/training/optimizer.ts';
import type { Answer, AnswerOptions, Question } from '#engine/training/samples.ts';
import type { StepReceiver } from './ReadAhead.ts';
import type { PolicySegment, RunSettings } from './runSettings.ts';

/** The arrays are flat, in the order of the model's tensors. */
export interface TrainerState extends HostState {
	readonly step: number;
	/** Mixer.state() of each used policy by its id, drawn counts, and the trainer's own state. */
	readonly counters: Json;
}

export interface TrainerOptions {
	readonly device: ComputeDevice;
	readonly model: LoadedModel;
	/** A second model with the same tokenizer, on which policies can measure examples. */
	readonly auxiliary?: LoadedModel;
	/** The adapter's numbers before the first step. Default: those of a new adapter. */
	readonly adapter?: Float32Array;
	readonly skills: readonly EncodedSkill[];
	readonly settings: RunSettings;
	readonly restored?: TrainerState;
	/** Result of an earlier preparation, by its SHA-256. Throws InputError if it is not stored. */
	readonly openArtefact?: (sha256: string) => Promise<Json>;
	/** Called when a preparation has saved its progress: an interruption now loses nothing. */
	readonly onKept?: () => void;
	/** Steps that were trained on a lost device. A budget of seconds did not end the run there. */
	readonly stepsBeforeLoss?: number;
	/** A monotonic clock in milliseconds. */
	readonly now?: () => number;
	/** Reports long work, such as an evaluation. `fraction` is null when it is unknown. */
	readonly onProgress?: (label: TrainingStatement, fraction: number | null) => void;
}

/** The weights before the run, at this moment, or those of a checkpoint. */
export type ModelWeights = 'base' | 'tuned' | Float32Array;

export interface Trainer {
	/** Number of finished steps. */
	readonly step: number;
	/**
	 * Evaluates the base model on as many rows as the end does, and generates its samples. Returns no
	 * events for a restored run. `tested`: the events of an equal test, which is not repeated.
	 */
	start(signal?: AbortSignal, tested?: readonly RunEvent[]): Promise<readonly RunEvent[]>;
	/**
	 * Trains one step, or several up to step `until`. Adds what is due: evaluation, samples,
	 * `finished`. `signal` interrupts a preparation with its reason, and the next call resumes it.
	 * `receiver` gets the results of steps while the GPU trains later ones. Throws NonFiniteError.
	 */
	next(until?: number, signal?: AbortSignal, receiver?: StepReceiver): Promise<readonly RunEvent[]>;
	/** Evaluates now on `finalExamples`, for a run that is stopped or tested early. */
	evaluate(): Promise<readonly RunEvent[]>;
	/**
	 * Uses another policy from the next step on, and keeps the old policy's state for a switch back.
	 * Throws InputError and changes nothing if the policy cannot work.
	 */
	switchPolicy(segment: Omit<PolicySegment, 'fromStep'>): PolicySegment;
	/** Result of the next policy's preparation; undefined if it has not prepared. */
	readonly artefact: Json | undefined;
	/** Reads weights and moments back from the device, exactly. */
	state(): Promise<TrainerState>;
	generate(prompt: string, model: ModelWeights, options: AnswerOptions): Promise<Answer>;
	/** Answers several questions in one pass, as far as their keys and values fit. */
	generateAll(
		questions: readonly Question[],
		model: ModelWeights,
		signal?: AbortSignal,
	): Promise<readonly Answer[]>;
	dispose(): void;
}
