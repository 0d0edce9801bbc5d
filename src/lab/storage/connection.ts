/** The one connection to the database: whole operations, and one reopening after a drop. */
import type { IDBPTransaction } from 'idb';
import { isAbort, LabError, StorageError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { StorageManagerPart } from '#engine/core/secureContext.ts';
import type { StorageReport } from '#lab/run/stores.ts';
import { isConnectionLost, storageError, type Task } from './errors.ts';
import { abortQuietly, openDatabase, type OpenOptions } from './openDatabase.ts';
import type { LabDatabase, LabSchema, Stores, StoreName } from './schema.ts';

export interface Connection {
	/**
	 * Runs `work` in one transaction over `stores` and resolves when it is complete; otherwise
	 * nothing changes. `work` awaits only requests of the transaction. It must tolerate a second
	 * run, because a lost connection may have committed. Throws StorageError.
	 */
	read: RunTransaction<'readonly'>;
	write: RunTransaction<'readwrite'>;
	/** The same for content that needs space: its errors name the task. */
	keep: <const Names extends readonly StoreName[], T>(
		stores: Names,
		/** A message: a task without a known size. */
		task: Task | Message,
		work: (stores: Stores<Names, 'readwrite'>) => Promise<T>,
	) => Promise<T>;
	report(): Promise<StorageReport>;
	/** Waits for running transactions. */
	close(): void;
}

type RunTransaction<Mode extends IDBTransactionMode> = <
	const Names extends readonly StoreName[],
	T,
>(
	stores: Names,
	work: (stores: Stores<Names, Mode>) => Promise<T>,
) => Promise<T>;

export interface ConnectionOptions extends Pick<OpenOptions, 'name' | 'migrations' | 'onBlocked'> {
	readonly storage: StorageManagerPart | undefined;
	/** A newer lab needs the database, or it is deleted. The connection stays closed. */
	readonly onSuperseded: (isDeleted: boolean) => void;
}

export async function openConnection(options: ConnectionOptions): Promise<Connection> {
	let ended: Ended | undefined;
	let current: Promise<LabDatabase> | undefined;

	const open = () => {
		const opening = openDatabase({
			...options,
			onVersionChange(isDeletion) {
				if (ended) return;
				end(isDeletion ? 'deleted' : 'superseded');
				options.onSuperseded(isDeletion);
			},
			onTerminated: () => drop(opening),
		});
		opening.catch(() => drop(opening));
		return (current = opening);
	};
	/** Forgets a dead connection, not a newer one. The next operation opens another. */
	const drop = (dead: Promise<LabDatabase>) => {
		if (current !== dead) return;
		current = undefined;
		dead.then((database) => database.close()).catch(() => undefined);
	};
	const end = (how: Ended) => {
		ended ??= how;
		if (current) drop(current);
	};
	/** Retries the whole operation on a new connection. WebKit's lost server needs that. */
	const withReopening = async <T>(
		task: Task,
		operation: (database: LabDatabase) => Promise<T>,
	): Promise<T> => {
		for (let attempt = 0; ; attempt++) {
			if (ended) throw notOpen(ended, task);
			const opening = current ?? open();
			try {
				return await operation(await opening);
			} catch (error) {
				const report = await storageReport(options.storage);
				// A forced close aborts the transactions before its own event.
				const lost = isConnectionLost(error) || (isAbort(error) && current !== opening);
				if (!lost || attempt > 0) throw storageError(error, task, report);
				drop(opening);
			}
		}
	};

	function run<Names extends readonly StoreName[], Mode extends 'readonly' | 'readwrite', T>(
		names: Names,
		mode: Mode,
		task: Task,
		work: (stores: Stores<Names, Mode>) => Promise<T>,
	): Promise<T> {
		// Without `strict`, Chrome reports completion before the data is on the disk.
		const durability = task.isRelaxed ? 'relaxed' : 'strict';
		return withReopening(task, (database) => {
			const transaction = begin(() => database.transaction(names, mode, { durability }));
			return whole(transaction, async () => work(openStores(transaction, names)));
		});
	}
	const use = { doing: say('read or change its data') };

	await withReopening({ doing: say('open the database') }, async () => undefined);
	return {
		read: (names, work) => run(names, 'readonly', use, work),
		write: (names, work) => run(names, 'readwrite', use, work),
		keep: (names, task, work) =>
			run(names, 'readwrite', 'doing' in task ? task : { doing: task }, work),
		report: () => storageReport(options.storage),
		close: () => end('closed'),
	};
}

/** A closing connection throws here, with a message that differs between browsers. */
function begin<T>(start: () => T): T {
	try {
		return start();
	} catch (error) {
		if (error instanceof Error && error.name === 'InvalidStateError')
			throw new DOMException('The connection is closed.', 'InvalidStateError');
		throw error;
	}
}

type AnyTransaction<Mode extends IDBTransactionMode> = IDBPTransaction<
	LabSchema,
	readonly StoreName[],
	Mode
>;

function openStores<Names extends readonly StoreName[], Mode extends IDBTransactionMode>(
	transaction: AnyTransaction<Mode>,
	names: Names,
): Stores<Names, Mode> {
	const stores: Partial<Record<StoreName, unknown>> = {};
	for (const name of names) stores[name] = transaction.objectStore(name);
	return stores as Stores<Names, Mode>;
}

async function whole<T>(
	transaction: AnyTransaction<IDBTransactionMode>,
	work: () => Promise<T>,
): Promise<T> {
	// idb's `done` settles at the request's error event, before the reason is known.
	transaction.done.catch(() => undefined);
	const complete = new Promise<void>((resolve, reject) => {
		transaction.addEventListener('complete', () => resolve());
		transaction.addEventListener('abort', () =>
			reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError')),
		);
	});
	try {
		// On a full disk Chrome aborts, and the pending request never settles (Dexie 840). So both are
		// awaited.
		const [result] = await Promise.all([work(), complete]);
		return result;
	} catch (error) {
		abortQuietly(transaction);
		throw error instanceof LabError ? error : (transaction.error ?? error);
	}
}

type Ended = 'closed' | 'superseded' | 'deleted';
const endings: { readonly [How in Ended]: Message } = {
	closed: say('The database is closed, so the lab'),
	superseded: say(
		'A newer version of the lab has taken over the database in another tab, so this tab',
	),
	deleted: say('The database was deleted, by another tab or by the browser, so this tab'),
};

const notOpen = (ended: Ended, { doing }: Task): StorageError =>
	new StorageError(
		say('{endings} cannot {doing}. Reload the page.', { endings: endings[ended], doing }),
		{ ended },
	);

/** Zeros if the browser does not report it (plain http). */
async function storageReport(source: StorageManagerPart | undefined): Promise<StorageReport> {
	const unknown = { usedBytes: 0, quotaBytes: 0, persisted: false };
	if (!source) return unknown;
	try {
		const [{ usage, quota }, persisted] = await Promise.all([
			source.estimate(),
			source.persisted(),
		]);
		return { usedBytes: usage ?? 0, quotaBytes: quota ?? 0, persisted };
	} catch {
		// Firefox rejects in private windows and for opaque origins.
		return unknown;
	}
}
