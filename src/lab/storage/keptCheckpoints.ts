/**
 * A run's checkpoints before its last one, from which it can be forked. They stay while there is
 * space.
 */
import type { RunRecord } from '#lab/run/stores.ts';
import { isStudyRun } from '#lab/run/studyRuns.ts';
import { ownerOf, sizeOf, type StoreOf } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { deletePieces } from './pieces.ts';
import { keysUnder, type CheckpointRecord, type Transaction } from './schema.ts';
import { thinnedSteps } from './thinnedSteps.ts';

/** Limits for one run's older checkpoints: bytes and number. */
const bytesPerRun = 64_000_000;
const checkpointsPerRun = 40;
/** Only this many of the newest ended runs keep older checkpoints. */
const newestRuns = 20;

type Writing = Transaction<readonly ['keptCheckpoints', 'pieces'], 'readwrite'>;
type WritingRuns = Transaction<readonly ['runs', 'keptCheckpoints', 'pieces'], 'readwrite'>;

/** Ascending. */
export const keptStepsOf = async (
	store: Pick<StoreOf<'keptCheckpoints', 'readonly'>, 'getAllKeys'>,
	runId: string,
): Promise<number[]> => (await store.getAllKeys(keysUnder(runId))).map(([, step]) => step);

/**
 * Keeps `older`, the run's last checkpoint so far. The checkpoint of step `last` replaces it in
 * this transaction.
 */
export async function setAside(
	transaction: Pick<Writing, 'objectStore'>,
	older: CheckpointRecord,
	{ id, experiment }: RunRecord,
	last: number,
): Promise<void> {
	const store = transaction.objectStore('keptCheckpoints');
	const before = await keptStepsOf(store, id);
	const steps = [...new Set([...before, older.step])]
		.filter((step) => step < last)
		.sort((a, b) => a - b);
	const room = isStudyRun({ id }) ? 0 : Math.floor(bytesPerRun / sizeOf(older));
	const kept = thinnedSteps(steps, {
		last,
		most: Math.min(room, checkpointsPerRun),
		wanted: experiment.policy.map(({ fromStep }) => fromStep),
	});
	for (const step of before) if (!kept.includes(step)) await deleteKept(transaction, id, step);
	if (kept.includes(older.step)) await store.put(older, [id, older.step]);
	// A newer checkpoint of the same step owns the pieces now.
	else if (older.step !== last)
		await deletePieces(transaction.objectStore('pieces'), ownerOf(older));
}

async function deleteKept(
	transaction: Pick<Writing, 'objectStore'>,
	runId: string,
	step: number,
): Promise<void> {
	const store = transaction.objectStore('keptCheckpoints');
	const record = await store.get([runId, step]);
	if (record) await deletePieces(transaction.objectStore('pieces'), ownerOf(record));
	await store.delete([runId, step]);
}

/** All kept checkpoints of a run, without its last one. */
export async function deleteAllKept(
	transaction: Pick<Writing, 'objectStore'>,
	runId: string,
): Promise<void> {
	const store = transaction.objectStore('keptCheckpoints');
	for (const step of await keptStepsOf(store, runId)) await deleteKept(transaction, runId, step);
}

/** Deletes those of old ended runs, so that the disk does not fill up. */
export async function forgetOldKept(transaction: Pick<WritingRuns, 'objectStore'>): Promise<void> {
	const ended = await endedWithKept(transaction);
	for (const { id } of ended.slice(0, Math.max(0, ended.length - newestRuns)))
		await deleteAllKept(transaction, id);
}

/**
 * Deletes kept checkpoints of the oldest ended run, or else of `alsoOf`. false: nothing was left to
 * delete.
 */
export const dropOldestKept = (connection: Connection, alsoOf?: string): Promise<boolean> =>
	connection.run(
		'readwrite',
		['runs', 'keptCheckpoints', 'pieces'],
		{ doing: 'make room' },
		async (transaction) => {
			const [oldest] = await endedWithKept(transaction);
			const id = oldest?.id ?? alsoOf;
			if (id === undefined) return false;
			const steps = await keptStepsOf(transaction.objectStore('keptCheckpoints'), id);
			await deleteAllKept(transaction, id);
			return steps.length > 0;
		},
	);

/** Oldest first. */
async function endedWithKept(transaction: Pick<WritingRuns, 'objectStore'>): Promise<RunRecord[]> {
	const keys = await transaction.objectStore('keptCheckpoints').getAllKeys();
	const runs = transaction.objectStore('runs');
	const records = await Promise.all([...new Set(keys.map(([id]) => id))].map((id) => runs.get(id)));
	return records
		.filter((record) => record !== undefined)
		.filter(({ end }) => end !== 'running')
		.sort((a, b) => a.startedAt - b.startedAt);
}
