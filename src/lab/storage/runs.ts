/** Runs in the database. Record, events and checkpoint change in one transaction. */
import { InternalError, StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { highest, lowest } from '#engine/core/statistics.ts';
import { describedRun, keepDescription } from '#lab/run/runDescription.ts';
import type { RunGroup, RunRecord, RunStore } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';
import {
	deleteAllKept,
	dropOldestKept,
	forgetOldKept,
	listKeptSteps,
	putArrays,
	keepOlder,
	toRecord,
	withArrays,
} from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { isOutOfSpace } from './errors.ts';
import { deletePieces } from './pieces.ts';
import { keysUnder, type CheckpointRecord, type EventSegment, type StoreOf } from './schema.ts';

const allOfRun = ['runs', 'runEvents', 'checkpoints', 'keptCheckpoints', 'pieces'] as const;

export function createRunStore(connection: Connection, pieceBytes: number): RunStore {
	const { read, write, keep } = connection;
	/** Retries on a full disk as long as there are kept checkpoints to delete. */
	const withRoom = async (runId: string, attempt: () => Promise<void>): Promise<void> => {
		for (;;) {
			try {
				return await attempt();
			} catch (error) {
				if (!isOutOfSpace(error)) throw error;
				const isFreed = await dropOldestKept(connection, runId).catch(() => false);
				if (!isFreed) throw error;
			}
		}
	};

	return {
		create(record, beginning) {
			const { events, checkpoint, best } = beginning ?? {};
			const lastRecord = checkpoint && toRecord(checkpoint);
			const bestRecord = best && toRecord(best);
			const bytes = (lastRecord?.size ?? 0) + (bestRecord?.size ?? 0);
			const task = { doing: say('keep the run'), ...(lastRecord && { bytes }) };
			return withRoom(record.id, () =>
				keep(allOfRun, task, async (stores) => {
					const { runs, runEvents, pieces, checkpoints, keptCheckpoints } = stores;
					const stored = await runs.get(record.id);
					// The same value: this transaction had committed before its connection was lost.
					if (stored && stored.startedAt !== record.startedAt)
						throw new StorageError(
							say('There is a run {id} already. Start it under another id.', { id: record.id }),
							{ runId: record.id },
						);
					await forgetOldKept(stores);
					if (events)
						await putEvents(runEvents, record.id, { keepUpTo: -1, toMark: false, n: 0 }, events);
					if (checkpoint && lastRecord) {
						await putArrays(pieces, lastRecord, checkpoint, pieceBytes);
						await checkpoints.put(lastRecord);
					}
					if (best && bestRecord) {
						await putArrays(pieces, bestRecord, best, pieceBytes);
						await keptCheckpoints.put(bestRecord, [record.id, best.step]);
					}
					await runs.put(record);
				}),
			);
		},

		get: (id) => read(['runs'], ({ runs }) => runs.get(id)),

		list: () =>
			read(['runs'], async ({ runs }) => (await runs.index('startedAt').getAll()).reverse()),

		async save(record, events, checkpoint) {
			if (record.id !== checkpoint.runId)
				throw new InternalError(`A checkpoint of ${checkpoint.runId} for run ${record.id}.`);
			const { step } = checkpoint;
			const checkpointRecord = toRecord(checkpoint);
			const task = {
				doing: say('keep the checkpoint of step {step}', { step }),
				bytes: checkpointRecord.size,
			};
			let end: EventsEnd | undefined;
			await withRoom(record.id, () =>
				keep(allOfRun, task, async (stores) => {
					const { runs, runEvents, pieces, checkpoints } = stores;
					const stored = existing(await runs.get(record.id), record.id);
					const older = await checkpoints.get(record.id);
					const place = placeOf(events, older, stored, record);
					const keepUpTo = Math.min(step, place.keepUpTo);
					end ??= await truncateForNext(runEvents, record.id, { ...place, keepUpTo });
					await putEvents(runEvents, record.id, end, events);
					if (older) await keepOlder(stores, older, record, step);
					await putArrays(pieces, checkpointRecord, checkpoint, pieceBytes);
					await checkpoints.put(checkpointRecord);
					await runs.put({ ...keepDescription(record, stored), step });
				}),
			);
		},

		async update(record, events) {
			let end: EventsEnd | undefined;
			await write(['runs', 'runEvents', 'checkpoints'], async (stores) => {
				const stored = existing(await stores.runs.get(record.id), record.id);
				const checkpoint = await stores.checkpoints.get(record.id);
				const place = placeOf(events, checkpoint, stored, record);
				end ??= await truncateForNext(stores.runEvents, record.id, place);
				await putEvents(stores.runEvents, record.id, end, events);
				const step = checkpoint?.step ?? stored.step;
				await stores.runs.put({ ...keepDescription(record, stored), step });
			});
		},

		describe: (id, change) =>
			write(['runs'], async ({ runs }) => {
				const described = describedRun(existing(await runs.get(id), id), change);
				await runs.put(described);
				return described;
			}),

		keep: (id, name) =>
			write(['runs'], async ({ runs }) => {
				const { group, ...record } = existing(await runs.get(id), id);
				const { temporary: _, ...place } = group ?? {};
				await runs.put({ ...record, name, ...(group && { group: place as RunGroup }) });
			}),

		events: (id) => read(['runEvents'], ({ runEvents }) => readEvents(runEvents, id)),

		checkpoint: (id, step) =>
			read(allOfRun, async (stores) => {
				const last = await stores.checkpoints.get(id);
				const isLast = step === undefined || step === last?.step;
				const record = isLast ? last : await stores.keptCheckpoints.get([id, step]);
				return record && withArrays(stores.pieces, record);
			}),

		checkpointSteps: (id) =>
			read(allOfRun, async (stores) => {
				const last = await stores.checkpoints.get(id);
				const older = await listKeptSteps(stores.keptCheckpoints, id);
				return last ? [...older, last.step] : older;
			}),

		delete: (id) =>
			write(allOfRun, async (stores) => {
				const last = await stores.checkpoints.get(id);
				await stores.runs.delete(id);
				await stores.runEvents.delete(keysUnder(id));
				await stores.checkpoints.delete(id);
				if (last) await deletePieces(stores.pieces, last.owner);
				await deleteAllKept(stores, id);
			}),
	};
}

/**
 * The place of new events. Stored events up to the checkpoint always stay. Later ones stay only if
 * the run was not interrupted since, and only those before the new ones.
 */
function placeOf(
	events: readonly RunEvent[],
	checkpoint: CheckpointRecord | undefined,
	stored: RunRecord,
	next: RunRecord,
): EventsPlace {
	const final = checkpoint?.step ?? 0;
	const resumed = stored.end !== 'running' && next.end === 'running';
	return {
		keepUpTo: resumed ? final : Math.max(final, lowest(events.map(({ step }) => step)) - 1),
		toMark: resumed,
	};
}

function existing(record: RunRecord | undefined, id: string): RunRecord {
	if (!record)
		throw new StorageError(
			say('Run {id} is not in the database: it was deleted. Start it again.', { id }),
			{ runId: id },
		);
	return record;
}

/**
 * The events are append-only segments. Those up to the stored checkpoint are final. Later ones
 * (after a failure between two checkpoints) stay until the run resumes from its checkpoint.
 */
const readEvents = async (
	store: StoreOf<'runEvents', 'readonly'>,
	runId: string,
): Promise<RunEvent[]> => (await store.getAll(keysUnder(runId))).flatMap(({ events }) => events);

/** New events follow those up to step `keepUpTo`; with `toMark`, up to that checkpoint's event. */
interface EventsPlace {
	readonly keepUpTo: number;
	readonly toMark: boolean;
}
/** They are stored as segment `n`. */
interface EventsEnd extends EventsPlace {
	readonly n: number;
}

/** Deletes the events after the place and returns where the next ones are appended. */
async function truncateForNext(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	place: EventsPlace,
): Promise<EventsEnd> {
	await truncateEvents(store, runId, place);
	const last = await store.openKeyCursor(keysUnder(runId), 'prev');
	return { ...place, n: last ? last.key[1] + 1 : 0 };
}

/** Idempotent for the same end and events. */
async function putEvents(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	end: EventsEnd,
	events: readonly RunEvent[],
): Promise<void> {
	await truncateEvents(store, runId, end);
	if (events.length > 0) await store.put(toSegment(events), [runId, end.n]);
}

async function truncateEvents(
	store: StoreOf<'runEvents', 'readwrite'>,
	runId: string,
	{ keepUpTo, toMark }: EventsPlace,
): Promise<void> {
	let cursor = await store.openCursor(keysUnder(runId), 'prev');
	while (cursor && cursor.value.toStep > keepUpTo) {
		const { events } = cursor.value;
		const mark = events.findLastIndex(
			({ type, step }) => type === 'checkpoint' && step <= keepUpTo,
		);
		// A preparation before the lost step is repeated, though its event has the checkpoint's step.
		const remaining = toMark
			? events.slice(0, mark + 1)
			: events.filter(({ step }) => step <= keepUpTo);
		if (remaining.length > 0) await cursor.update(toSegment(remaining));
		else await cursor.delete();
		cursor = await cursor.continue();
	}
}

function toSegment(events: readonly RunEvent[]): EventSegment {
	const steps = events.map((event) => event.step);
	return { fromStep: lowest(steps), toStep: highest(steps), events };
}
