/**
 * Opens the database and brings it to the current version, step by step. A change of the stores
 * adds a step with the next version, here or in the store.ts of a feature.
 * tests/golden/database7.json is a database of the first version.
 */
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { StorageError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { described } from './errors.ts';
import { keysUnder, type LabDatabase, type LabSchema } from './schema.ts';

/** Untyped, because a step sees the stores of its own version. */
type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;
export interface Migration {
	/** The version after this step. Released versions stay; a new step has a higher one. */
	readonly version: number;
	/** Describes the step in errors. */
	readonly what: Message;
	/** Awaits only requests of the transaction. A failure rolls back all steps. */
	readonly apply: (database: IDBPDatabase, transaction: UpgradeTransaction) => Promise<void> | void;
}

/** Databases before this version are from before 1.0: they stay as they are, unread. */
export const firstVersion = 7;
export class EarlierDatabase extends StorageError {}

export const migrations: readonly Migration[] = [
	{
		version: firstVersion,
		what: say('make the stores'),
		apply(database) {
			database.createObjectStore('runs', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
			database.createObjectStore('runEvents');
			database.createObjectStore('checkpoints', { keyPath: 'runId' });
			database.createObjectStore('keptCheckpoints');
			database.createObjectStore('pieces');
			database.createObjectStore('skills', { keyPath: 'id' });
			database.createObjectStore('skillRows');
			database.createObjectStore('models', { keyPath: 'id' });
			database.createObjectStore('drafts', { keyPath: 'id', autoIncrement: true });
			database.createObjectStore('tunings');
		},
	},
	{
		version: 8,
		what: say('leave the stores of blends, queues and preparations'),
		async apply(database, transaction) {
			if (!database.objectStoreNames.contains('blends')) return;
			const pieces = transaction.objectStore('pieces');
			await pieces.delete(IDBKeyRange.bound(['blend '], ['blend!']));
			for (const key of await transaction.objectStore('artefacts').getAllKeys())
				await pieces.delete(keysUnder(key as string));
			for (const name of ['blends', 'queue', 'artefacts']) database.deleteObjectStore(name);
			let cursor = await transaction.objectStore('skills').openCursor();
			for (; cursor; cursor = await cursor.continue()) {
				const { info, ...record } = cursor.value as { info: { scorer?: string } };
				const { scorer, ...facts } = info;
				if (scorer)
					await cursor.update({ ...record, info: { ...facts, measure: { kind: scorer } } });
			}
		},
	},
];

/** The steps of the lab and of its features, by version. */
export const joinMigrations = (
	lab: readonly Migration[],
	features: readonly { readonly migrations: readonly Migration[] }[],
): readonly Migration[] =>
	[...lab, ...features.flatMap(({ migrations }) => migrations)].toSorted(
		(a, b) => a.version - b.version,
	);

export const latestVersion = (steps: readonly Migration[]): number => steps.at(-1)?.version ?? 0;

/** Older browsers have no database in private windows, and some throw when one looks for it. */
function hasDatabase(): boolean {
	try {
		return Boolean(globalThis.indexedDB);
	} catch {
		return false;
	}
}

/**
 * The browser blocks storage here: in a page inside another site's, or by the visitor's settings.
 * Chrome's name for it is UnknownError, as for a broken disk.
 */
export const isBlocked = (error: unknown): boolean =>
	!hasDatabase() ||
	(error instanceof Error &&
		(error.name === 'SecurityError' ||
			(error.name === 'UnknownError' && error.message.includes('denied permission'))));

export interface OpenOptions {
	readonly name: string;
	readonly migrations: readonly Migration[];
	/** Another tab has an older version open. Opening continues when that tab closes. */
	readonly onBlocked?: (() => void) | undefined;
	/** A newer version or a deletion is waiting. The connection must be closed at once. */
	readonly onVersionChange: (isDeletion: boolean) => void;
	/** The browser closed the connection. */
	readonly onTerminated: () => void;
}

/** Throws StorageError if the database is of a newer version, or EarlierDatabase. */
export async function openDatabase(options: OpenOptions): Promise<LabDatabase> {
	const steps = options.migrations;
	const version = latestVersion(steps);
	let failed: { readonly from: number; readonly error: unknown } | undefined;
	let isEarlier = false;
	try {
		return await openDB<LabSchema>(options.name, version, {
			upgrade(database, from, _to, transaction) {
				// idb's wrapped transaction has a `done` promise that nothing else handles.
				transaction.done.catch(() => undefined);
				if (from > 0 && from < firstVersion) {
					isEarlier = true;
					return transaction.abort();
				}
				migrate(
					steps.filter((step) => step.version > from),
					database as unknown as IDBPDatabase,
					transaction as unknown as UpgradeTransaction,
				).catch((error: unknown) => {
					failed = { from, error };
					abortQuietly(transaction);
				});
			},
			blocked: () => options.onBlocked?.(),
			blocking: (_here, wanted) => options.onVersionChange(wanted === null),
			terminated: () => options.onTerminated(),
		});
	} catch (error) {
		if (failed) throw migrationFailed(steps, failed);
		if (isEarlier)
			throw new EarlierDatabase(say('The database here is from before 1.0.'), {}, { cause: error });
		if (error instanceof Error && error.name === 'VersionError')
			throw new StorageError(
				say(
					'The database here was written by a newer version of the lab, and this page is an older one. Reload the page to get the newer one. Nothing is lost.',
				),
				{ version },
				{ cause: error },
			);
		throw error;
	}
}

async function migrate(
	steps: readonly Migration[],
	database: IDBPDatabase,
	transaction: UpgradeTransaction,
): Promise<void> {
	for (const step of steps) await step.apply(database, transaction);
}

function migrationFailed(
	steps: readonly Migration[],
	{ from, error }: { readonly from: number; readonly error: unknown },
): StorageError {
	const to = latestVersion(steps);
	const what = steps.find((step) => step.version > from)?.what ?? '';
	return new StorageError(
		say(
			'The database could not be brought from version {from} to version {to} ({what}): {error}. Nothing in it was changed. Free some space on the disk and reload the page; if it fails again, an older build of the lab still opens it.',
			{ from, to, what, error: described(error) },
		),
		{ from, to },
		{ cause: error },
	);
}

export function abortQuietly(transaction: { abort(): void }): void {
	try {
		transaction.abort();
	} catch {
		// The transaction has ended: committed, or aborted by the browser.
	}
}
