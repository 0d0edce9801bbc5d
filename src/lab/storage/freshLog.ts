/**
 * Chromium keeps a site's databases in one LevelDB. A browser that is killed while it writes
 * leaves half a record at the end of LevelDB's log. The next start appends to that log, and the
 * start after it finds the log damaged and deletes everything. LevelDB begins another log when a
 * database is deleted, so each start makes an empty one and deletes it.
 */
import { deleteDB, openDB } from 'idb';

/** Chromium says here what it deleted. */
type UpgradeEvent = IDBVersionChangeEvent & {
	readonly dataLoss?: string;
	readonly dataLossMessage?: string;
};

/**
 * Resolves to the browser's reason if it has deleted all data; else null. Call it before any
 * database is opened: Chromium tells the first opening only.
 */
export async function beginFreshLog(name: string): Promise<string | null> {
	let loss: string | null = null;
	const database = await openDB(name, 1, {
		upgrade(_database, _from, _to, _transaction, event: UpgradeEvent) {
			if (event.dataLoss === 'total') loss = event.dataLossMessage ?? event.dataLoss;
		},
	});
	database.close();
	await deleteDB(name);
	return loss;
}
