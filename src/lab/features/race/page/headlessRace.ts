/** `window.skillet.race`: a script trains a race with the client and the worker of this page. */
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, list } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import { experimentSchema, type Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { lanesOfRace } from '../model/storedRaces.ts';

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
	const ids = policies.map(() => newId());
	const leaving = new AbortController();
	const ends = ids.map((id) => waitForEnd(client, id, leaving.signal));
	try {
		const lanes = policies.map((policy, lane) => ({
			runId: ids[lane],
			experiment: { ...base, policy },
		}));
		await client['race.create']({ raceId: newId(), lanes });
		await client['race.play']({ ids, pace: { kind: 'full' } });
		await Promise.all(ends);
		return await Promise.all(ids.map((runId) => client['run.events']({ runId })));
	} finally {
		leaving.abort();
	}
}

/**
 * Resolves when the run has finished, stopped or failed. Throws if the signal or the lab ends, and
 * if the run pauses after it has begun to train: nothing would continue it.
 */
function waitForEnd(client: LabClient, runId: string, signal: AbortSignal): Promise<void> {
	const end = new Promise<void>((resolve, reject) => {
		let hasBegun = false;
		const ignore = client.subscribe((event) => {
			if (event.event === 'lab.crashed') reject(new Error(errorText(event.error)));
			if (event.event !== 'run.status' || event.runId !== runId) return;
			const { kind, step } = event.status;
			if (kind === 'running') hasBegun = true;
			else if (kind === 'paused' && hasBegun) reject(new InputError(paused(step), { runId }));
			else if (['finished', 'stopped', 'failed'].includes(kind)) resolve();
		});
		signal.addEventListener('abort', () => {
			ignore();
			reject(new DOMException('Another run is wanted.', 'AbortError'));
		});
	});
	end.catch(() => {}); // If the creation of the race fails, nothing waits for its end.
	return end;
}

const paused = (step: number) => sentence('lab.run.runWasPausedAtStep', { step });
