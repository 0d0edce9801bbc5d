import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StorageError } from '#core/errors.ts';
import type { LabStores } from '#experiment/stores.ts';
import { freshBrowser, fullDiskAtWrite } from '../../tests/support/browser.ts';
import { adapterKey, tuning } from '../../tests/support/labValues.ts';
import { openStores } from './stores.ts';

let stores: LabStores;
beforeEach(async () => {
	freshBrowser();
	stores = await openStores({ browser: {} });
});
afterEach(() => {
	vi.restoreAllMocks();
	stores.close();
});

it('what was measured on an adapter is there at the next visit, and for no other adapter', async () => {
	await stores.tunings.put(adapterKey, tuning());
	stores.close();
	stores = await openStores({ browser: {} });
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning());
	expect(await stores.tunings.get('another')).toBeUndefined();
});

it('a later measurement takes the place of the earlier one', async () => {
	await stores.tunings.put(adapterKey, tuning(1));
	await stores.tunings.put(adapterKey, tuning(2));
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning(2));
});

it('a full disk leaves the earlier measurement, and says so', async () => {
	await stores.tunings.put(adapterKey, tuning(1));
	fullDiskAtWrite(1);
	await expect(stores.tunings.put(adapterKey, tuning(2))).rejects.toThrow(StorageError);
	vi.restoreAllMocks();
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning(1));
});
