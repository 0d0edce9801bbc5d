/**
 * Checkpoints in the database: a record each, and their arrays as pieces. A run's earlier ones
 * stay, for forks, while there is space.
 */
import type { Checkpoint, RunRecord } from '#lab/run/stores.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';
import { keysUnder, type CheckpointRecord, type StoreOf, type Stores } from './schema.ts';
import type { Connection } from './connection.ts';

const arrays = ['weights', 'firstMoments', 'secondMoments'] as const;

/** The record to store. */
export function toRecord({ runId, step, counters, ...floats }: Checkpoint): CheckpointRecord {
	const bytes = {
		weights: floats.weights.byteLength,
		firstMoments: floats.firstMoments.byteLength,
		secondMoments: floats.secondMoments.byteLength,
	};
	const text = JSON.stringify(counters) as string | undefined;
	const size = bytes.weights + bytes.firstMoments + bytes.secondMoments + (text?.length ?? 0);
	return { runId, step, counters, owner: `${runId}@${step}`, bytes, size };
}

export async function putArrays(
	pieces: StoreOf<'pieces', 'readwrite'>,
	{ owner }: CheckpointRecord,
	checkpoint: Checkpoint,
	pieceBytes: number,
): Promise<void> {
	await deletePieces(pieces, owner);
	for (const name of arrays) {
		const { buffer, byteOffset, byteLength } = checkpoint[name];
		const bytes = new Uint8Array(buffer, byteOffset, byteLength);
		await putPieces(pieces, owner, name, bytes, pieceBytes);
	}
}

/** Throws StorageError if a part is missing. */
export async function withArrays(
	pieces: StoreOf<'pieces', 'readonly'>,
	{ runId, step, counters, owner, bytes }: CheckpointRecord,
): Promise<Checkpoint> {
	const read = async (name: (typeof arrays)[number]) =>
		new Float32Array((await readPieces(pieces, owner, name, bytes[name])).buffer);
	return {
		runId,
		step,
		counters,
		weights: await read('weights'),
		firstMoments: await read('firstMoments'),
		secondMoments: await read('secondMoments'),
	};
}

/** Limits for one run's older checkpoints: bytes and number. */
const bytesPerRun = 64_000_000;
const checkpointsPerRun = 40;
/** Only this many of the newest ended runs keep older checkpoints. */
const newestRuns = 20;

type Kept = Stores<readonly ['keptCheckpoints', 'pieces'], 'readwrite'>;
type KeptOfRuns = Kept & Stores<readonly ['runs'], 'readwrite'>;

/** Ascending. */
export const listKeptSteps = async (
	keptCheckpoints: Pick<StoreOf<'keptCheckpoints', 'readonly'>, 'getAllKeys'>,
	runId: string,
): Promise<number[]> =>
	(await keptCheckpoints.getAllKeys(keysUnder(runId))).map(([, step]) => step);

/** Keeps `older`, which the checkpoint of step `last` replaces as the last one of the run. */
export async function keepOlder(
	stores: Kept,
	older: CheckpointRecord,
	{ id, experiment, best, group }: RunRecord,
	last: number,
): Promise<void> {
	const { keptCheckpoints, pieces } = stores;
	const before = await listKeptSteps(keptCheckpoints, id);
	const all = [...new Set([...before, older.step])].filter((step) => step < last);
	const steps = all.filter((step) => step !== best?.step);
	const room = group?.temporary ? 0 : Math.floor(bytesPerRun / older.size);
	steps.sort((a, b) => a - b);
	const remaining = thinnedSteps(steps, {
		last,
		limit: Math.min(room, checkpointsPerRun),
		wanted: experiment.policy.map(({ fromStep }) => fromStep),
	});
	// The best checkpoint always stays.
	if (steps.length < all.length) remaining.push(best!.step);
	for (const step of before) if (!remaining.includes(step)) await deleteKept(stores, id, step);
	if (remaining.includes(older.step)) await keptCheckpoints.put(older, [id, older.step]);
	// A newer checkpoint of the same step owns the pieces now.
	else if (older.step !== last) await deletePieces(pieces, older.owner);
}

interface Room {
	/** Step of the run's last checkpoint, which is not among `steps`. */
	readonly last: number;
	/** At most this many stay. */
	readonly limit: number;
	/** Steps that go last. The first step is always one of them. */
	readonly wanted: readonly number[];
}

/**
 * Chooses the older checkpoints that stay, spread evenly over the run. `steps` ascend. Removes the
 * step whose removal leaves the smallest gap (the earliest of equals), again and again. The result
 * is the same if the steps arrive one by one.
 */
export function thinnedSteps(steps: readonly number[], { last, limit, wanted }: Room): number[] {
	const remaining = [...steps];
	while (remaining.length > Math.max(0, limit)) {
		const inner = [...remaining.keys()].slice(1);
		const free = inner.filter((i) => !wanted.includes(remaining[i]));
		const gap = (i: number) => (remaining[i + 1] ?? last) - remaining[i - 1];
		const [first = 0, ...others] = free.length > 0 ? free : inner;
		const least = others.reduce((best, i) => (gap(i) < gap(best) ? i : best), first);
		remaining.splice(least, 1);
	}
	return remaining;
}

async function deleteKept(
	{ keptCheckpoints, pieces }: Kept,
	runId: string,
	step: number,
): Promise<void> {
	const record = await keptCheckpoints.get([runId, step]);
	if (record) await deletePieces(pieces, record.owner);
	await keptCheckpoints.delete([runId, step]);
}

/** All kept checkpoints of a run, without its last one. `except`: a step that stays. */
export async function deleteAllKept(stores: Kept, runId: string, except?: number): Promise<void> {
	for (const step of await listKeptSteps(stores.keptCheckpoints, runId))
		if (step !== except) await deleteKept(stores, runId, step);
}

/** Frees space: deletes the kept checkpoints of old ended runs, but not the best ones. */
export async function forgetOldKept(stores: KeptOfRuns): Promise<void> {
	const ended = await endedWithKept(stores);
	for (const { id, best } of ended.slice(0, Math.max(0, ended.length - newestRuns)))
		await deleteAllKept(stores, id, best?.step);
}

/** Deletes the kept checkpoints of the oldest ended run, else of `alsoOf`, but not the best one. */
export const dropOldestKept = (connection: Connection, alsoOf?: string): Promise<boolean> =>
	connection.write(['runs', 'keptCheckpoints', 'pieces'], async (stores) => {
		const [oldest] = await endedWithKept(stores);
		const id = oldest?.id ?? alsoOf;
		if (id === undefined) return false;
		const best = (oldest ?? (await stores.runs.get(id)))?.best?.step;
		const steps = await listKeptSteps(stores.keptCheckpoints, id);
		await deleteAllKept(stores, id, best);
		return steps.some((step) => step !== best);
	});

/** Ended runs that keep more checkpoints than their best one, oldest first. */
async function endedWithKept({ runs, keptCheckpoints }: KeptOfRuns): Promise<RunRecord[]> {
	const keys = await keptCheckpoints.getAllKeys();
	const records = await Promise.all([...new Set(keys.map(([id]) => id))].map((id) => runs.get(id)));
	const hasOthers = ({ id, best }: RunRecord) =>
		keys.some(([runId, step]) => runId === id && step !== best?.step);
	return records
		.filter((record) => record !== undefined)
		.filter((record) => record.end !== 'running' && hasOthers(record))
		.sort((a, b) => a.startedAt - b.startedAt);
}
