/** The lab's stores in a database of its own, for tests. */
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { Example } from '#engine/data/example.ts';
import { parts, type SkillInfo } from '#engine/data/skill.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { openStores, type FeatureStores } from '../../src/lab/storage/stores.ts';
import { fakeStorage } from './browser.ts';

export interface TestStores extends LabStores {
	/** What the browser says of the disk, in bytes. */
	readonly disk: { usage: number; quota: number };
	/** The number of records in an object store of the database. */
	count(store: 'drafts' | 'skillRows' | 'tunings'): Promise<number>;
}

let opened = 0;

export async function testStores(features: readonly FeatureStores[] = []): Promise<TestStores> {
	const name = `lab ${++opened}`;
	const disk = { usage: 0, quota: 1e9 };
	const stores = await openStores({ name, browser: { storage: fakeStorage(disk) }, features });
	return {
		...stores,
		disk,
		async count(store) {
			const database = await openDB(name);
			const count = await database.count(store);
			database.close();
			return count;
		},
	};
}

/** The next checkpoint cannot be stored. */
export const failNextSave = ({ runs }: LabStores): void =>
	void vi
		.spyOn(runs, 'save')
		.mockRejectedValueOnce(
			new StorageError(asMessage('There is not enough space to keep the checkpoint.')),
		);

/** A skill of the user's in the stores, as an import would leave it. */
export async function putSkill(stores: LabStores, info: SkillInfo, rows: readonly Example[]) {
	const writer = await stores.skills.write();
	for (const part of parts) await writer.append(part, rows);
	await writer.commit(info);
}
