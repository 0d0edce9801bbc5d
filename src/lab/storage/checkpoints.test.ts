/** Checkpoints for forks: kept, thinned, dropped when space is needed, deleted with their run. */
import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import type { Checkpoint } from '#lab/run/stores.ts';
import { fakeStorage, fullDiskAtWrite } from '../../../tests/support/browser.ts';
import { readContents, settled } from '../../../tests/support/databaseDump.ts';
import { toBits, makeCheckpoint, runRecord, stepEvents } from '../../../tests/support/labValues.ts';
import { thinnedSteps } from './checkpoints.ts';
import {
	closedAtEachWrite,
	openStoresForEachTest,
	reopen,
	stores,
} from '../../../tests/support/openTab.ts';

openStoresForEachTest();

const saveAt = (step: number, length = 10, id = 'run-1', changes = {}) =>
	stores.runs.save(
		runRecord({ id, ...changes }),
		stepEvents(step, step),
		makeCheckpoint(step, length, id),
	);
/** Of a run that its list deletes. */
const group = { kind: 'study', id: 'a', key: '1', temporary: true } as const;
const same = (read: Checkpoint | undefined, saved: Checkpoint) => {
	expect(read).toMatchObject({ step: saved.step, counters: saved.counters });
	for (const name of ['weights', 'firstMoments', 'secondMoments'] as const)
		expect(read && toBits(read[name])).toEqual(toBits(saved[name]));
};
async function countRecords(store: string): Promise<number> {
	const database = await settled(indexedDB.open('skillet'));
	const count = await settled(database.transaction(store).objectStore(store).count());
	database.close();
	return count;
}

describe('a run', () => {
	it('keeps its older checkpoints bit for bit, and knows their steps', async () => {
		await stores.runs.create(runRecord());
		for (const step of [0, 50, 100]) await saveAt(step);
		expect(await stores.runs.checkpointSteps('run-1')).toEqual([0, 50, 100]);
		for (const step of [0, 50, 100])
			same(await stores.runs.checkpoint('run-1', step), makeCheckpoint(step));
		same(await stores.runs.checkpoint('run-1'), makeCheckpoint(100));
		expect(await stores.runs.checkpoint('run-1', 51)).toBeUndefined();
	});

	it('uses at most 64 MB for them: thinned evenly, except the first and switches', async () => {
		await reopen({ pieceBytes: 64_000_000 });
		const { experiment } = runRecord();
		const policy = [...experiment.policy, { fromStep: 30, id: 'proportional', settings: {} }];
		await stores.runs.create(runRecord());
		// 12 MB each: five have room behind the last.
		const large = makeCheckpoint(0, 1_000_000);
		for (let step = 0; step <= 90; step += 10)
			await stores.runs.save(runRecord({ experiment: { ...experiment, policy } }), [], {
				...large,
				step,
			});
		const steps = await stores.runs.checkpointSteps('run-1');
		expect(steps).toHaveLength(6);
		expect(steps).toEqual(expect.arrayContaining([0, 30, 90]));
		expect(await countRecords('pieces')).toBe(18);
		expect(await countRecords('keptCheckpoints')).toBe(5);
	});

	it('that its list deletes keeps only the last one', async () => {
		const id = 'cell';
		await stores.runs.create(runRecord({ id, group }));
		for (const step of [0, 50]) await saveAt(step, 10, id, { group });
		expect(await stores.runs.checkpointSteps(id)).toEqual([50]);
		expect(await countRecords('pieces')).toBe(9);
	});

	it('that is deleted leaves none, and those of another run stay', async () => {
		await stores.runs.create(runRecord());
		await stores.runs.create(runRecord({ id: 'run-10' }));
		for (const step of [0, 50, 100]) await saveAt(step);
		for (const step of [0, 50]) await saveAt(step, 10, 'run-10');
		await stores.runs.delete('run-1');
		expect(await countRecords('pieces')).toBe(18);
		expect(await stores.runs.checkpointSteps('run-1')).toEqual([]);
		expect(await stores.runs.checkpointSteps('run-10')).toEqual([0, 50]);
		await stores.runs.delete('run-10');
		expect(await countRecords('pieces')).toBe(0);
		expect(await countRecords('keptCheckpoints')).toBe(0);
	});
});

describe('a fork', () => {
	const fork = () =>
		runRecord({ id: 'fork', startedAt: 5, step: 50, parent: { runId: 'run-1', step: 50 } });
	const begin = () =>
		stores.runs.create(fork(), {
			events: stepEvents(1, 50),
			checkpoint: { ...makeCheckpoint(50), runId: 'fork' },
		});

	it('begins with its events and its checkpoint', async () => {
		await begin();
		expect(await stores.runs.get('fork')).toEqual(fork());
		expect(await stores.runs.events('fork')).toEqual(stepEvents(1, 50));
		same(await stores.runs.checkpoint('fork'), makeCheckpoint(50));
		await saveAt(60, 10, 'fork');
		expect(await stores.runs.checkpointSteps('fork')).toEqual([50, 60]);
		expect(await stores.runs.events('fork')).toHaveLength(51);
	});

	it('is stored completely or not at all if the tab closes at any write', async () => {
		const before = await readContents('skillet');
		const writes = await closedAtEachWrite(
			() => begin(),
			async () => expect(await readContents('skillet')).toEqual(before),
		);
		// Events, what lies in its place, 3 × 3 pieces, checkpoint, record.
		expect(writes).toBe(13);
		expect(await stores.runs.checkpointSteps('fork')).toEqual([50]);
	});
});

