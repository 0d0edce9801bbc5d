/** Fake browser storage for Node: fresh IndexedDB, closed tabs, full disks, Web Locks. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

/** A browser without any data of the lab. */
export function freshBrowser(): void {
	vi.stubGlobal('indexedDB', new IDBFactory());
}

const writes = ['put', 'add', 'delete'] as const;

/**
 * Calls `happen` instead of the n-th write (from 1), and instead of later writes if it lasts.
 * If `happen` returns the request, the write happens first. Returns the number of writes.
 * vi.restoreAllMocks() removes it.
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

/** A request that never settles, as in a closed tab. */
const unanswered = (): unknown =>
	Object.create(IDBRequest.prototype, { addEventListener: { value: () => undefined } });

/** Closes the tab at its n-th write: open transactions roll back, and no write follows. */
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
 * The disk is full at the n-th write: the transaction aborts with QuotaExceededError, its requests
 * with AbortError. `told` false: no reason and no answer to the request, as Chrome can do it.
 */
export function fullDiskAtWrite(n: number, told = true): () => number {
	return atWrite(n, true, (transaction, write) => {
		const request = told ? write() : unanswered();
		if (told) abortWith(transaction, 'QuotaExceededError');
		else transaction.abort();
		return request;
	});
}

/** Aborts a transaction through fake-indexeddb's internals, like the browser. */
const abortWith = (transaction: IDBTransaction, reason: string): void =>
	(transaction as unknown as { _abort(reason: string): void })._abort(reason);

const lost = () =>
	new DOMException(
		'Connection to Indexed Database server lost. Refresh the page to try again',
		'UnknownError',
	);

/** WebKit loses its database server at the n-th write: the transaction rolls back. */
export function loseConnectionAtWrite(n: number): () => number {
	return atWrite(n, false, (transaction) => {
		transaction.abort();
		Object.defineProperty(transaction, 'error', { value: lost() });
		return unanswered();
	});
}

/** Something happens to the database right after its n-th write was asked for. */
export function happenAtWrite(
	n: number,
	happen: (database: IDBDatabase, transaction: IDBTransaction) => void,
): () => number {
	return atWrite(n, false, (transaction, write) => {
		const request = write();
		happen(transaction.db, transaction);
		return request;
	});
}

/** WebKit loses its server in these transactions (from 1): after commit, or before the start. */
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

/** A LockManager with exclusive locks in order of request. */
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

/** navigator.storage with values that a test sets. */
export const fakeStorage = (figures: { usage: number; quota: number; persisted?: boolean }) => ({
	estimate: async () => ({ usage: figures.usage, quota: figures.quota }),
	persisted: async () => figures.persisted ?? false,
});
