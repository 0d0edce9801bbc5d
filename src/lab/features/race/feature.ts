/**
 * The race in the worker: its lanes are runs that stay open beside each other. Calls about runs
 * switch, stop and describe them.
 */
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy, text } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { storedRun } from '#lab/run/openRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { demandPreparation } from '#lab/worker/preparation.ts';
import { data, id, ids, listOf, object, pace, type Handlers } from '#lab/worker/calls.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { lanesOfRace, raceKind } from './model/storedRaces.ts';

const requests = {
	/**
	 * Makes a run per lane, each with its evaluation of the base model. Nothing trains yet. After a
	 * failure no lane stays. Throws InputError.
	 */
	'race.create': {
		raceId: id,
		lanes: listOf(object({ runId: id, experiment: data<Experiment>() })),
	},
	/**
	 * Trains the lanes that have not ended, one step of each in turn, and opens them first. Lanes
	 * that are behind catch up before the others go on. Replies when all lanes train.
	 */
	'race.play': { ids, pace },
	/** Replies when each lane's current step is done and stored. */
	'race.pause': { ids },
};

function handlers({ stores, control, tasks, device }: OpenLab) {
	return {
		'race.create': async ({ raceId, lanes }) => {
			checkedBy(text(200), raceId, 'raceId');
			const checked = lanes.map(({ runId, experiment }) => ({
				runId,
				experiment: parseExperiment(experiment),
			}));
			const { min, max } = lanesOfRace;
			if (lanes.length < min || lanes.length > max)
				throw fieldError(
					'lanes',
					say('A race has {fewest} to {limit} lanes, not {lanes}.', {
						fewest: min,
						limit: max,
						lanes: lanes.length,
					}),
				);
			for (const { experiment } of checked)
				experiment.policy.forEach((segment) => demandPreparation(segment));
			// All lanes train on one device.
			await device.settled;
			const beside = checked.map(({ runId }) => runId);
			const made = [];
			try {
				for (const [lane, { runId, experiment }] of checked.entries()) {
					const group = { kind: raceKind, id: raceId, key: `${lane}`, of: lanes.length };
					made.push(
						await tasks.run(runId, (signal) =>
							control.create(runId, experiment, signal, { beside, group }),
						),
					);
				}
				return made;
			} catch (error) {
				for (const { id } of made) await control.delete(id);
				throw error;
			}
		},
		'race.play': async ({ ids, pace }) => {
			const runs = [];
			for (const id of ids) {
				const { end } = await storedRun(id, stores.runs);
				if (end !== 'running') continue;
				runs.push(await tasks.run(id, (signal) => control.opened(id, signal, { beside: ids })));
			}
			for (const run of runs) if (pace.kind !== 'until' || run.step < pace.step) run.play(pace);
		},
		'race.pause': async ({ ids }) => {
			await Promise.all(ids.map((id) => control.pause(id)));
		},
	} satisfies Handlers<typeof requests>;
}

export const race = { requests, handlers };
