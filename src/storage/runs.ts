/** Runs in the database: record, events and checkpoint, which change together or not at all. */
import { InternalError, StorageError } from '#core/errors.ts';
import type { Checkpoint, RunRecord, RunStore } from '#experiment/stores.ts';
import type { RunEvent } from '#training/events.ts';
import type { Connection } from './connection.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';
import { makePlace, putEvents, readEvents, type EventsPlace } from './runEvents.ts';
import { keysUnder, type CheckpointRecord } from './schema.ts';

const arrays = ['weights', 'firstMoments', 'secondMoments'] as const;

export function createRunStore(connection: Connection, pieceBytes: number): RunStore {
	return {
		create: (record) =>
			connection.run('readwrite', ['runs'], { doing: 'keep the run' }, async ({ store }) => {
				const stored = await store.get(record.id);
				// The same value: this transaction had committed before its connection was lost.
				if (stored && stored.startedAt !== record.startedAt)
					throw new StorageError(
						`There is a run ${record.id} already. Start it under another id.`,
						{
							runId: record.id,
						},
					);
				await store.put(record);
			}),

		get: (id) =>
			connection.run('readonly', ['runs'], { doing: 'read the run' }, ({ store }) => store.get(id)),

		list: () =>
			connection.run('readonly', ['runs'], { doing: 'list the runs' }, async ({ store }) =>
				(await store.index('startedAt').getAll()).reverse(),
			),

		async save(record, events, checkpoint) {
			if (record.id !== checkpoint.runId)
				throw new InternalError(`A checkpoint of ${checkpoint.runId} for run ${record.id}.`);
			const bytes = sizesOf(checkpoint);
			const task = {
				doing: `keep the checkpoint of step ${checkpoint.step}`,
				bytes: bytes.weights + bytes.firstMoments + bytes.secondMoments,
			};
			let place: EventsPlace | undefined;
			await connection.run(
				'readwrite',
				['runs', 'runEvents', 'checkpoints', 'pieces'],
				task,
				async (transaction) => {
					const runs = transaction.objectStore('runs');
					const checkpoints = transaction.objectStore('checkpoints');
					const log = transaction.objectStore('runEvents');
					const pieces = transaction.objectStore('pieces');
					const stored = existing(await runs.get(record.id), record.id);
					const older = await checkpoints.get(record.id);
					const keepUpTo = Math.min(checkpoint.step, lastFinalStep(older, stored, record, events));
					place ??= await makePlace(log, record.id, keepUpTo);
					await putEvents(log, record.id, place, events);
					await deletePieces(pieces, record.id);
					for (const name of arrays)
						await putPieces(pieces, record.id, name, bytesOf(checkpoint[name]), pieceBytes);
					await checkpoints.put({
						runId: record.id,
						step: checkpoint.step,
						counters: checkpoint.counters,
						bytes,
					});
					await runs.put({ ...record, step: checkpoint.step });
				},
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
					await runs.put({ ...record, step: checkpoint?.step ?? stored.step });
				},
			);
		},

		events: (id) =>
			connection.run('readonly', ['runEvents'], { doing: "read the run's events" }, ({ store }) =>
				readEvents(store, id),
			),

		checkpoint: (id) =>
			connection.run(
				'readonly',
				['checkpoints', 'pieces'],
				{ doing: "read the run's checkpoint" },
				async (transaction) => {
					const record = await transaction.objectStore('checkpoints').get(id);
					if (!record) return undefined;
					const pieces = transaction.objectStore('pieces');
					const read = async (name: (typeof arrays)[number]) =>
						new Float32Array((await readPieces(pieces, id, name, record.bytes[name])).buffer);
					return {
						runId: id,
						step: record.step,
						weights: await read('weights'),
						firstMoments: await read('firstMoments'),
						secondMoments: await read('secondMoments'),
						counters: record.counters,
					};
				},
			),

		delete: (id) =>
			connection.run(
				'readwrite',
				['runs', 'runEvents', 'checkpoints', 'pieces'],
				{ doing: 'delete the run' },
				async (transaction) => {
					await transaction.objectStore('runs').delete(id);
					await transaction.objectStore('runEvents').delete(keysUnder(id));
					await transaction.objectStore('checkpoints').delete(id);
					await deletePieces(transaction.objectStore('pieces'), id);
				},
			),
	};
}

/**
 * Up to which step the stored events stay when `events` follow. Those up to the checkpoint always do; later ones
 * only if the run was not interrupted since, and only those before the new ones.
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

const bytesOf = (floats: Float32Array): Uint8Array =>
	new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

const sizesOf = (checkpoint: Checkpoint): CheckpointRecord['bytes'] => ({
	weights: checkpoint.weights.byteLength,
	firstMoments: checkpoint.firstMoments.byteLength,
	secondMoments: checkpoint.secondMoments.byteLength,
});
