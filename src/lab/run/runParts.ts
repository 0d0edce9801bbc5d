/** The parts of the lab that runs use: stores, clock, models, skills, devices, and the trainer. */
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { Trainer, TrainerOptions } from '#lab/training/trainer.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import type { RunWatcher } from './runStatus.ts';
import type { RunStore } from './stores.ts';
import type { TrainingWork } from './deviceChoice.ts';
import type { TrainingDevice } from './trainingDevice.ts';

export interface RunSources {
	/** Opens a model; its weights may be read later. Throws InputError if the lab lacks it. */
	openModel(ref: Experiment['model'], signal: AbortSignal): Promise<LoadedModel>;
	/** The bytes of an adapter's weights. Throws InputError if the lab does not have it. */
	/** `base`: the model for which it was made. */
	openAdapter(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly base?: string }>;
	/** undefined: the lab lacks the skill. prepareRun() checks the hash. */
	openSkill(ref: SkillRef): Promise<SkillSource | undefined>;
	/** `onSkill` receives the index of a skill before its first example is encoded. */
	encodeSkills(request: EncodeRequest): Promise<readonly EncodedSkill[]>;
}

/** An experiment with its models and data (prepareRun.ts). */
export interface PreparedRun {
	readonly model: LoadedModel;
	readonly auxiliary?: LoadedModel;
	/** The adapter's numbers that the run begins with; absent: a new adapter, or none. */
	readonly adapter?: Float32Array;
	readonly skills: readonly EncodedSkill[];
}

export interface EncodeRequest {
	readonly ref: Experiment['model'];
	readonly tokenizer: Tokenizer;
	readonly skills: readonly { readonly source: SkillSource; readonly use: SkillRef['use'] }[];
	/** Tokens of an example at most. */
	readonly context: number;
	readonly signal: AbortSignal;
	readonly onSkill: (index: number) => void;
}

export interface RunParts {
	readonly runs: RunStore;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly sources: RunSources;
	/**
	 * The device for a model. `lost` and `prefer`: see DeviceKeeper.current(). Throws NoAdapterError
	 * or DeviceError.
	 */
	readonly openDevice: (
		lost: TrainingDevice | undefined,
		prefer: 'wasm' | undefined,
		work: TrainingWork,
	) => Promise<TrainingDevice>;
	readonly createTrainer: (options: TrainerOptions) => Promise<Trainer>;
	readonly openArtefact: NonNullable<TrainerOptions['openArtefact']>;
	/** Makes the receiver of what happens in a run that was opened without its own watcher. */
	readonly watcher: (runId: string) => RunWatcher;
}
