/** Calls that export and import runs as files. */
import type { RunRecord } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/ownCalls.ts';
import type { MetricsFormat } from '../model/metricsFile.ts';

export interface RunFileCalls {
	/** The run up to its last checkpoint; `weights` adds this checkpoint, to resume elsewhere. */
	'run.export': { request: { runId: string; weights: boolean }; reply: NamedFile };
	/**
	 * Stores the run of a file, under a new id if the lab has a different run with its id. `isNew`
	 * is false if the lab has the run already: then nothing is stored. Throws InputError that names
	 * the file, the field and the remedy.
	 */
	'run.import': { request: { file: File }; reply: { record: RunRecord; isNew: boolean } };
	/**
	 * The run's metrics as one file, for trackers and spreadsheets. `page`: the page's address
	 * without its fragment, for the link to the experiment. Throws InputError if there is no such
	 * run.
	 */
	'run.metrics': {
		request: { runId: string; format: MetricsFormat; page: string };
		reply: NamedFile;
	};
}
export interface ServerCalls {
	/**
	 * The run as configurations for trainers on a server, with the training rows of its skills, as
	 * files of one folder. `page`: as for run.metrics. Throws InputError if there is no such run,
	 * or if it has no step yet and its policy sets its shares at the first one.
	 */
	'run.server': {
		request: { runId: string; page: string };
		/** The folder's name, and its files by their paths in it. */
		reply: { folder: string; files: readonly NamedFile[] };
	};
}
export interface StoredRunCalls extends RunFileCalls, ServerCalls {}
