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
 * At the n-th write (1-based) and, if it lasts, at each later one, `happen` is called instead of it, or after it when
 * it returns its request. Undone by vi.restoreAllMocks(). Returns how many writes there were.
 */
function atWrite(
	n: number,
	lasts: boolean,
	happen: (transaction: IDBTransaction, write: () => unknown) => unknown,
): () => number {
	let count = 0;
	for (const name of writes) {
		const original = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
		const instead = function (this: IDBObjectStore, ...args: unknown[]): unknown {
			count++;
			const write = () => original.apply(this, args);
			return count === n || (lasts && count > n) ? happen(this.transaction, write) : write();
		};
		vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(instead as never);
	}
	return () => count;
}

/** A request that is never settled, as in a tab that is gone. */
const unanswered = (): unknown =>
	Object.create(IDBRequest.prototype, { addEventListener: { value: () => undefined } });

/** The tab is closed at its n-th write: what was open is rolled back, and nothing more is written from it. */
export function killAtWrite(n: number): () => number {
	return atWrite(n, true, (transaction) => {
		transaction.abort();
		vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
			throw new DOMException('This tab is gone.', 'UnknownError');
		});
		return unanswered();
	});
}

/**
 * The disk is full at the n-th write: the transaction aborts with QuotaExceededError and its requests with
 * AbortError. `told` false, as Chrome may do it: no reason, and no answer to the request either.
 */
export function fullDiskAtWrite(n: number, told = true): () => number {
	return atWrite(n, true, (transaction, write) => {
		const request = told ? write() : unanswered();
		if (told) abortWith(transaction, 'QuotaExceededError');
		else transaction.abort();
		return request;
	});
}

/** fake-indexeddb's own way to abort as the browser does. */
const abortWith = (transaction: IDBTransaction, reason: string): void =>
	(transaction as unknown as { _abort(reason: string): void })._abort(reason);

const lost = () =>
	new DOMException(
		'Connection to Indexed Database server lost. Refresh the page to try again',
		'UnknownError',
	);

/** WebKit loses its server at the n-th write: the transaction is rolled back. */
export function loseConnectionAtWrite(n: number): void {
	atWrite(n, false, (transaction) => {
		transaction.abort();
		Object.defineProperty(transaction, 'error', { value: lost() });
		return unanswered();
	});
}

/** WebKit loses its server in these transactions (1-based): after they have committed, or before they began. */
export function loseConnection(which: readonly number[], commits: boolean): void {
	const original = IDBDatabase.prototype.transaction;
	let count = 0;
	vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...args
	) {
		const transaction = original.apply(this, args);
		if (!which.includes(++count)) return transaction;
		if (commits) {
			const listen = transaction.addEventListener.bind(transaction);
			const onAbort: EventListener[] = [];
			transaction.addEventListener = (type: string, listener: unknown) => {
				if (type === 'abort') onAbort.push(listener as EventListener);
			};
			listen('complete', (event) => {
				Object.defineProperty(transaction, 'error', { value: lost() });
				for (const listener of onAbort) listener.call(transaction, event);
			});
		} else {
			transaction.objectStore = () => {
				throw lost();
			};
		}
		return transaction;
	});
}

/** A LockManager: exclusive locks, first come, first served. */
export function fakeLocks() {
	const queues = new Map<string, Promise<unknown>>();
	return {
		async request(name: string, callback: (lock: unknown) => Promise<void>): Promise<unknown> {
			const before = queues.get(name) ?? Promise.resolve();
			const mine = before.then(() => callback({ name }));
			queues.set(
				name,
				mine.catch(() => undefined),
			);
			return mine;
		},
	};
}

/** navigator.storage with figures that a test sets. */
export const fakeStorage = (figures: { usage: number; quota: number; persisted?: boolean }) => ({
	estimate: async () => ({ usage: figures.usage, quota: figures.quota }),
	persisted: async () => figures.persisted ?? false,
});
