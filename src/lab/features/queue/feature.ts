/**
 * The queue in the worker: a list of runs whose entries are stored. They are normal runs, and one
 * of them trains at a time.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { RunList } from '#lab/run/RunList.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { createTrainToEnd, requested } from '#lab/run/trainToEnd.ts';
import { demandArtefact } from '#lab/worker/artefacts.ts';
import { data, file, id, ids, listOf, object, type Handlers } from '#lab/worker/calls.ts';
import { shownStatus, type ShownListStatus } from '#lab/worker/listStatus.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { readKeptEntry } from './model/keptEntry.ts';
import { queueStores, type QueueEntry } from './store.ts';

/** The id of the run that trains. */
export type QueueStatus = ShownListStatus<{ readonly runId: string }>;

declare module '#lab/worker/protocol.ts' {
	interface LabEvents {
		'queue.entries': { readonly entries: readonly QueueEntry[] };
		'queue.status': { readonly status: QueueStatus };
	}
}

const requests = {
	/** In their order. */
	'queue.list': null,
	/** Adds them at the end. Nothing trains yet. Throws InputError, and adds none. */
	'queue.add': { entries: listOf(object({ runId: id, experiment: data<Experiment>() })) },
	/** Stores an entry of another lab at its place. False: an entry of its run is here. */
	'queue.restore': { file },
	/** Removes entries. Their runs stay stored. */
	'queue.remove': { runIds: ids },
	/** Starts or resumes the queue and replies at once. Other training is paused. */
	'queue.play': null,
	/** Replies when the current step is done and a checkpoint is stored. */
	'queue.pause': null,
};

function handlers({ stores, control, emit }: OpenLab) {
	const { queue, runs } = stores;
	const showEntries = async () => emit({ event: 'queue.entries', entries: await queue.list() });
	const put = async (entries: readonly QueueEntry[]) => {
		await queue.put(entries);
		await showEntries();
	};
	const list = new RunList<QueueEntry>({
		train: createTrainToEnd(control, runs, { keeps: true }),
		async next() {
			const entries = await queue.list();
			const next =
				entries.find(({ state }) => state === 'going') ??
				entries.find(({ state }) => state === 'waiting');
			if (next) await put([{ ...next, state: 'going' }]);
			return next;
		},
		runOf: (entry) => entry,
		onDone: (entry) => put([{ ...entry, state: 'done' }]),
		onFailed: (entry, message) => put([{ ...entry, state: 'failed', message }]),
		onStatus: () => emit({ event: 'queue.status', status: status() }),
	});
	const status = (): QueueStatus => shownStatus(list.status, ({ runId }) => ({ runId }));
	return {
		'queue.list': async () => ({ entries: await queue.list(), status: status() }),
		'queue.add': async ({ entries }) => {
			const checked = entries.map(({ runId, experiment }) => ({
				runId,
				experiment: parseExperiment(experiment),
			}));
			for (const { experiment } of checked)
				for (const segment of experiment.policy) await demandArtefact(segment, stores);
			await queue.append(checked, Date.now());
			await showEntries();
		},
		'queue.restore': async ({ file }) => {
			const entry = readKeptEntry(await file.text(), file.name);
			const { runId } = entry;
			if ((await queue.list()).some((here) => here.runId === runId)) return false;
			const run = await runs.get(runId);
			if (run && requested(run.experiment) !== requested(entry.experiment))
				throw new InputError(
					say(
						'a run with this id is stored here, and it trains another experiment. The entry was left out.',
					),
					{ runId },
				);
			await put([entry]);
			return true;
		},
		// The one that trains is paused first, and the next entry follows.
		'queue.remove': async ({ runIds }) => {
			const { status } = list;
			const interrupts = status.kind === 'running' && runIds.includes(status.item.runId);
			if (interrupts) await list.pause();
			await queue.delete(runIds);
			await showEntries();
			if (interrupts) await list.play();
		},
		'queue.play': async () => {
			// The workbench's run rests; later the workbench comes first.
			if (list.status.kind !== 'running') await control.rest();
			await list.play();
		},
		'queue.pause': () => list.pause(),
	} satisfies Handlers<typeof requests>;
}

export const queue = { requests, handlers, stores: queueStores };
