/**
 * Data written over many transactions, visible after the last. The next start deletes the rest,
 * except downloads, which can be resumed.
 */
import { StorageError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { Connection } from './connection.ts';
import { deletePieces } from './pieces.ts';
import { keysUnder, type Download, type StoreOf } from './schema.ts';

/** A download that got no piece for this long is deleted. */
const keptMilliseconds = 30 * 24 * 3600 * 1000;

/** A new number for all data of the draft. */
export const startDraft = ({ write }: Connection, download?: Download): Promise<number> =>
	write(['drafts'], ({ drafts }) =>
		drafts.add({ startedAt: Date.now(), ...(download && { download }) }),
	);

/** Deletes the draft and its data, unless its contents are in use by now. */
export const dropDraft = ({ write }: Connection, draft: number): Promise<void> =>
	write(['drafts', 'skillRows', 'pieces'], async ({ drafts, skillRows, pieces }) => {
		if ((await drafts.getKey(draft)) === undefined) return;
		await skillRows.delete(keysUnder(draft));
		await deletePieces(pieces, draft);
		await drafts.delete(draft);
	});

/** Ends the draft as its contents become visible. Throws StorageError if it was deleted. */
export async function endDraft(
	drafts: StoreOf<'drafts', 'readwrite'>,
	draft: number,
	what: Message,
): Promise<void> {
	await requireDraft(drafts, draft, what);
	await drafts.delete(draft);
}

/** Throws StorageError if the draft was deleted. */
export async function requireDraft(
	drafts: StoreOf<'drafts', 'readwrite'>,
	draft: number,
	what: Message,
): Promise<void> {
	if ((await drafts.getKey(draft)) === undefined)
		throw new StorageError(
			say(
				'{what} was dropped before it was complete: another tab has opened the lab meanwhile. Close the other tab and try again.',
				{ what },
			),
			{ draft },
		);
}

/** Requires the writer lock, so that no other tab writes. */
export async function purgeDrafts(connection: Connection): Promise<void> {
	const all = await connection.read(['drafts'], ({ drafts }) => drafts.getAll());
	const oldest = Date.now() - keptMilliseconds;
	for (const { id, download } of all)
		if (!download || download.changedAt < oldest) await dropDraft(connection, id!);
}
