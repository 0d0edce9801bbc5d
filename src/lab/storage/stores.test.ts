/**
 * Full disks, lost connections, other tabs, newer versions: stored data stays, and errors advise.
 */
import { forceCloseDatabase } from 'fake-indexeddb';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import {
	fakeLocks,
	fakeStorage,
	freshBrowser,
	fullDiskAtWrite,
	loseConnection,
} from '../../../tests/support/browser.ts';
import {
	makeCheckpoint,
	examples,
	modelFiles,
	modelInfo,
	runRecord,
	skillInfo,
	stepEvents,
} from '../../../tests/support/labValues.ts';
import { latestVersion, migrations, type Migration } from './openDatabase.ts';
import { freshBrowserForEachTest, openTab } from '../../../tests/support/openTab.ts';

freshBrowserForEachTest();

describe('space', () => {
	it('runs out although the browser reports enough, as Chromium does', async () => {
		const storage = fakeStorage({ usage: 64_000_000, quota: 64_000_000 + 2 ** 30 * 10 });
		const stores = await openTab({ browser: { storage } });
		fullDiskAtWrite(2);
		await expect(stores.models.put(modelInfo(), modelFiles())).rejects.toThrow(
			failure(
				' The lab uses {used}, and the browser refuses more: its limit for this site is reached, or the disk is full. The free space that it reports is wrong.',
				{ used: '64 MB' },
			),
		);
	});

	it('runs out in an import, which can then be aborted', async () => {
		const stores = await openTab();
		const writer = await stores.skills.write();
		fullDiskAtWrite(1);
		const append = writer.append('train', examples(500));
		await expect(append).rejects.toThrow(failure('keep the rows of the import'));
		vi.restoreAllMocks();
		await writer.abort();
		expect(await stores.skills.list()).toEqual([]);
	});

	it('is reported, and checked before a write', async () => {
		const figures = { usage: 400_000_000, quota: 500_000_000, persisted: false };
		const stores = await openTab({ browser: { storage: fakeStorage(figures) } });
		expect(await stores.report()).toEqual({
			usedBytes: 400_000_000,
			quotaBytes: 500_000_000,
			persisted: false,
		});
		figures.persisted = true;
		expect((await stores.report()).persisted).toBe(true);
		await stores.requireSpace(100_000_000);
		await expect(stores.requireSpace(100_000_001)).rejects.toThrow(
			failure(' It needs {bytes}.', {
				bytes: '100 MB',
				used: '400 MB',
				quota: '500 MB',
				free: '100 MB',
			}),
		);
	});

	it('is freed from removed skills first', async () => {
		const figures = { usage: 400, quota: 500 };
		const stores = await openTab({ browser: { storage: fakeStorage(figures) } });
		const writer = await stores.skills.write();
		await writer.append('train', examples(3));
		await writer.commit(skillInfo({ counts: { train: 3, validation: 0, heldOut: 0 } }));
		await stores.skills.remove(skillInfo().id);
		await stores.requireSpace(50);
		await stores.skills.restore(skillInfo().id);
		await stores.skills.remove(skillInfo().id);
		await expect(stores.requireSpace(101)).rejects.toThrow(StorageError);
		await expect(stores.skills.restore(skillInfo().id)).rejects.toThrow(StorageError);
	});
});

describe('a connection that WebKit lost', () => {
	it.each([
		['before its commit', false],
		['after its commit', true],
	])('%s: the whole operation is done again, once', async (_when, commits) => {
		const stores = await openTab();
		await stores.runs.create(runRecord());
		await stores.runs.save(runRecord(), stepEvents(1, 5), makeCheckpoint(5));
		await stores.runs.update(runRecord({ end: 'failed' }), stepEvents(6, 8));
		loseConnection([1], commits);
		await stores.runs.save(runRecord(), stepEvents(6, 9), makeCheckpoint(9));
		vi.restoreAllMocks();
		expect(await stores.runs.events('run-1')).toEqual(stepEvents(1, 9));
		expect((await stores.runs.checkpoint('run-1'))?.step).toBe(9);
		loseConnection([1], commits);
		await stores.runs.update(runRecord(), stepEvents(10, 11));
		expect(await stores.runs.events('run-1')).toEqual(stepEvents(1, 11));
	});

	it('is opened again if the browser closed it and aborted its transactions', async () => {
		const stores = await openTab();
		await stores.runs.create(runRecord());
		const opened = vi.spyOn(indexedDB, 'open');
		const begun: IDBTransaction[] = [];
		const original = IDBDatabase.prototype.transaction;
		vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
			this: IDBDatabase,
			...args
		) {
			const transaction = original.apply(this, args);
			begun.push(transaction);
			return transaction;
		});
		const listed = stores.runs.list();
		while (begun.length === 0) await Promise.resolve();
		begun[0]?.abort();
		forceCloseDatabase(begun[0]?.db as never);
		expect(await listed).toEqual([runRecord()]);
		expect(opened).toHaveBeenCalledTimes(1);
	});
});

