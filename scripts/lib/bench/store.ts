/** Stores the results of finished runs on disk, so that an interrupted call can resume. */
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellResult } from '#lab/study/result.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { readResumable, writeResumable } from '../resumable.ts';

export interface StoredRun {
	readonly result: CellResult;
	/** Name of the device. */
	readonly device: string;
	/** Present if they were requested. */
	readonly events?: readonly RunEvent[];
}

export class RunStore {
	/** `engine`: name of the build; results depend on it and on the experiment. */
	constructor(
		private readonly folder: string,
		private readonly engine: string,
		/** Receives a line for each stored run that is damaged. */
		private readonly warn: (line: string) => void = console.error,
	) {}

	/** null: the run is not stored, or its file is damaged: it is trained again. */
	get(experiment: Experiment): StoredRun | null {
		const { file, key } = this.#place(experiment);
		try {
			const content = readResumable(file, key);
			return content && (JSON.parse(new TextDecoder().decode(content)) as StoredRun);
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			this.warn(`${error.message} The run is trained again.`);
			return null;
		}
	}

	/** Atomic, also if another process writes the same run. */
	put(experiment: Experiment, run: StoredRun): void {
		const { file, key } = this.#place(experiment);
		writeResumable(file, key, Buffer.from(JSON.stringify(run)));
	}

	#place(experiment: Experiment) {
		const key = { engine: this.engine, experiment: sha256OfJson(experiment) };
		return { file: path.join(this.folder, `${sha256OfJson(key)}.json`), key };
	}
}
