/**
 * Drafts: data written over many transactions. It becomes visible with the last one; otherwise the
 * next start deletes it.
 */
import type { IDBPObjectStore } from 'idb';
import { StorageError } from '#core/errors.ts';
import type { Connection } from './connection.ts';
import { keysUnder, type LabSchema, type StoreName } from './schema.ts';

/** A new number for all data of the draft. */
export const startDraft = (connection: Connection, doing: string): Promise<number> =>
	connection.run('readwrite', ['drafts'], { doing }, (transaction) =>
		transaction.store.add({ startedAt: Date.now() }),
	);

/** Deletes the draft and its data, unless its contents are in use by now. */
export const dropDraft = (connection: Connection, draft: number, doing: string): Promise<void> =>
	connection.run('readwrite', ['drafts', 'skillRows', 'pieces'], { doing }, async (transaction) => {
		const drafts = transaction.objectStore('drafts');
		if ((await drafts.getKey(draft)) === undefined) return;
		await transaction.objectStore('skillRows').delete(keysUnder(draft));
		await transaction.objectStore('pieces').delete(keysUnder(draft));
		await drafts.delete(draft);
	});

/**
 * Ends the draft in the transaction that makes its contents visible. Throws StorageError if the
 * draft was deleted.
 */
export async function endDraft(
	drafts: IDBPObjectStore<LabSchema, readonly StoreName[], 'drafts', 'readwrite'>,
	draft: number,
	what: string,
): Promise<void> {
	if ((await drafts.getKey(draft)) === undefined)
		throw new StorageError(
			`${what} was dropped before it was complete: another tab has opened the lab meanwhile. Close the other tab and try again.`,
			{ draft },
		);
	await drafts.delete(draft);
}

/** Requires the writer lock, so that no other tab writes. */
export async function purgeDrafts(connection: Connection): Promise<void> {
	const doing = 'clear away what was left half written';
	const drafts = await connection.run('readonly', ['drafts'], { doing }, (transaction) =>
		transaction.store.getAllKeys(),
	);
	for (const draft of drafts) await dropDraft(connection, draft, doing);
}
