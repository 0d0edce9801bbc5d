import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { StorageError } from '#engine/core/errors.ts';
import { readContents, settled } from '../../../tests/support/databaseDump.ts';
import {
	toBits,
	makeCheckpoint,
	runRecord,
	stepEvent,
	stepEvents,
} from '../../../tests/support/labValues.ts';
import { isLong } from '../../../tests/support/suite.ts';
import { openStoresForEachTest, reopen, stores } from '../../../tests/support/openTab.ts';

openStoresForEachTest();

describe('records', () => {
	it('lists runs, newest first, and deletes a run with all its data', async () => {
		await stores.runs.create(runRecord({ id: 'old', startedAt: 1 }));
		await stores.runs.create(runRecord({ id: 'new', startedAt: 3 }));
		await stores.runs.create(runRecord({ id: 'middle', startedAt: 2 }));
		expect((await stores.runs.list()).map(({ id }) => id)).toEqual(['new', 'middle', 'old']);
		await stores.runs.save(
			runRecord({ id: 'new', startedAt: 3 }),
			stepEvents(1, 5),
			makeCheckpoint(5, 10, 'new'),
		);
		await stores.runs.delete('new');
		expect((await stores.runs.list()).map(({ id }) => id)).toEqual(['middle', 'old']);
		expect(await stores.runs.get('new')).toBeUndefined();
		expect(await stores.runs.events('new')).toEqual([]);
		expect(await stores.runs.checkpoint('new')).toBeUndefined();
	});

	it.runIf(isLong)('stores 200,000 events at once', async () => {
		await stores.runs.create(runRecord());
		await stores.runs.update(runRecord({ step: 200_000 }), stepEvents(1, 200_000));
		const events = await stores.runs.events('run-1');
		expect([events.length, events.at(-1)?.step]).toEqual([200_000, 200_000]);
	});

	it('refuses a second run under the same id, and a change to one that was deleted', async () => {
		await stores.runs.create(runRecord());
		await expect(stores.runs.create(runRecord({ startedAt: 5 }))).rejects.toThrow(
			failure('There is a run {id} already. Start it under another id.', { id: 'run-1' }),
		);
		await stores.runs.delete('run-1');
		await expect(stores.runs.update(runRecord(), [])).rejects.toThrow(StorageError);
		await expect(stores.runs.save(runRecord(), [], makeCheckpoint(1))).rejects.toThrow(
			StorageError,
		);
		expect(await stores.runs.list()).toEqual([]);
	});
});

describe('checkpoints', () => {
	it.each([4, 16, 40, 64_000_000])('come back bit for bit in pieces of %i bytes', async (bytes) => {
		await reopen({ pieceBytes: bytes });
		const saved = makeCheckpoint(50);
		await stores.runs.create(runRecord());
		await stores.runs.save(runRecord(), stepEvents(1, 50), saved);
		const read = await stores.runs.checkpoint('run-1');
		expect(read && toBits(read.weights)).toEqual(toBits(saved.weights));
		expect(read && toBits(read.firstMoments)).toEqual(toBits(saved.firstMoments));
		expect(read && toBits(read.secondMoments)).toEqual(toBits(saved.secondMoments));
		expect(read).toMatchObject({ runId: 'run-1', step: 50, counters: saved.counters });
		expect(await stores.runs.get('run-1')).toEqual(runRecord({ step: 50 }));
	});

	it('replace all pieces of a larger one, and no piece of another run', async () => {
		await stores.runs.create(runRecord());
		await stores.runs.create(runRecord({ id: 'run-10' }));
		await stores.runs.save(runRecord({ id: 'run-10' }), [], makeCheckpoint(9, 10, 'run-10'));
		await stores.runs.save(runRecord(), [], makeCheckpoint(50, 100));
		await stores.runs.save(runRecord(), [], makeCheckpoint(60, 4));
		expect((await stores.runs.checkpoint('run-1'))?.weights).toHaveLength(4);
		expect((await stores.runs.checkpoint('run-10'))?.step).toBe(9);
		await stores.runs.delete('run-1');
		await stores.runs.delete('run-10');
		expect(await countRecords('pieces')).toBe(0);
	});

	it('are written durably, in one transaction with events and record', async () => {
		await stores.runs.create(runRecord());
		const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
		await stores.runs.save(runRecord(), stepEvents(1, 2), makeCheckpoint(2));
		expect(begun.mock.calls).toEqual([
			[
				['runs', 'runEvents', 'checkpoints', 'keptCheckpoints', 'pieces'],
				'readwrite',
				{ durability: 'strict' },
			],
		]);
	});

	it('report a missing piece', async () => {
		await stores.runs.create(runRecord());
		await stores.runs.save(runRecord(), [], makeCheckpoint(50));
		await rawDelete('pieces', ['run-1@50', 'firstMoments', 1]);
		await expect(stores.runs.checkpoint('run-1')).rejects.toThrow(
			failure(
				'The database holds {stored} of the {length} bytes of {name}. Delete what it belongs to, and make or open it again.',
				{ stored: 16, length: 40 },
			),
		);
	});
});

