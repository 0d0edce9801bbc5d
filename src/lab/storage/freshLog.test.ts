import { IDBVersionChangeEvent } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freshBrowser } from '../../../tests/support/browser.ts';
import { runRecord } from '../../../tests/support/labValues.ts';
import { openTab } from '../../../tests/support/openTab.ts';

const chromium = { userAgent: 'Mozilla/5.0 (X11) HeadlessChrome/156.0.0.0 Safari/537.36' };

beforeEach(freshBrowser);
afterEach(() => vi.restoreAllMocks());

/** Names of databases in the order of the calls. */
function watchCalls(): string[] {
	const calls: string[] = [];
	for (const name of ['open', 'deleteDatabase'] as const) {
		const original = indexedDB[name].bind(indexedDB) as (...args: unknown[]) => IDBOpenDBRequest;
		vi.spyOn(indexedDB, name).mockImplementation((...args: unknown[]) => {
			calls.push(`${name} ${String(args[0])}`);
			return original(...args);
		});
	}
	return calls;
}

it('Chromium begins another log before the lab opens its database', async () => {
	const calls = watchCalls();
	const stores = await openTab({ browser: chromium });
	expect(calls).toEqual(['open skillet log', 'open skillet', 'deleteDatabase skillet log']);
	expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['skillet']);
	expect(stores.lostData).toBeNull();
	stores.close();
});

it('a start after a kill in between ends with one database too', async () => {
	await new Promise<void>((resolve) => {
		indexedDB.open('skillet log', 1).onsuccess = ({ target }) => {
			(target as IDBOpenDBRequest).result.close();
			resolve();
		};
	});
	(await openTab({ browser: chromium })).close();
	expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['skillet']);
});

it('data that the browser deleted is reported, and the lab works', async () => {
	const event = IDBVersionChangeEvent.prototype as IDBVersionChangeEvent & { dataLoss?: string };
	Object.assign(event, { dataLoss: 'total', dataLossMessage: 'bad record length' });
	const stores = await openTab({ browser: chromium });
	for (const name of ['dataLoss', 'dataLossMessage']) Reflect.deleteProperty(event, name);
	expect(stores.lostData).toBe('bad record length');
	await stores.runs.create(runRecord());
	expect(await stores.runs.get('run-1')).toEqual(runRecord());
	stores.close();
});
