/* oxlint-disable eslint-js/no-restricted-syntax -- lint refuses these names everywhere else */
/**
 * All that browsers give only to secure contexts: https, and http to this machine. A page that
 * came over plain http from another machine has none of it and works: each entry says how. Lint
 * (no-restricted-syntax) refuses any other use in src/. The service worker is always secure.
 *
 * - `crypto.randomUUID`: `newId` makes the same from `crypto.getRandomValues`.
 * - `crypto.subtle`: never used; `core/hash.ts` computes all hashes.
 * - File pickers that save (`showSaveFilePicker`), private files (`storage.getDirectory`), wake
 *   locks, `navigator.share`, `deviceMemory`, `userAgentData`: never used.
 * - All others are entries of `secureOnly`.
 */

/** Parts of the browser by their use. Both threads compile this, so these are no DOM types. */
interface SecureNavigator {
	readonly gpu?: GPU;
	readonly clipboard?: {
		writeText(text: string): Promise<void>;
		write(items: readonly unknown[]): Promise<void>;
	};
	readonly locks?: WriterLocks;
	readonly serviceWorker?: ServiceWorkerContainer;
	readonly storage?: StorageManagerPart;
}
export interface WriterLocks {
	request(name: string, callback: (lock: unknown) => Promise<void>): Promise<unknown>;
}
export interface StorageManagerPart {
	estimate(): Promise<{ usage?: number; quota?: number }>;
	persisted(): Promise<boolean>;
	/** Workers and WebKitGTK have none. */
	persist?(): Promise<boolean>;
}

interface ClipboardScope {
	readonly ClipboardItem: new (texts: Record<string, Promise<Blob>>) => unknown;
}

/** Undefined if it is missing, or if reading it throws, as in a sandboxed frame. */
function find<T>(read: () => T | null | undefined): T | undefined {
	try {
		return read() ?? undefined;
	} catch {
		return undefined;
	}
}
const ofNavigator = <Name extends keyof SecureNavigator>(name: Name) =>
	find(() => (navigator as SecureNavigator)[name]);

/** Each is undefined in a page that is not secure. */
export const secureOnly = {
	/** WebGPU. Without it the processor trains the same curve, and the device's text says why. */
	get gpu() {
		return ofNavigator('gpu');
	},
	/** Shared memory. Without it wasm has one thread, with the same bits (lab/worker/threads.ts). */
	get sharedMemory() {
		return find(() => SharedArrayBuffer);
	},
	/** Without it a text is copied by the browser's older command (page/components/copyText.ts). */
	get clipboard() {
		return ofNavigator('clipboard');
	},
	/** A text for the clipboard that is not ready at the click. Missing where `clipboard` is. */
	clipboardItem: (text: Promise<Blob>): unknown =>
		new (globalThis as unknown as ClipboardScope).ClipboardItem({ 'text/plain': text }),
	/** One writer over all tabs. Without it a new tab takes the lab over at once. */
	get locks() {
		return ofNavigator('locks');
	},
	/** Space and its promise. Without it the page names no space, and cannot ask to keep data. */
	get storage() {
		return ofNavigator('storage');
	},
	/** Offline use and isolation. Without it each visit loads the site (page/state/offline.ts). */
	get serviceWorker() {
		return ofNavigator('serviceWorker');
	},
	/** Models for offline use, beside the service worker. */
	get caches() {
		return find(() => caches);
	},
};

/** A new id: a random UUID, version 4 (RFC 9562). */
export function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
