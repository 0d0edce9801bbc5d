/**
 * Small settings of this browser. Where the browser blocks storage, as in some pages of other
 * sites, or where it is full, they last until the page closes.
 */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';

export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;
type BrowserStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type StorageName = 'localStorage' | 'sessionStorage';

export const memoryStorage = (texts = new Map<string, string>()): BrowserStorage => ({
	getItem: (key) => texts.get(key) ?? null,
	setItem: (key, text) => void texts.set(key, text),
	removeItem: (key) => void texts.delete(key),
});

/** The browser's storage, and in front of it the texts that it did not take. */
function keepingStorage(name: StorageName): BrowserStorage {
	const texts = memoryStorage();
	/** Undefined if it throws: SecurityError, or QuotaExceededError. */
	const attempt = <T>(use: (storage: Storage) => T): T | undefined => {
		try {
			return use(window[name]);
		} catch {
			return undefined;
		}
	};
	return {
		getItem: (key) => texts.getItem(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
		setItem(key, text) {
			const isStored = attempt((storage) => (storage.setItem(key, text), true));
			if (isStored) texts.removeItem(key);
			else texts.setItem(key, text);
		},
		removeItem(key) {
			texts.removeItem(key);
			attempt((storage) => storage.removeItem(key));
		},
	};
}
const storages: Readonly<Record<StorageName, BrowserStorage>> = {
	localStorage: keepingStorage('localStorage'),
	sessionStorage: keepingStorage('sessionStorage'),
};

export const browserStorage = (name: StorageName): BrowserStorage => storages[name];

/** For a setting that needs a reload of the page. Throws StorageError if a reload would lose it. */
export function requireStorage(): void {
	const trial = 'skillet.trial';
	try {
		// More than any such setting.
		window.localStorage.setItem(trial, '.'.repeat(1000));
		window.localStorage.removeItem(trial);
	} catch (cause) {
		throw new StorageError(
			say(
				'The browser stores no settings on this page, because storage is blocked or full: a reload would lose this choice. Open the lab in its own tab, or delete stored data of this site.',
			),
			{},
			{ cause },
		);
	}
}
