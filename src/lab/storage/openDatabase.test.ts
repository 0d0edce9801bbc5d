import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import {
	readContents,
	restoreDump,
	type DatabaseDump,
} from '../../../tests/support/databaseDump.ts';
import { openFeatureStores } from '../../../tests/support/featureLab.ts';
import { readEverything } from '../../../tests/support/readEverything.ts';
import { runRecord } from '../../../tests/support/labValues.ts';
import { joinMigrations, latestVersion, migrations, type Migration } from './openDatabase.ts';
import { freshBrowserForEachTest, openTab } from '../../../tests/support/openTab.ts';

/** A database of version 7, which the commit 6afff5cc wrote. */
const before = JSON.parse(
	readFileSync(new URL('../../../tests/golden/database7.json', import.meta.url), 'utf8'),
) as DatabaseDump;

/** The version that the lab's and the features' steps make. */
const newest = latestVersion(joinMigrations(migrations, openFeatureStores));

freshBrowserForEachTest(...openFeatureStores);

/** Stores and indexes without their records. */
const readLayout = ({ version, stores }: DatabaseDump) => ({
	version,
	stores: Object.fromEntries(
		Object.entries(stores).map(([name, { keyPath, autoIncrement, indexes }]) => [
			name,
			{ keyPath, autoIncrement, indexes },
		]),
	),
});

/** What the stores of a database of version 7 become. */
function migrated({ stores }: DatabaseDump): DatabaseDump {
	const { blends: _, queue: __, artefacts, pieces, skills, ...others } = stores;
	const [{ key, value }] = skills.records;
	const { scorer, ...info } = (value as { info: { scorer: string } }).info;
	const skill = {
		key,
		value: { ...(value as object), info: { ...info, measure: { kind: scorer } } },
	};
	const gone = ['blend ', ...artefacts.records.map(({ key }) => key as string)];
	const records = pieces.records.filter(
		({ key }) => !gone.some((owner) => JSON.stringify(key).startsWith(`["${owner}`)),
	);
	return {
		version: newest,
		stores: { ...others, pieces: { ...pieces, records }, skills: { ...skills, records: [skill] } },
	};
}

describe('a stored database', () => {
	it('has the layout that the steps make', async () => {
		await openTab();
		expect(readLayout(await readContents('skillet'))).toEqual(readLayout(migrated(before)));
	});

	it('of version 7 has nothing that left after its step, and all else is read', async () => {
		await restoreDump('skillet', before);
		const stores = await openTab();
		expect(stores.leavesData).toBe(false);
		expect(await readContents('skillet')).toEqual(migrated(before));
		expect((await stores.skills.list())[0].measure).toEqual({ kind: 'exact' });
		const read = (await readEverything(stores)) as Record<string, readonly unknown[]>;
		expect(read.runs).toHaveLength(before.stores.runs.records.length);
	});

	it.each([1, 6])('of version %d stays untouched, and the lab has another', async (version) => {
		const earlier = { ...before, version };
		await restoreDump('skillet', earlier);
		for (const visit of [1, 2]) {
			const stores = await openTab();
			expect(stores.leavesData).toBe(true);
			expect(await stores.runs.list()).toHaveLength(visit - 1);
			if (visit === 1) await stores.runs.create(runRecord());
			stores.close();
		}
		expect(await readContents('skillet')).toEqual(earlier);
	});
});

describe('a later version', () => {
	const next = newest + 1;
	const now = migrated(before);
	/** Adds a store, an index, and a field of each run. */
	const step: Migration = {
		version: next,
		what: asMessage('let runs have notes'),
		async apply(database, transaction) {
			database.createObjectStore('notes');
			transaction.objectStore('runs').createIndex('note', 'note');
			let cursor = await transaction.objectStore('runs').openCursor();
			while (cursor) {
				await cursor.update({ ...(cursor.value as object), note: 'before notes' });
				cursor = await cursor.continue();
			}
		},
	};

	it('keeps all data', async () => {
		await restoreDump('skillet', now);
		const stores = await openTab({ migrations: [...migrations, step] });
		const after = await readContents('skillet');
		expect(after.version).toBe(next);
		expect(Object.keys(after.stores)).toContain('notes');
		expect(after.stores.runs?.indexes.map(({ name }) => name)).toEqual(['note', 'startedAt']);
		expect(after.stores.runs?.records.map(({ value }) => value)).toEqual(
			now.stores.runs?.records.map(({ value }) => ({ ...(value as object), note: 'before notes' })),
		);
		expect(await stores.runs.list()).toHaveLength(now.stores.runs.records.length);
	});

	it('is made by all steps in a new browser', async () => {
		await openTab({ migrations: [...migrations, step] });
		expect(Object.keys((await readContents('skillet')).stores)).toContain('notes');
	});

	const failures: readonly [string, Migration['apply']][] = [
		[
			'throws after a change',
			async (database, transaction) => {
				await step.apply(database, transaction);
				database.deleteObjectStore('skillRows');
				await transaction.objectStore('pieces').clear();
				throw new TypeError('no such field');
			},
		],
		[
			'has a failing request',
			async (database, transaction) => {
				await step.apply(database, transaction);
				await transaction.objectStore('runs').add({ id: 'run-1' });
			},
		],
	];
	it.each(failures)('that %s changes nothing and reports the error', async (_how, apply) => {
		await restoreDump('skillet', now);
		const failing = { ...step, apply };
		const error = await openTab({ migrations: [...migrations, failing] }).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(StorageError);
		expect((error as StorageError).message).toMatch(
			new RegExp(
				`from version ${next - 1} to version ${next} \\(let runs have notes\\): ` +
					'(Type|Constraint)Error.*Nothing in it was changed',
			),
		);
		expect(await readContents('skillet')).toEqual(now);
		const { runs } = await openTab();
		expect(await runs.list()).toHaveLength(now.stores.runs.records.length);
	});
});
