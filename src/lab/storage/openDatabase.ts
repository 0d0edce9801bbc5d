/** Opens the database at the current version and migrates it. Every error has a remedy. */
import { openDB, type IDBPDatabase } from 'idb';
import { StorageError } from '#core/errors.ts';
import { described } from './errors.ts';
import { latestVersion, migrate, type Migration, type UpgradeTransaction } from './migrations.ts';
import type { LabDatabase, LabSchema } from './schema.ts';

export interface OpenDatabaseOptions {
	readonly name: string;
	readonly migrations: readonly Migration[];
	/** Another tab has an older version open. Opening continues when that tab closes. */
	readonly onBlocked?: (() => void) | undefined;
	/** A newer version or a deletion is waiting. The connection must be closed at once. */
	readonly onVersionChange: () => void;
	/** The browser closed the connection. */
	readonly onTerminated: () => void;
}

export async function openDatabase(options: OpenDatabaseOptions): Promise<LabDatabase> {
	if (typeof indexedDB === 'undefined')
		throw new StorageError(
			'This browser offers no database (IndexedDB) here. Allow site data for this page, or use another browser.',
		);
	const version = latestVersion(options.migrations);
	let failed: { readonly from: number; readonly error: unknown } | undefined;
	try {
		return await openDB<LabSchema>(options.name, version, {
			upgrade(database, from, _to, transaction) {
				// idb's wrapped transaction has a `done` promise that nothing else handles.
				transaction.done.catch(() => undefined);
				migrate(
					options.migrations,
					from,
					database as unknown as IDBPDatabase,
					transaction as unknown as UpgradeTransaction,
				).catch((error: unknown) => {
					failed = { from, error };
					abortQuietly(transaction);
				});
			},
			blocked: () => options.onBlocked?.(),
			blocking: () => options.onVersionChange(),
			terminated: () => options.onTerminated(),
		});
	} catch (error) {
		if (failed) throw migrationFailed(failed.from, version, failed.error);
		if (error instanceof Error && error.name === 'VersionError')
			throw new StorageError(
				'The database here was written by a newer version of the lab, and this page is an older one. ' +
					'Reload the page to get the newer one. Nothing is lost.',
				{ version },
				{ cause: error },
			);
		throw error;
	}

	function migrationFailed(from: number, to: number, error: unknown): StorageError {
		const what = options.migrations.find((step) => step.version > from)?.what ?? '';
		return new StorageError(
			`The database could not be brought from version ${from} to version ${to} (${what}): ${described(error)}. ` +
				`Nothing in it was changed. Free some space on the disk and reload the page; if it fails again, ` +
				`an older build of the lab still opens it.`,
			{ from, to },
			{ cause: error },
		);
	}
}

export function abortQuietly(transaction: { abort(): void }): void {
	try {
		transaction.abort();
	} catch {
		// The transaction has ended: committed, or aborted by the browser.
	}
}
