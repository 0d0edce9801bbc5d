/** All that the lab keeps, in one IndexedDB database with one writer: what the worker opens first of all. */
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
	/** Of the database and of the writer's lock. */
	readonly name?: string;
	/** Another tab has the lab open: this one waits, and opens by itself when that one closes. */
	readonly onWaiting?: () => void;
	/** A newer version of the lab took the database: nothing can be stored from here, the page must be reloaded. */
	readonly onSuperseded?: () => void;
	/** What is used of `navigator`. On plain http it has neither, and the lab goes on without. */
	readonly browser?: { readonly storage?: StorageSource; readonly locks?: Locks };
	/** At most 64 MB, divisible by 4. */
	readonly pieceBytes?: number;
	readonly migrations?: readonly Migration[];
	readonly features?: readonly StoreFeature[];
}

/** Waits for another tab's lab to close. Throws StorageError. */
export async function openStores(options: StoresOptions = {}): Promise<LabStores> {
	const { name = 'skillet', pieceBytes = defaultPieceBytes, migrations = released } = options;
	// Node has no navigator.
	const browser: NonNullable<StoresOptions['browser']> =
		options.browser ?? globalThis.navigator ?? {};
	const { storage } = browser;
	let lock: WriterLock | undefined;

	// Open first, lock second: only an attempt to open tells an older tab, which holds the lock, to let go.
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
