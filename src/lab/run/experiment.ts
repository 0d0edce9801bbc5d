/** What an experiment is: a value. One experiment, one adapter: one curve. schema.ts checks it, link.ts carries it. */
import type { ImportRecipe } from '#data/importing.ts';
import type { TrainingSettings } from '#training/settings.ts';

export interface SkillRef {
	/** SkillInfo.id: `add`, … or `file:…`. */
	readonly id: string;
	/** For the error when a user's file is missing. */
	readonly name: string;
	/** Version of the generator of a built-in skill; 0 for a file. */
	readonly version: number;
	/** SkillInfo.fingerprint with this noise applied. */
	readonly sha256: string;
	/** train: in the mix. watch: evaluated only (general text as retention probe). */
	readonly use: 'train' | 'watch';
	/** Files only: how it was imported; the same file, imported so again, has this sha256. */
	readonly recipe?: ImportRecipe;
	/**
	 * Built-in skills only: share of training answers that are made wrong, and examples that are repeated; `rows`: of the first
	 * so many examples, instead of all.
	 */
	readonly noise?: {
		readonly wrongShare: number;
		readonly duplicates: number;
		readonly rows?: number;
	};
}

export interface ModelRef {
	readonly id: string;
	/** Of model.safetensors. */
	readonly sha256: string;
}

export interface Experiment extends TrainingSettings {
	readonly version: 1;
	readonly model: ModelRef;
	/** A model of the same tokenizer that only measures, for policies that ask for it (RAISE). */
	readonly auxiliary?: ModelRef;
	readonly skills: readonly SkillRef[];
	/** Steps between checkpoints; also at each switch and at the end. */
	readonly checkpointEvery: number;
}
