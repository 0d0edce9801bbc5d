/** Runs in the database. Record, events and checkpoint change in one transaction. */
import { InternalError, StorageError } from '#core/errors.ts';
import { describedRun, withDescriptionOf } from '#lab/run/runDescription.ts';
import type { RunRecord, RunStore } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';
import { ownerOf, putArrays, recordOf, sizeOf, withArrays } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import {
	deleteAllKept,
	dropOldestKept,
	forgetOldKept,
	keptStepsOf,
	setAside,
} from './keptCheckpoints.ts';
import { deletePieces } from './pieces.ts';
import { makePlace, putEvents, readEvents, type EventsPlace } from './runEvents.ts';
import { keysUnder, type CheckpointRecord } from './schema.ts';
import { isOutOfSpace } from './space.ts';

const allOfRun = ['runs', 'runEvents', 'checkpoints', 'keptCheckpoints', 'pieces'] as const;

export function createRunStore(connection: Connection, pieceBytes: number): RunStore {
	/** Retries on a full disk as long as there are kept checkpoints to delete. */
	const withRoom = async (runId: string, write: () => Promise<void>): Promise<void> => {
		for (;;) {
			try {
				return await write();
			} catch (error) {
				if (!isOutOfSpace(error)) throw error;
				const isFreed = await dropOldestKept(connection, runId).catch(() => false);
				if (!isFreed) throw error;
			}
		}
	};

	return {
		create(record, beginning) {
			const checkpoint = beginning?.checkpoint && recordOf(beginning.checkpoint);
			const task = { doing: 'keep the run', ...(checkpoint && { bytes: sizeOf(checkpoint) }) };
			return withRoom(record.id, () =>
				connection.run('readwrite', allOfRun, task, async (transaction) => {
					const runs = transaction.objectStore('runs');
					const stored = await runs.get(record.id);
					// The same value: this transaction had committed before its connection was lost.
					if (stored && stored.startedAt !== record.startedAt)
						throw new StorageError(
							`There is a run ${record.id} already. Start it under another id.`,
							{ runId: record.id },
						);
					await forgetOldKept(transaction);
					if (beginning) {
						const log = transaction.objectStore('runEvents');
						await putEvents(log, record.id, { keepUpTo: -1, n: 0 }, beginning.events);
					}
					if (beginning?.checkpoint && checkpoint) {
						const pieces = transaction.objectStore('pieces');
						await putArrays(pieces, checkpoint, beginning.checkpoint, pieceBytes);
						await transaction.objectStore('checkpoints').put(checkpoint);
					}
					await runs.put(record);
				}),
			);
		},

		get: (id) =>
			connection.run('readonly', ['runs'], { doing: 'read the run' }, ({ store }) => store.get(id)),

		list: () =>
			connection.run('readonly', ['runs'], { doing: 'list the runs' }, async ({ store }) =>
				(await store.index('startedAt').getAll()).reverse(),
			),

		async save(record, events, checkpoint) {
			if (record.id !== checkpoint.runId)
				throw new InternalError(`A checkpoint of ${checkpoint.runId} for run ${record.id}.`);
			const { step } = checkpoint;
			const kept = recordOf(checkpoint);
			const task = { doing: `keep the checkpoint of step ${step}`, bytes: sizeOf(kept) };
			let place: EventsPlace | undefined;
			await withRoom(record.id, () =>
				connection.run('readwrite', allOfRun, task, async (transaction) => {
					const runs = transaction.objectStore('runs');
					const checkpoints = transaction.objectStore('checkpoints');
					const log = transaction.objectStore('runEvents');
					const stored = existing(await runs.get(record.id), record.id);
					const older = await checkpoints.get(record.id);
					const keepUpTo = Math.min(step, lastFinalStep(older, stored, record, events));
					place ??= await makePlace(log, record.id, keepUpTo);
					await putEvents(log, record.id, place, events);
					if (older) await setAside(transaction, older, record, step);
					await putArrays(transaction.objectStore('pieces'), kept, checkpoint, pieceBytes);
					await checkpoints.put(kept);
					await runs.put({ ...withDescriptionOf(record, stored), step });
				}),
			);
		},

		async update(record, events) {
			let place: EventsPlace | undefined;
			await connection.run(
				'readwrite',
				['runs', 'runEvents', 'checkpoints'],
				{ doing: 'keep how the run stands' },
				async (transaction) => {
					const runs = transaction.objectStore('runs');
					const log = transaction.objectStore('runEvents');
					const stored = existing(await runs.get(record.id), record.id);
					const checkpoint = await transaction.objectStore('checkpoints').get(record.id);
					const keepUpTo = lastFinalStep(checkpoint, stored, record, events);
					place ??= await makePlace(log, record.id, keepUpTo);
					await putEvents(log, record.id, place, events);
					const step = checkpoint?.step ?? stored.step;
					await runs.put({ ...withDescriptionOf(record, stored), step });
				},
			);
		},

		describe: (id, change) =>
			connection.run(
				'readwrite',
				['runs'],
				{ doing: 'keep what was written to the run' },
				async ({ store }) => {
					const described = describedRun(existing(await store.get(id), id), change);
					await store.put(described);
					return described;
				},
			),

		events: (id) =>
			connection.run('readonly', ['runEvents'], { doing: "read the run's events" }, ({ store }) =>
				readEvents(store, id),
			),

		checkpoint: (id, step) =>
			connection.run(
				'readonly',
				['checkpoints', 'keptCheckpoints', 'pieces'],
				{ doing: "read the run's checkpoint" },
				async (transaction) => {
					const last = await transaction.objectStore('checkpoints').get(id);
					const isLast = step === undefined || step === last?.step;
					const record = isLast
						? last
						: await transaction.objectStore('keptCheckpoints').get([id, step]);
					return record && withArrays(transaction.objectStore('pieces'), record);
				},
			),

		checkpointSteps: (id) =>
			connection.run(
				'readonly',
				['checkpoints', 'keptCheckpoints'],
				{ doing: "list the run's checkpoints" },
				async (transaction) => {
					const last = await transaction.objectStore('checkpoints').get(id);
					const kept = await keptStepsOf(transaction.objectStore('keptCheckpoints'), id);
					return last ? [...kept, last.step] : kept;
				},
			),

		delete: (id) =>
			connection.run('readwrite', allOfRun, { doing: 'delete the run' }, async (transaction) => {
				const last = await transaction.objectStore('checkpoints').get(id);
				await transaction.objectStore('runs').delete(id);
				await transaction.objectStore('runEvents').delete(keysUnder(id));
				await transaction.objectStore('checkpoints').delete(id);
				if (last) await deletePieces(transaction.objectStore('pieces'), ownerOf(last));
				await deleteAllKept(transaction, id);
			}),
	};
}

/**
 * The step up to which stored events stay when `events` follow. Events up to the checkpoint always
 * stay. Later ones stay only if the run was not interrupted since, and only those before the new
 * ones.
 */
function lastFinalStep(
	checkpoint: CheckpointRecord | undefined,
	stored: RunRecord,
	next: RunRecord,
	events: readonly RunEvent[],
): number {
	const final = checkpoint?.step ?? 0;
	const resumed = stored.end !== 'running' && next.end === 'running';
	if (resumed) return final;
	const first = events.reduce((least, event) => Math.min(least, event.step), Infinity);
	return Math.max(final, first - 1);
}

function existing(record: RunRecord | undefined, id: string): RunRecord {
	if (!record)
		throw new StorageError(`Run ${id} is not in the database: it was deleted. Start it again.`, {
			runId: id,
		});
	return record;
}
