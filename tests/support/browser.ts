/** Stands in for a browser's storage in Node: a fresh IndexedDB, tabs that die, disks that are full, Web Locks. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

/** A browser that has never seen the lab. */
export function freshBrowser(): void {
	vi.stubGlobal('indexedDB', new IDBFactory());
}

const writes = ['put', 'add', 'delete'] as const;

/**
 * From the n-th write (1-based) on, `happen` is called instead of the write. Restore it with vi.restoreAllMocks().
 * Returns how many writes there were.
 */
function insteadOfWrite(n: number, happen: (transaction: IDBTransaction) => void): () => number {
	let count = 0;
	for (const name of writes) {
		const original = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
		const instead = function (this: IDBObjectStore, ...args: unknown[]): unknown {
			if (++count < n) return original.apply(this, args);
			happen(this.transaction);
			// A request that is never settled, as in a tab that is gone.
			return Object.create(IDBRequest.prototype, { addEventListener: { value: () => undefined } });
		};
		vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(instead as never);
	}
	return () => count;
}

/** The tab is closed at its n-th write: what was open is rolled back, and nothing more is written from it. */
export function killAtWrite(n: number): () => number {
	return insteadOfWrite(n, (transaction) => {
		transaction.abort();
		vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
			throw new DOMException('This tab is gone.', 'UnknownError');
		});
	});
}

/**
 * The disk is full at the n-th write. Chrome aborts the transaction and leaves the request unsettled; `told` false:
 * it does not even say why (AbortError without a reason).
 */
export function fullDiskAtWrite(n: number, told = true): () => number {
	return insteadOfWrite(n, (transaction) => {
		if (!told) transaction.abort();
		else (transaction as unknown as AbortableWithReason)._abort('QuotaExceededError');
	});
}
/** fake-indexeddb's own way to abort as the browser does. */
interface AbortableWithReason {
	_abort(reason: string): void;
}

/** The n-th transaction loses its connection, as WebKit does it; it `commits` or not before that. */
export function loseConnection(n: number, commits: boolean): void {
	const original = IDBDatabase.prototype.transaction;
	let count = 0;
	vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...args
	) {
		const transaction = original.apply(this, args);
		if (++count === n) {
			const lost = new DOMException(
				'Connection to Indexed Database server lost. Refresh the page to try again',
				'UnknownError',
			);
			if (commits) {
				const listen = transaction.addEventListener.bind(transaction);
				const onAbort: EventListener[] = [];
				transaction.addEventListener = (type: string, listener: unknown) => {
					if (type === 'abort') onAbort.push(listener as EventListener);
				};
				listen('complete', (event) => {
					Object.defineProperty(transaction, 'error', { value: lost });
					for (const listener of onAbort) listener.call(transaction, event);
				});
			} else {
				transaction.objectStore = () => {
					throw lost;
				};
			}
		}
		return transaction;
	});
}

/** A LockManager: exclusive locks, first come, first served. */
export function fakeLocks() {
	const queues = new Map<string, Promise<unknown>>();
	return {
		async request(
			name: string,
			{ signal }: { signal?: AbortSignal },
			callback: (lock: unknown) => Promise<void>,
		): Promise<unknown> {
			const before = queues.get(name) ?? Promise.resolve();
			const aborted = new Promise<never>((_, reject) =>
				signal?.addEventListener('abort', () => reject(signal.reason as Error)),
			);
			const mine = before.then(() => (signal?.aborted ? undefined : callback({ name })));
			queues.set(
				name,
				mine.catch(() => undefined),
			);
			return Promise.race([mine, aborted]);
		},
	};
}

/** navigator.storage with figures that a test sets. */
export const fakeStorage = (figures: { usage: number; quota: number; persisted?: boolean }) => ({
	estimate: async () => ({ usage: figures.usage, quota: figures.quota }),
	persisted: async () => figures.persisted ?? false,
	persist: async () => (figures.persisted = true),
});