describe('events', () => {
	beforeEach(async () => {
		await stores.runs.create(runRecord());
		await stores.runs.save(runRecord(), stepEvents(1, 50), makeCheckpoint(50));
	});
	const failed = { type: 'failed', step: 57, message: 'The loss is not a number.' } as const;

	it('of a preparation that was not stored go when the run is opened again', async () => {
		const mark = { type: 'checkpoint', step: 50 } as const;
		await stores.runs.update(runRecord(), [mark]);
		const prepared = { type: 'prepared', step: 50, id: 'raise', updates: 1, measured: 1 } as const;
		const lost = { ...prepared, artefact: null, milliseconds: 1 };
		await stores.runs.update(runRecord({ end: 'failed' }), [lost, stepEvent(51)]);
		await stores.runs.update(runRecord(), []);
		expect(await stores.runs.events('run-1')).toEqual([...stepEvents(1, 50), mark]);
	});

	it('after the checkpoint are deleted when the run resumes there', async () => {
		await stores.runs.update(runRecord({ end: 'failed' }), [...stepEvents(51, 57), failed]);
		await stores.runs.update(runRecord({ end: 'running' }), []);
		expect(await stores.runs.events('run-1')).toEqual(stepEvents(1, 50));
	});

	it('of a segment across the limit are cut in the middle', async () => {
		await stores.runs.update(runRecord(), stepEvents(50, 57, 9));
		await stores.runs.save(runRecord(), stepEvents(54, 60), makeCheckpoint(60));
		const steps = (await stores.runs.events('run-1')).map(({ step }) => step);
		expect(steps).toEqual([...stepEvents(1, 50), ...stepEvents(50, 60)].map(({ step }) => step));
	});

	it('at the checkpoint’s own step are kept: a switch is saved there', async () => {
		const switched = { type: 'policySwitched', step: 50, id: 'fixed', settings: {} } as const;
		await stores.runs.save(runRecord(), [switched], makeCheckpoint(50));
		await stores.runs.save(runRecord(), [stepEvent(51)], makeCheckpoint(51));
		expect(await stores.runs.events('run-1')).toEqual([
			...stepEvents(1, 50),
			switched,
			stepEvent(51),
		]);
	});

	it('come in order from more than ten segments', async () => {
		for (let step = 51; step <= 75; step++)
			await stores.runs.save(runRecord(), [stepEvent(step)], makeCheckpoint(step));
		expect(await stores.runs.events('run-1')).toEqual(stepEvents(1, 75));
	});
});

async function countRecords(store: string): Promise<number | undefined> {
	return (await readContents('skillet')).stores[store]?.records.length;
}
async function rawDelete(store: string, key: IDBValidKey): Promise<void> {
	const database = await settled(indexedDB.open('skillet'));
	await settled(database.transaction(store, 'readwrite').objectStore(store).delete(key));
	database.close();
}
