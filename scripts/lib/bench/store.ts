/** Stores the results of finished runs on disk, so that an interrupted call can resume. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import type { RunEvent } from '#lab/training/events.ts';

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
	) {
		mkdirSync(folder, { recursive: true });
	}

	/** null: the file is missing or incomplete. */
	get(experiment: Experiment): StoredRun | null {
		const file = this.#file(experiment);
		if (!existsSync(file)) return null;
		try {
			return JSON.parse(readFileSync(file, 'utf8')) as StoredRun;
		} catch {
			return null;
		}
	}

	/** Atomic, also if another process writes the same run. */
	put(experiment: Experiment, run: StoredRun): void {
		const file = this.#file(experiment);
		const written = `${file}.${process.pid}`;
		writeFileSync(written, JSON.stringify(run));
		renameSync(written, file);
	}

	#file(experiment: Experiment): string {
		const key = sha256OfJson({ engine: this.engine, experiment });
		return path.join(this.folder, `${key}.json`);
	}
}
