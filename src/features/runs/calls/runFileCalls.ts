/** Calls that export and import whole runs as files. */
import type { RunRecord } from '#lab/run/stores.ts';

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/**
		 * Exports the stored run up to its last checkpoint. `weights` adds the checkpoint, so that the
		 * run is resumable elsewhere.
		 */
		'run.export': { request: { runId: string; weights: boolean }; reply: NamedFile };
		/**
		 * Stores the run of a file, under a new id if the lab has a different run with its id. `isNew`
		 * is false if the lab has the run already: then nothing is stored. Throws InputError that names
		 * the file, the field and the remedy.
		 */
		'run.import': { request: { file: File }; reply: { record: RunRecord; isNew: boolean } };
	}
}