describe('two tabs', () => {
	const second = (locks: ReturnType<typeof fakeLocks>, sent: string[]) =>
		openTab({
			browser: { locks },
			onWaiting: () => sent.push('waiting'),
			onSuperseded: () => sent.push('superseded'),
		});

	it('write in turn: the second waits, reports it, and opens when the first closes', async () => {
		const locks = fakeLocks();
		const sent: string[] = [];
		const first = await openTab({ browser: { locks } });
		const writer = await first.skills.write();
		await writer.append('train', examples(3));
		let opened = false;
		const waiting = second(locks, sent).then((stores) => {
			opened = true;
			return stores;
		});
		await vi.waitFor(() => expect(sent).toEqual(['waiting']));
		expect(opened).toBe(false);
		// The second tab has not swept away what the first is writing.
		await writer.commit(skillInfo({ counts: { train: 3, validation: 0, heldOut: 0 } }));
		first.close();
		const stores = await waiting;
		expect(await stores.skills.list()).toHaveLength(1);
		await expect(first.runs.list()).rejects.toThrow(failure('The database is closed, so the lab'));
	});

	it('without Web Locks both work, and neither damages the other’s data', async () => {
		const [a, b] = [await openTab(), await openTab()];
		await Promise.all([
			a.runs.create(runRecord({ id: 'a' })),
			b.runs.create(runRecord({ id: 'b' })),
			a.models.put(modelInfo({ id: 'a' }), modelFiles()),
			b.models.put(modelInfo({ id: 'b' }), modelFiles(1)),
		]);
		await Promise.all([
			a.runs.save(runRecord({ id: 'a' }), stepEvents(1, 3), makeCheckpoint(3, 10, 'a')),
			b.runs.save(runRecord({ id: 'b' }), stepEvents(1, 4), makeCheckpoint(4, 10, 'b')),
		]);
		expect(await b.runs.events('a')).toEqual(stepEvents(1, 3));
		expect(await a.runs.events('b')).toEqual(stepEvents(1, 4));
		expect((await a.models.list()).map(({ id }) => id)).toEqual(['a', 'b']);
	});
});

describe('a newer version', () => {
	const newer: readonly Migration[] = [
		...migrations,
		{
			version: latestVersion(migrations) + 1,
			what: asMessage('add notes'),
			apply: (database) => void database.createObjectStore('notes'),
		},
	];

	it('takes the database over: the older tab releases it, and reports it when used', async () => {
		const locks = fakeLocks();
		const sent: string[] = [];
		const older = await openTab({ browser: { locks }, onSuperseded: () => sent.push('older') });
		const waiting = openTab({ browser: { locks }, onSuperseded: () => sent.push('waiting') });
		const refused = expect(waiting).rejects.toThrow(
			failure('A newer version of the lab has taken over the database in another tab, so this tab'),
		);
		await older.runs.create(runRecord());
		const saving = older.runs.save(runRecord(), stepEvents(1, 3), makeCheckpoint(3));
		const stores = await openTab({ browser: { locks }, migrations: newer });
		await saving;
		await refused;
		expect(sent.sort()).toEqual(['older', 'waiting']);
		expect((await stores.runs.checkpoint('run-1'))?.step).toBe(3);
		await expect(older.runs.list()).rejects.toThrow(
			failure('{endings} cannot {doing}. Reload the page.'),
		);
	});

	it('refuses an older page and loses nothing', async () => {
		const stores = await openTab({ migrations: newer });
		await stores.runs.create(runRecord());
		await expect(openTab()).rejects.toThrow(
			failure(
				'The database here was written by a newer version of the lab, and this page is an older one. Reload the page to get the newer one. Nothing is lost.',
			),
		);
		expect(await stores.runs.list()).toHaveLength(1);
	});

	it('waits for a tab that keeps the database, reports it, and then opens', async () => {
		const stubborn = await new Promise<IDBDatabase>((resolve) => {
			const opening = indexedDB.open('skillet', latestVersion(migrations));
			opening.onupgradeneeded = () =>
				migrations[0]?.apply(opening.result as never, undefined as never);
			opening.onsuccess = () => resolve(opening.result);
		});
		const sent: string[] = [];
		const opening = openTab({ migrations: newer, onWaiting: () => sent.push('waiting') });
		await vi.waitFor(() => expect(sent).toEqual(['waiting']));
		stubborn.close();
		expect(await (await opening).runs.list()).toEqual([]);
	});
});

describe('where the browser blocks storage, the stores are in memory', () => {
	const refusing = (error: () => DOMException) => ({
		open: () => {
			throw error();
		},
	});
	it.each([
		['Firefox', refusing(() => new DOMException('The operation is insecure.', 'SecurityError'))],
		[
			'Chrome',
			refusing(
				() =>
					new DOMException('The user denied permission to access the database.', 'UnknownError'),
			),
		],
		['a browser without IndexedDB', undefined],
		['a web view whose IndexedDB is null', null],
		['a browser that throws where IndexedDB is read', 'throws'],
	])('%s', async (name, factory) => {
		onTestFinished(freshBrowser);
		vi.stubGlobal('indexedDB', factory);
		if (factory === 'throws')
			Object.defineProperty(globalThis, 'indexedDB', {
				configurable: true,
				get() {
					throw new Error('The operation is insecure.');
				},
			});
		const locks = { request: async () => Promise.reject(new DOMException('', 'SecurityError')) };
		const stores = await openTab({ browser: { locks } });
		expect(stores.keepsData).toBe(false);
		await stores.runs.create(runRecord({ id: name }));
		expect(await stores.runs.get(name)).toEqual(runRecord({ id: name }));
	});

	it('an error of the disk is not taken for a block', async () => {
		onTestFinished(freshBrowser);
		const broken = () =>
			new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
		vi.stubGlobal('indexedDB', refusing(broken));
		await expect(openTab()).rejects.toThrow(failure('open the database'));
	});
});
