import { expect, it, vi } from 'vitest';
import { StorageError } from '#core/errors.ts';
import { fullDiskAtWrite } from '../../../tests/support/browser.ts';
import { adapterKey, tuning } from '../../../tests/support/labValues.ts';
import { reopen, stores } from './stores.test-support.ts';

it('what was measured on an adapter is there at the next visit, and for no other adapter', async () => {
	await stores.tunings.put(adapterKey, tuning());
	await reopen();
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
