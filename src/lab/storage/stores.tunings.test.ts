import { expect, it } from 'vitest';
import { adapterKey, tuning } from '../../../tests/support/labValues.ts';
import { openStoresForEachTest, reopen, stores } from '../../../tests/support/openTab.ts';

openStoresForEachTest();

it('the newest measurements of an adapter, and no other, are there after a reload', async () => {
	await stores.tunings.put(adapterKey, tuning(1));
	await stores.tunings.put(adapterKey, tuning(2));
	await reopen();
	expect(await stores.tunings.get(adapterKey)).toEqual(tuning(2));
	expect(await stores.tunings.get('another')).toBeUndefined();
});
