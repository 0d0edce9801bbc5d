/** All stores of the lab, in one IndexedDB database with one writer over all tabs. */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import {
	secureOnly,
	type StorageManagerPart,
	type WriterLocks,
} from '#engine/core/secureContext.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import type { LabStores, SkillStore } from '#lab/run/stores.ts';
import { openConnection, type Connection, type ConnectionOptions } from './connection.ts';
import { purgeDrafts } from './drafts.ts';
import { freeBytes, outOfSpace } from './errors.ts';
import { dropOldestKept } from './checkpoints.ts';
import { beginFreshLog } from './freshLog.ts';
import { createModelStore } from './models.ts';
import {
	EarlierDatabase,
	isBlocked,
	joinMigrations,
	migrations as released,
	type Migration,
} from './openDatabase.ts';
import { defaultPieceBytes } from './pieces.ts';
import { createRunStore } from './runs.ts';
import { createSkillStore } from './skills.ts';

/** A feature's part of the database. */
export interface FeatureStores {
	/** Make its object stores. Released steps stay as they are. */
	readonly migrations: readonly Migration[];
	/** Opens its part of LabStores. */
	readonly open: (connection: Connection) => Partial<LabStores>;
}

export interface StoresOptions {
	/** Name of the database and of the writer's lock. */
	readonly name?: string;
	/** Another tab has the lab open. This one opens when that tab closes. */
	readonly onWaiting?: () => void;
	/** A newer version of the lab took the database, or it was deleted: the page must be reloaded. */
	readonly onSuperseded?: (isDeleted: boolean) => void;
	/** The used part of the browser. The lab works without each of them. */
	readonly browser?: {
		readonly storage?: StorageManagerPart | undefined;
		readonly locks?: WriterLocks | undefined;
		readonly userAgent?: string | undefined;
	};
	/** At most 64 MB, divisible by 4. */
	readonly pieceBytes?: number;
	readonly migrations?: readonly Migration[];
	readonly features?: readonly FeatureStores[];
}

const thisBrowser = () => ({
	storage: secureOnly.storage,
	locks: secureOnly.locks,
	// Node has no navigator before version 21.
	userAgent: (globalThis as Partial<typeof globalThis>).navigator?.userAgent,
});

/** Waits until another tab's lab closes. Throws StorageError. */
export async function openStores(options: StoresOptions = {}): Promise<LabStores> {
	const { name = 'skillet', pieceBytes = defaultPieceBytes, features = [] } = options;
	const migrations = joinMigrations(options.migrations ?? released, features);
	const browser: NonNullable<StoresOptions['browser']> = options.browser ?? thisBrowser();
	let release = () => {};

	// A browser that blocks storage refuses the lab's database too, with a message.
	const isChromium = /Chrome\//.test(browser.userAgent ?? '');
	const beginning = isChromium ? beginFreshLog(`${name} log`).catch(() => null) : null;
	// Opens before it takes the lock: only an attempt to open makes an older tab release the lock.
	const [connection, { keepsData, leavesData }] = await openAnyConnection({
		name,
		migrations,
		storage: browser.storage,
		onBlocked: options.onWaiting,
		onSuperseded(isDeleted) {
			release();
			options.onSuperseded?.(isDeleted);
		},
	});
	const close = () => {
		connection.close();
		release();
	};
	try {
		const lostData = await beginning;
		if (browser.locks && keepsData)
			release = await takeWriterLock(browser.locks, name, options.onWaiting);
		const skills = createSkillStore(connection);
		await purgeDrafts(connection);
		await skills.purge();
		const stores = {
			runs: createRunStore(connection, pieceBytes),
			skills,
			models: createModelStore(connection, pieceBytes),
			tunings: createTuningStore(connection),
			keepsData,
			leavesData,
			lostData,
			report: () => connection.report(),
			requireSpace: (bytes: number) => requireSpace(bytes, connection, skills),
			close,
		};
		return Object.assign(stores, ...features.map(({ open }) => open(connection))) as LabStores;
	} catch (error) {
		close();
		throw error;
	}
}

/**
 * If the browser blocks storage, the database is in memory and ends with the worker. One of before
 * 1.0 stays untouched, and the lab has another beside it.
 */
async function openAnyConnection(
	options: ConnectionOptions,
	leavesData = false,
): Promise<[Connection, Pick<LabStores, 'keepsData' | 'leavesData'>]> {
	try {
		return [await openConnection(options), { keepsData: true, leavesData }];
	} catch (error) {
		if (error instanceof EarlierDatabase)
			return openAnyConnection({ ...options, name: `${options.name} 1` }, true);
		if (!(error instanceof StorageError) || !isBlocked(error.cause)) throw error;
		await useMemoryDatabase();
		const connection = await openConnection({ ...options, storage: undefined });
		return [connection, { keepsData: false, leavesData }];
	}
}

/** Replaces the IndexedDB of this worker, with its classes, by one in memory. */
async function useMemoryDatabase(): Promise<void> {
	for (const [name, value] of Object.entries(await import('fake-indexeddb')))
		if (name.startsWith('IDB') || name === 'indexedDB')
			Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Milliseconds before a wait is reported: after a reload, the old page still holds the lock. */
const quietMilliseconds = 400;

/** Waits for an exclusive Web Lock: this tab is the only writer. Returns the lock's release. */
async function takeWriterLock(
	locks: WriterLocks,
	name: string,
	onWaiting: (() => void) | undefined,
): Promise<() => void> {
	const telling = onWaiting && setTimeout(onWaiting, quietMilliseconds);
	try {
		return await new Promise<() => void>((resolve, reject) => {
			// The lock is held until the callback's promise settles.
			locks.request(name, () => new Promise<void>((release) => resolve(release))).catch(reject);
		});
	} finally {
		clearTimeout(telling);
	}
}

/** Deletes what can go until the space is there. */
async function requireSpace(
	bytes: number,
	connection: Connection,
	skills: Pick<SkillStore, 'purge'>,
): Promise<void> {
	const isFree = async () => freeBytes(await connection.report()) >= bytes;
	if (await isFree()) return;
	await skills.purge();
	while (!(await isFree()))
		if (!(await dropOldestKept(connection)))
			throw outOfSpace({ doing: say('keep this'), bytes }, await connection.report());
}

/** Measured tiles of each adapter: a few kilobytes that can be measured again at any time. */
const createTuningStore = ({ read, write }: Connection): TuningCache => ({
	get: (key) => read(['tunings'], ({ tunings }) => tunings.get(key)),
	put: async (key, tuning) => {
		await write(['tunings'], ({ tunings }) => tunings.put(tuning, key));
	},
});
