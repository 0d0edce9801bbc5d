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
import { joinMigrations, latestVersion, migrations, type Migration } from './openDatabase.ts';
import { freshBrowserForEachTest, openTab } from './stores.test-support.ts';

/** A database of the current version, and what the stores read from it. */
const { dump, expected } = JSON.parse(
	readFileSync(new URL('../../../tests/golden/database.json', import.meta.url), 'utf8'),
) as { readonly dump: DatabaseDump; readonly expected: object };

/** A database of version 5, whose runs have the list that made them in their ids. */
const before = JSON.parse(
	readFileSync(new URL('../../../tests/golden/database5.json', import.meta.url), 'utf8'),
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

it('after the first version, each step has a version of its own', () => {
	const versions = joinMigrations(migrations, openFeatureStores).map(({ version }) => version);
	const later = versions.filter((version) => version > versions[0]);
	expect(later).toEqual([...new Set(later)]);
});

describe('a stored database', () => {
	it('has the layout that the steps make', async () => {
		await openTab();
		const { blends: _, ...stores } = dump.stores;
		expect(readLayout(await readContents('skillet'))).toEqual(readLayout({ ...dump, stores }));
	});

	it('is read whole', async () => {
		await restoreDump('skillet', dump);
		const stores = await openTab();
		expect(await readEverything(stores)).toEqual(expected);
		expect((await readContents('skillet')).version).toBe(newest);
	});

	it('of version 5 is the same after its step, and its runs are in their lists', async () => {
		await restoreDump('skillet', before);
		const stores = await openTab();
		// The stores of version 5 have no blend, and no number of one.
		const { blends: _, pieces, ...others } = dump.stores;
		const records = pieces.records.filter(({ key }) => !JSON.stringify(key).startsWith('["blend '));
		const stores5 = { ...others, pieces: { ...pieces, records } };
		expect(await readContents('skillet')).toEqual({ ...dump, stores: stores5 });
		const runs = await stores.runs.list();
		const groups = Object.fromEntries(
			runs.flatMap(({ id, group }) => (group ? [[id, group] as const] : [])),
		);
		const race = { kind: 'race', id: 'race-1', of: 2 };
		expect(groups).toEqual({
			'race:race-1:0/2': { ...race, key: '0' },
			'race:race-1:1/2': { ...race, key: '1' },
			'race:early:0': { kind: 'race', id: 'early', key: '0' },
			'race:early:1': { kind: 'race', id: 'early', key: '1' },
			'race:cut:0/2': { kind: 'race', id: 'cut', key: '0', of: 2 },
			'study:study-1:uniform 2': {
				kind: 'study',
				id: 'study-1',
				key: 'uniform 2',
				temporary: true,
			},
		});
	});
});

describe('a later version', () => {
	const next = newest + 1;
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
		await restoreDump('skillet', dump);
		const stores = await openTab({ migrations: [...migrations, step] });
		const after = await readContents('skillet');
		expect(after.version).toBe(next);
		expect(Object.keys(after.stores)).toContain('notes');
		expect(after.stores.runs?.indexes.map(({ name }) => name)).toEqual(['note', 'startedAt']);
		expect(after.stores.runs?.records.map(({ value }) => value)).toEqual(
			dump.stores.runs?.records.map(({ value }) => ({
				...(value as object),
				note: 'before notes',
			})),
		);
		const read = (await readEverything(stores)) as { runs: { record: { note?: string } }[] };
		for (const run of read.runs) delete run.record.note;
		expect(read).toEqual(expected);
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
		await restoreDump('skillet', dump);
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
		expect(await readContents('skillet')).toEqual(dump);
		expect(await readEverything(await openTab())).toEqual(expected);
	});
});
