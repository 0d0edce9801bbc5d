/** Results of finished runs on disk, a file each, so that an interrupted bench goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellResult } from '#features/studies/study.ts';
import type { RunEvent } from '#training/events.ts';

export interface StoredRun {
	readonly result: CellResult;
	/** What it was trained on, by its own name. */
	readonly device: string;
	/** Kept where they were wanted. */
	readonly events?: readonly RunEvent[];
}

export class RunStore {
	/** `engine`: what results depend on beside the experiment. */
	constructor(
		private readonly folder: string,
		private readonly engine: string,
	) {
		mkdirSync(folder, { recursive: true });
	}

	/** null: not there, or cut off by whatever ended the program that wrote it. */
	get(experiment: Experiment): StoredRun | null {
		const file = this.#file(experiment);
		if (!existsSync(file)) return null;
		try {
			return JSON.parse(readFileSync(file, 'utf8')) as StoredRun;
		} catch {
			return null;
		}
	}

	/** Whole or not at all, whoever else writes the same. */
	put(experiment: Experiment, run: StoredRun): void {
		const file = this.#file(experiment);
		const written = `${file}.${process.pid}`;
		writeFileSync(written, JSON.stringify(run));
		renameSync(written, file);
	}

	#file(experiment: Experiment): string {
		const key = sha256OfJson({ engine: this.engine, experiment } as unknown as Json);
		return path.join(this.folder, `${key}.json`);
	}
}
