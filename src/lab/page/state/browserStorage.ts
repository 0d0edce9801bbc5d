/**
 * Small settings of this browser. Where the browser blocks storage, as in some pages of other
 * sites, they last until the page closes.
 */
import { StorageError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';

export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;
type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type StorageName = 'localStorage' | 'sessionStorage';

/** The browser's storage; undefined if it blocks storage on this page. */
function findStorage(name: StorageName): BrowserStorage | undefined {
	try {
		return window[name];
	} catch {
		// SecurityError: blocked for this site, or for pages inside other sites.
		return undefined;
	}
}

export const memoryStorage = (texts = new Map<string, string>()): BrowserStorage => ({
	getItem: (key) => texts.get(key) ?? null,
	setItem: (key, text) => void texts.set(key, text),
	removeItem: (key) => void texts.delete(key),
});
const inMemory = { localStorage: memoryStorage(), sessionStorage: memoryStorage() };

export const browserStorage = (name: StorageName): BrowserStorage =>
	findStorage(name) ?? inMemory[name];

/** For a setting that needs a reload of the page. Throws StorageError if a reload would lose it. */
export function requireStorage(): void {
	if (!findStorage('localStorage'))
		throw new StorageError(sentence('lab.page.browserBlocksStorageOnPage'));
}
