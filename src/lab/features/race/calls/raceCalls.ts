/** Calls about races. A lane is a normal run: calls about runs switch, stop and describe it. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { Pace } from '#lab/run/runStatus.ts';

export interface NewLane {
	readonly runId: string;
	readonly experiment: Experiment;
}

export interface RaceCalls {
	/**
	 * Makes a run per lane, each with its evaluation of the base model. Nothing trains yet. After a
	 * failure no lane stays. Throws InputError.
	 */
	'race.create': {
		request: { raceId: string; lanes: readonly NewLane[] };
		reply: readonly RunRecord[];
	};
	/**
	 * Trains the lanes that have not ended, one step of each in turn, and opens them first. Lanes
	 * that are behind catch up before the others go on. Replies when all lanes train.
	 */
	'race.play': { request: { ids: readonly string[]; pace: Pace }; reply: void };
	/** Replies when each lane's current step is done and stored. */
	'race.pause': { request: { ids: readonly string[] }; reply: void };
}
