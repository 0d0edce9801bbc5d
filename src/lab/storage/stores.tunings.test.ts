import { expect, it, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { fullDiskAtWrite } from '../../../tests/support/browser.ts';
import { adapterKey, tuning } from '../../../tests/support/labValues.ts';
import { openStoresForEachTest, reopen, stores } from './stores.test-support.ts';

openStoresForEachTest();

it('measurements of an adapter are there after a reload, for this adapter only', async () => {
	await stores.tunings.put(adapterKey, tuning());
	await reopen();
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning());
	expect(await stores.tunings.get('another')).toBeUndefined();
});

it('a later measurement replaces the earlier one', async () => {
	await stores.tunings.put(adapterKey, tuning(1));
	await stores.tunings.put(adapterKey, tuning(2));
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning(2));
});

it('a full disk keeps the earlier measurement and reports an error', async () => {
	await stores.tunings.put(adapterKey, tuning(1));
	fullDiskAtWrite(1);
	await expect(stores.tunings.put(adapterKey, tuning(2))).rejects.toThrow(StorageError);
	vi.restoreAllMocks();
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning(1));
});
