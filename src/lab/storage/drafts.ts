/**
 * Drafts: data written over many transactions. It becomes visible with the last one; otherwise the
 * next start deletes it.
 */
import { StorageError } from '#core/errors.ts';
import type { Connection } from './connection.ts';
import { keysUnder, type StoreOf } from './schema.ts';

/** A new number for all data of the draft. */
export const startDraft = (connection: Connection, doing: string): Promise<number> =>
	connection.write(['drafts'], doing, ({ drafts }) => drafts.add({ startedAt: Date.now() }));

/** Deletes the draft and its data, unless its contents are in use by now. */
export const dropDraft = (connection: Connection, draft: number, doing: string): Promise<void> =>
	connection.write(['drafts', 'skillRows', 'pieces'], doing, async (stores) => {
		const { drafts, skillRows, pieces } = stores;
		if ((await drafts.getKey(draft)) === undefined) return;
		await skillRows.delete(keysUnder(draft));
		await pieces.delete(keysUnder(draft));
		await drafts.delete(draft);
	});

/**
 * Ends the draft in the transaction that makes its contents visible. Throws StorageError if the
 * draft was deleted.
 */
export async function endDraft(
	drafts: StoreOf<'drafts', 'readwrite'>,
	draft: number,
	what: string,
): Promise<void> {
	if ((await drafts.getKey(draft)) === undefined)
		throw new StorageError(
			`${what} was dropped before it was complete: another tab has opened the lab meanwhile. ` +
				'Close the other tab and try again.',
			{ draft },
		);
	await drafts.delete(draft);
}

/** Requires the writer lock, so that no other tab writes. */
export async function purgeDrafts(connection: Connection): Promise<void> {
	const doing = 'clear away what was left half written';
	const keys = await connection.read(['drafts'], doing, ({ drafts }) => drafts.getAllKeys());
	for (const draft of keys) await dropDraft(connection, draft, doing);
}
