/** Calls that bring whole runs out of the lab and in, as files. */
import type { RunRecord } from '#lab/run/stores.ts';

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** The run as it is stored: up to its last checkpoint. `weights`: with the checkpoint, so that it can go on elsewhere. */
		'run.export': { request: { runId: string; weights: boolean }; reply: NamedFile };
		/**
		 * Stores the run of a file, under another id where a run of its id is here with other events. `isNew` false: it was here
		 * already, and nothing was stored. Throws InputError that names the file, the field and the mend.
		 */
		'run.import': { request: { file: File }; reply: { record: RunRecord; isNew: boolean } };
	}
}
