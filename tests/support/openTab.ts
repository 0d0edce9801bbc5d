/** The stores of a tab, in a fresh browser for each test and closed after it. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { LabStores } from '#lab/run/stores.ts';
import { freshBrowser, killAtWrite } from './browser.ts';
import { openStores, type FeatureStores, type StoresOptions } from '#lab/storage/stores.ts';

let features: readonly FeatureStores[] = [];

const open: LabStores[] = [];

/** Ten floats are 40 bytes: pieces of 16, 16 and 8. */
export async function openTab(options: StoresOptions = {}): Promise<LabStores> {
	const opened = await openStores({ browser: {}, pieceBytes: 16, features, ...options });
	open.push(opened);
	return opened;
}

/** The stores of the open tab. */
export let stores: LabStores;

/** Another tab on the same database, instead of the one that is open or that was killed. */
export async function reopen(options: StoresOptions = {}): Promise<void> {
	stores.close();
	stores = await openTab(options);
}

/**
 * Runs `act` in a tab that closes at its first write, then in one that closes at its second write,
 * and so on until it completes. `closed` checks the stored data in the next tab, each time. Returns
 * the number of writes.
 */
export async function closedAtEachWrite(
	act: () => Promise<unknown>,
	closed: () => Promise<void>,
): Promise<number> {
	for (let n = 1; ; n++) {
		const writes = killAtWrite(n);
		const done = await act().then(
			() => true,
			() => false,
		);
		const reached = writes() >= n;
		vi.restoreAllMocks();
		await reopen();
		expect(done).toBe(!reached);
		if (done) return n - 1;
		await closed();
	}
}

/**
 * Each test of the file begins in a fresh browser, whose tabs have the stores of `list` too. A
 * call, because test files share loaded modules: hooks at the top of this one would serve one file
 * only.
 */
export function freshBrowserForEachTest(...list: readonly FeatureStores[]): void {
	beforeEach(() => {
		features = list;
		freshBrowser();
	});
	afterEach(() => {
		vi.restoreAllMocks();
		for (const tab of open.splice(0)) tab.close();
	});
}

/** Each test of the file begins with `stores`, too. */
export function openStoresForEachTest(...list: readonly FeatureStores[]): void {
	freshBrowserForEachTest(...list);
	beforeEach(async () => {
		stores = await openTab();
	});
}
