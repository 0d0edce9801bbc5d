/** All stores of the lab, in one IndexedDB database with one writer. */
import type { LabStores } from '#lab/run/stores.ts';
import { createArtefactStore } from './artefacts.ts';
import { openConnection, type Connection } from './connection.ts';
import { purgeDrafts } from './drafts.ts';
import { dropOldestKept } from './keptCheckpoints.ts';
import { takeWriterLock, type Locks, type WriterLock } from './lock.ts';
import { migrations as released, type Migration } from './migrations.ts';
import { createModelStore } from './models.ts';
import { defaultPieceBytes } from './pieces.ts';
import { createRunStore } from './runs.ts';
import { createSkillStore } from './skills.ts';
import { freeBytes, outOfSpace, type StorageSource } from './space.ts';
import { createTuningStore } from './tunings.ts';

/** Opens a feature's part of LabStores. */
export interface StoreFeature {
	readonly stores?: (connection: Connection) => Partial<LabStores>;
}

export interface StoresOptions {
	/** Name of the database and of the writer's lock. */
	readonly name?: string;
	/** Another tab has the lab open. This one opens when that tab closes. */
	readonly onWaiting?: () => void;
	/** A newer version of the lab took the database. The page must be reloaded to store anything. */
	readonly onSuperseded?: () => void;
	/**
	 * The used part of `navigator`. On plain http both are missing, and the lab works without them.
	 */
	readonly browser?: { readonly storage?: StorageSource; readonly locks?: Locks };
	/** At most 64 MB, divisible by 4. */
	readonly pieceBytes?: number;
	readonly migrations?: readonly Migration[];
	readonly features?: readonly StoreFeature[];
}

/** Waits until another tab's lab closes. Throws StorageError. */
export async function openStores(options: StoresOptions = {}): Promise<LabStores> {
	const { name = 'skillet', pieceBytes = defaultPieceBytes, migrations = released } = options;
	// Node has no navigator.
	const browser: NonNullable<StoresOptions['browser']> =
		options.browser ?? globalThis.navigator ?? {};
	const { storage } = browser;
	let lock: WriterLock | undefined;

	// Opens before it takes the lock: only an attempt to open makes an older tab release the lock.
	const connection = await openConnection({
		name,
		migrations,
		storage,
		onBlocked: options.onWaiting,
		onSuperseded() {
			lock?.release();
			options.onSuperseded?.();
		},
	});
	try {
		lock = await takeWriterLock({
			name,
			locks: browser.locks,
			onWaiting: options.onWaiting,
		});
	} catch (error) {
		connection.close();
		throw error;
	}
	const stores = assemble(connection, pieceBytes, () => lock?.release());
	for (const feature of options.features ?? []) Object.assign(stores, feature.stores?.(connection));
	try {
		await purgeDrafts(connection);
		await stores.skills.purge();
	} catch (error) {
		stores.close();
		throw error;
	}
	return stores;
}

function assemble(connection: Connection, pieceBytes: number, release: () => void): LabStores {
	const skills = createSkillStore(connection);
	const stores: Partial<LabStores> = {
		runs: createRunStore(connection, pieceBytes),
		skills,
		models: createModelStore(connection, pieceBytes),
		artefacts: createArtefactStore(connection, pieceBytes),
		tunings: createTuningStore(connection),
		report: () => connection.report(),
		async requireSpace(bytes) {
			if (freeBytes(await connection.report()) >= bytes) return;
			await skills.purge();
			for (;;) {
				const report = await connection.report();
				if (freeBytes(report) >= bytes) return;
				if (!(await dropOldestKept(connection))) throw outOfSpace('keep this', bytes, report);
			}
		},
		close() {
			connection.close();
			release();
		},
	};
	// openStores() adds the stores of the features.
	return stores as LabStores;
}
