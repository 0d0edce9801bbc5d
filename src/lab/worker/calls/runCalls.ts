/** Calls about runs. */
import type { JsonObject } from '#core/json.ts';
import type { Ratios } from '#core/parameters.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';
import type { MetricsFormat } from '#lab/run/metricsFile.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { RunSummary } from '#lab/run/runSummary.ts';
import type { RunDescription, RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';
import type { NamedFile } from '../protocol.ts';

export interface RunCalls {
	/**
	 * Makes a run, evaluates the base model (step 0) and pauses. The page chooses the id, so it knows
	 * the run before its first event.
	 */
	'run.create': { request: { runId: string; experiment: Experiment }; reply: RunRecord };
	/** Opens a stored run at its last checkpoint, paused. */
	'run.resume': {
		request: { runId: string };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	'run.play': { request: { runId: string; pace: Pace }; reply: void };
	/** Replies after the current step, when a checkpoint is stored. */
	'run.pause': { request: { runId: string }; reply: { step: number } };
	/** Ends the run for good, with an evaluation and a checkpoint. */
	'run.stop': { request: { runId: string }; reply: void };
	/**
	 * Takes effect at the next step. Replies with the experiment that contains the switch. `artefact`
	 * replaces the preparation.
	 */
	'run.switchPolicy': {
		request: { runId: string; id: string; settings: JsonObject; artefact?: string };
		reply: Experiment;
	};
	/** Newest first, without unnamed runs of studies. */
	'run.list': { request: void; reply: readonly RunRecord[] };
	/**
	 * Changes the given parts, also while the run trains. An empty text or list removes a part.
	 * Throws InputError with the field.
	 */
	'run.describe': { request: { runId: string } & RunDescription; reply: RunRecord };
	/** Steps with a stored checkpoint, ascending. The run can be forked there. */
	'run.checkpoints': { request: { runId: string }; reply: readonly number[] };
	/**
	 * Makes a run that begins at a stored checkpoint of another run, bit for bit, and pauses there.
	 * `policy` draws from there on; without it the parent's policy does. Throws InputError, and makes
	 * nothing, if no checkpoint of that step is stored.
	 */
	'run.fork': {
		request: { runId: string; step: number; newRunId: string; policy?: ForkPolicy };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	/** A few numbers for one row of a list. */
	'run.summary': { request: { runId: string }; reply: RunSummary };
	'run.events': { request: { runId: string }; reply: readonly RunEvent[] };
	/**
	 * Mean share of each trained skill over the run's steps, by skill id, for the replay policy.
	 * Throws InputError before the first step.
	 */
	'run.meanMix': { request: { runId: string }; reply: Ratios };
	/**
	 * The run's metrics as one file, for trackers and spreadsheets. `page`: the page's address
	 * without its fragment, for the link to the experiment. Throws InputError if there is no such
	 * run.
	 */
	'run.metrics': {
		request: { runId: string; format: MetricsFormat; page: string };
		reply: NamedFile;
	};
	'run.delete': { request: { runId: string }; reply: void };
}
