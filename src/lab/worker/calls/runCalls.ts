/** Calls about runs: made, trained, opened again, read. */
import type { JsonObject } from '#core/json.ts';
import type { Ratios } from '#core/parameters.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ExperimentDiff } from '#lab/run/experimentDiff.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';
import type { MetricsFormat } from '#lab/run/metricsFile.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { RunSummary } from '#lab/run/runSummary.ts';
import type { RunDescription, RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';
import type { NamedFile } from '../protocol.ts';

export interface RunCalls {
	/** Makes a run, evaluates the base model (step 0) and pauses. The page makes the id, so that no event comes before its owner. */
	'run.create': { request: { runId: string; experiment: Experiment }; reply: RunRecord };
	/** Opens a stored run at its last checkpoint, paused. */
	'run.resume': {
		request: { runId: string };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	'run.play': { request: { runId: string; pace: Pace }; reply: void };
	/** Replies when the step in hand is done and a checkpoint is stored. */
	'run.pause': { request: { runId: string }; reply: { step: number } };
	/** Ends it for good, evaluation and checkpoint included. */
	'run.stop': { request: { runId: string }; reply: void };
	/** Takes effect at the next step; replies with the experiment that holds the switch. `artefact`: instead of preparing. */
	'run.switchPolicy': {
		request: { runId: string; id: string; settings: JsonObject; artefact?: string };
		reply: Experiment;
	};
	/** Newest first, without the runs of studies that have no name. */
	'run.list': { request: void; reply: readonly RunRecord[] };
	/** Changes what is given, also while the run trains; an empty text or list takes it away. Throws InputError by the field. */
	'run.describe': { request: { runId: string } & RunDescription; reply: RunRecord };
	/** Steps whose checkpoint is kept, rising: where the run can be forked at once. */
	'run.checkpoints': { request: { runId: string }; reply: readonly number[] };
	/**
	 * Makes a run that begins at a kept checkpoint of another, bit for bit, goes on with `policy` (without it: as it was), and
	 * pauses there. Throws InputError where no checkpoint is kept, and makes nothing then.
	 */
	'run.fork': {
		request: { runId: string; step: number; newRunId: string; policy?: ForkPolicy };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	/** Few enough numbers for a row of a list. */
	'run.summary': { request: { runId: string }; reply: RunSummary };
	/** What the runs' experiments differ in; values are in the order of the ids. */
	'run.diff': { request: { runIds: readonly string[] }; reply: ExperimentDiff };
	'run.events': { request: { runId: string }; reply: readonly RunEvent[] };
	/** The run's mean share of each trained skill over its steps, by skill id: what the replay policy takes. Throws InputError before the first step. */
	'run.meanMix': { request: { runId: string }; reply: Ratios };
	/**
	 * The run's metrics as one file, for trackers and spreadsheets. `page`: the page's address without its fragment, for the link to
	 * the experiment. Throws InputError when there is no such run.
	 */
	'run.metrics': {
		request: { runId: string; format: MetricsFormat; page: string };
		reply: NamedFile;
	};
	'run.delete': { request: { runId: string }; reply: void };
}
