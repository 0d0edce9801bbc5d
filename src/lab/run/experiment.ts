/**
 * An experiment as a value. One experiment on one adapter gives one curve. schema.ts checks it;
 * link.ts encodes it.
 */
import type { ImportRecipe } from '#data/importing.ts';
import type { TrainingSettings } from '#training/settings.ts';

export interface SkillRef {
	/** SkillInfo.id: `add`, … or `file:…`. */
	readonly id: string;
	/** For the error message if a file of the user is missing. */
	readonly name: string;
	/** Version of the generator of a built-in skill; 0 for a file. */
	readonly version: number;
	/** SkillInfo.fingerprint with this noise applied. */
	readonly sha256: string;
	/** train: in the mix. watch: only evaluated (general text shows forgetting). */
	readonly use: 'train' | 'watch';
	/** Files only: the import settings. The same file with the same settings has this sha256. */
	readonly recipe?: ImportRecipe;
	/**
	 * Built-in skills only. Share of wrong training answers, and number of repeated examples. `rows`:
	 * uses only this many examples from the start.
	 */
	readonly noise?: {
		readonly wrongShare: number;
		readonly duplicates: number;
		readonly rows?: number;
	};
}

export interface ModelRef {
	readonly id: string;
	/** SHA-256 of model.safetensors. */
	readonly sha256: string;
}

export interface Experiment extends TrainingSettings {
	readonly version: 1;
	readonly model: ModelRef;
	/** A model with the same tokenizer, used only to measure, for policies that need one (RAISE). */
	readonly auxiliary?: ModelRef;
	readonly skills: readonly SkillRef[];
	/** Steps between checkpoints. Each switch and the end have one too. */
	readonly checkpointEvery: number;
}
