/** The stores of a tab, in a fresh browser for each test and closed after it. */
import { afterEach, beforeEach, vi } from 'vitest';
import type { LabStores } from '#experiment/stores.ts';
import { freshBrowser } from '../../tests/support/browser.ts';
import { openStores, type StoresOptions } from './stores.ts';

/** Ten floats are 40 bytes: pieces of 16, 16 and 8. */
export const openTab = (options: StoresOptions = {}): Promise<LabStores> =>
	openStores({ browser: {}, pieceBytes: 16, ...options });

/** Of the tab that is open. */
export let stores: LabStores;

/** Another tab on the same database, instead of the one that is open or that was killed. */
export async function reopen(options: StoresOptions = {}): Promise<void> {
	stores.close();
	stores = await openTab(options);
}

beforeEach(async () => {
	freshBrowser();
	stores = await openTab();
});
afterEach(() => {
	vi.restoreAllMocks();
	stores.close();
});
