/** Things that are written over many transactions: invisible until the last one, gone at the next start if that never came. */
import type { IDBPObjectStore } from 'idb';
import { StorageError } from '#core/errors.ts';
import type { Connection } from './connection.ts';
import { keysUnder, type LabSchema, type StoreName } from './schema.ts';

/** A number of its own for all that belongs to the draft. */
export const startDraft = (connection: Connection, doing: string): Promise<number> =>
	connection.run('readwrite', ['drafts'], { doing }, (transaction) =>
		transaction.store.add({ startedAt: Date.now() }),
	);

/** Deletes the draft and all that was written under it, unless it is a draft no more: then its contents are in use. */
export const dropDraft = (connection: Connection, draft: number, doing: string): Promise<void> =>
	connection.run('readwrite', ['drafts', 'skillRows', 'pieces'], { doing }, async (transaction) => {
		const drafts = transaction.objectStore('drafts');
		if ((await drafts.getKey(draft)) === undefined) return;
		await transaction.objectStore('skillRows').delete(keysUnder(draft));
		await transaction.objectStore('pieces').delete(keysUnder(draft));
		await drafts.delete(draft);
	});

/** In the transaction that makes the draft's contents visible. Throws StorageError if the draft has been dropped. */
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

/** Only while no other tab writes, that is, under the writer lock. */
export async function purgeDrafts(connection: Connection): Promise<void> {
	const doing = 'clear away what was left half written';
	const drafts = await connection.run('readonly', ['drafts'], { doing }, (transaction) =>
		transaction.store.getAllKeys(),
	);
	for (const draft of drafts) await dropDraft(connection, draft, doing);
}
