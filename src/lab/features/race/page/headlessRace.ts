/** `window.skillet.race`: a script trains a race with the client and the worker of this page. */
import { checkedBy, list } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { experimentSchema, type Experiment } from '#lab/run/experiment.ts';
import { laneRunId, lanesOfRace } from '#lab/run/raceLanes.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { waitForEnd } from '#lab/page/state/BackgroundRun.ts';
import type { RunEvent } from '#lab/training/events.ts';

type Lanes = readonly Experiment['policy'][];

const { min, max } = lanesOfRace;
const { policy } = experimentSchema.entries;
const lanesSchema = list(policy, sentence('engine.expected.policies'), max, min);

declare module '#lab/page/shell/headless.ts' {
	interface HeadlessExtensions {
		/**
		 * Trains a lane per policy from `experiment` (null: the page's) to the end. Its runs stay
		 * stored. The reply has the events of each lane. Throws InputError.
		 */
		race(
			policies: Lanes,
			experiment?: Experiment | null,
		): Promise<readonly (readonly RunEvent[])[]>;
	}
}

export async function trainRace(
	client: LabClient,
	ownExperiment: () => Promise<Experiment>,
	policies: Lanes,
	experiment: Experiment | null = null,
): Promise<readonly (readonly RunEvent[])[]> {
	checkedBy(lanesSchema, policies, 'policies');
	const base = experiment ?? (await ownExperiment());
	const raceId = newId();
	const ids = policies.map((_, lane) => laneRunId(raceId, lane, policies.length));
	const leaving = new AbortController();
	const ends = ids.map((id) => waitForEnd(client, id, leaving.signal));
	try {
		const lanes = policies.map((policy, lane) => ({
			runId: ids[lane],
			experiment: { ...base, policy },
		}));
		await client['race.create']({ lanes });
		await client['race.play']({ ids, pace: { kind: 'full' } });
		await Promise.all(ends);
		return await Promise.all(ids.map((runId) => client['run.events']({ runId })));
	} finally {
		leaving.abort();
	}
}