describe('when space is needed', () => {
	const ended = async (id: string, startedAt: number) => {
		await stores.runs.create(runRecord({ id, startedAt }));
		for (const step of [0, 50]) await saveAt(step, 10, id, { startedAt, end: 'finished' });
	};

	it('kept checkpoints of ended runs are deleted, the oldest first, never a last one', async () => {
		const figures = { usage: 950, quota: 1000 };
		await reopen({ browser: { storage: fakeStorage(figures) } });
		await ended('old', 1);
		await ended('new', 2);
		await stores.runs.create(runRecord({ id: 'going', startedAt: 0 }));
		for (const step of [0, 50]) await saveAt(step, 10, 'going', { startedAt: 0 });
		const deletions = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
			this: IDBObjectStore,
			...args
		) {
			figures.usage = 800;
			deletions.mockRestore();
			return this.delete(...args);
		});
		await stores.requireSpace(100);
		expect(await stores.runs.checkpointSteps('old')).toEqual([50]);
		expect(await stores.runs.checkpointSteps('new')).toEqual([0, 50]);
		await expect(stores.requireSpace(300)).rejects.toThrow(StorageError);
		expect(await stores.runs.checkpointSteps('new')).toEqual([50]);
		expect(await stores.runs.checkpointSteps('going')).toEqual([0, 50]);
	});

	it('a checkpoint on a full disk replaces kept ones', async () => {
		await ended('old', 1);
		await stores.runs.create(runRecord());
		for (const step of [0, 50]) await saveAt(step);
		fullDiskAtWrite(5);
		const begin = IDBDatabase.prototype.transaction;
		let begun = 0;
		vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
			this: IDBDatabase,
			...args
		) {
			// There is room again for the second attempt, which gives something up first.
			if (++begun === 2) vi.restoreAllMocks();
			return begin.apply(this, args);
		});
		await saveAt(100);
		expect(await stores.runs.checkpointSteps('old')).toEqual([50]);
		expect(await stores.runs.checkpointSteps('run-1')).toEqual([0, 50, 100]);
	});
});

it('only the newest twenty ended runs keep more than their last checkpoint', async () => {
	for (let n = 0; n < 22; n++) {
		const id = `run-${String(n).padStart(2, '0')}`;
		await stores.runs.create(runRecord({ id, startedAt: n }));
		for (const step of [0, 50]) await saveAt(step, 1, id, { startedAt: n, end: 'stopped' });
	}
	expect(await stores.runs.checkpointSteps('run-00')).toEqual([50]);
	expect(await stores.runs.checkpointSteps('run-01')).toEqual([0, 50]);
	expect(await stores.runs.checkpointSteps('run-21')).toEqual([0, 50]);
});

const every = (by: number, to: number) => Array.from({ length: to / by }, (_, i) => i * by);
/** Adds checkpoints one by one, each after the stored ones. */
function oneByOne(to: number, limit: number, wanted: readonly number[] = []): number[] {
	let remaining: number[] = [];
	for (let last = 50; last <= to; last += 50)
		remaining = thinnedSteps([...remaining, last - 50], { last, limit, wanted });
	return remaining;
}

describe('thinnedSteps: the checkpoints that stay', () => {
	it('are all while there is room', () => {
		expect(oneByOne(600, 12)).toEqual(every(50, 600));
	});

	it('are then spread over the run with similar gaps', () => {
		for (const [to, limit] of [
			[1200, 6],
			[5000, 10],
			[10_000, 21],
		]) {
			const remaining = oneByOne(to, limit);
			expect(remaining).toHaveLength(limit);
			expect(remaining[0]).toBe(0);
			const gaps = remaining.slice(1).map((step, i) => step - remaining[i]);
			expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * Math.min(...gaps));
			expect(Math.max(...gaps)).toBeLessThanOrEqual((2.5 * to) / limit);
		}
	});
});

it('the best checkpoint stays: of a cell, when space is needed, and in an old run', async () => {
	const best = { step: 10, value: 0.5 };
	const [id, end] = ['cell', 'stopped'] as const;
	await stores.runs.create(runRecord({ id, startedAt: 0, group }));
	for (const step of [0, 10, 20]) await saveAt(step, 10, id, { best, startedAt: 0, end, group });
	expect(await stores.runs.checkpointSteps(id)).toEqual([10, 20]);
	await stores.runs.create(runRecord());
	await saveAt(0);
	await saveAt(50);
	// The run's own older checkpoint goes instead.
	fullDiskAtWrite(5);
	await expect(saveAt(100)).rejects.toThrow(StorageError);
	vi.restoreAllMocks();
	for (let n = 1; n <= 21; n++) {
		await stores.runs.create(runRecord({ id: `run-${n + 1}`, startedAt: n }));
		for (const step of [0, 50]) await saveAt(step, 1, `run-${n + 1}`, { startedAt: n, end });
	}
	await stores.runs.create(runRecord({ id: 'last', startedAt: 99 }));
	expect(await stores.runs.checkpointSteps(id)).toEqual([10, 20]);
	same(await stores.runs.checkpoint(id, 10), makeCheckpoint(10, 10, id));
});
