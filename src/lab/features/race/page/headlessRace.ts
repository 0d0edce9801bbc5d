/** `window.skillet.race`: a script trains a race with the client and the worker of this page. */
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, list } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { experimentSchema, type Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { lanesOfRace } from '../model/storedRaces.ts';

type Lanes = readonly Experiment['policy'][];

const { min, max } = lanesOfRace;
const { policy } = experimentSchema.entries;
const lanesSchema = list(policy, say('policies'), max, min);

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
	const ids = policies.map(() => newId());
	const lanes = policies.map((policy, lane) => ({
		runId: ids[lane],
		experiment: { ...base, policy },
	}));
	await client['race.create']({ raceId: newId(), lanes });
	const ended = waitForEnds(client, ids);
	await Promise.all([client['race.play']({ ids, pace: { kind: 'full' } }), ended]);
	return Promise.all(ids.map((runId) => client['run.events']({ runId })));
}

/** Resolves when all runs have ended. Throws InputError if one pauses: nothing continues it. */
const waitForEnds = (client: LabClient, ids: readonly string[]): Promise<void> =>
	new Promise((resolve, reject) => {
		const left = new Set(ids);
		const ignore = client.subscribe((event) => {
			if (event.event === 'lab.crashed') reject(new Error(errorText(event.error)));
			if (event.event !== 'run.status' || !left.has(event.runId)) return;
			const { runId } = event;
			const { kind, step } = event.status;
			if (kind === 'paused')
				reject(
					new InputError(
						say(
							'The run was paused at step {step}: another run was opened, or somebody paused it. It is stored: open it to continue.',
							{ step },
						),
						{ runId },
					),
				);
			if (!['finished', 'stopped', 'failed'].includes(kind)) return;
			left.delete(runId);
			if (left.size > 0) return;
			ignore();
			resolve();
		});
	});
