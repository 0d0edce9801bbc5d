/** A database of version 5, whose runs named their list in their ids: each list opens. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { newestRace } from '#lab/features/race/model/storedRaces.ts';
import { openStores } from '../../../src/lab/storage/stores.ts';
import { restoreDump, type DatabaseDump } from '../../support/databaseDump.ts';
import { openFeatureStores, openLab } from '../../support/featureLab.ts';

const before = JSON.parse(
	readFileSync(new URL('../../golden/database5.json', import.meta.url), 'utf8'),
) as DatabaseDump;

test('the race, the study and the queue of an earlier version open', async () => {
	const name = 'earlier lists';
	await restoreDump(name, before);
	const stores = await openStores({ name, browser: {}, features: openFeatureStores });
	onTestFinished(() => stores.close());
	const { client } = await openLab({ openStores: async () => stores });
	const { runs } = await client['lab.open']();
	const ids = runs.map(({ id }) => id);
	const newest = (listed: typeof runs) => newestRace(listed).map(({ id }) => id);
	expect(newest(runs)).toEqual(['race:early:0', 'race:early:1']);
	const trained = runs.filter(({ step }) => step > 0);
	expect(newest(trained)).toEqual(['race:race-1:0/2', 'race:race-1:1/2']);
	// It was cut off while it was made. One of an even earlier version does not say so.
	expect(ids).not.toContain('race:cut:0/2');
	expect(ids).toContain('race:early:1');
	// The study trains this cell, and has kept the other one's run.
	expect(ids).not.toContain('study:study-1:uniform 2');
	expect(ids).toContain('study:study-1:uniform 1');
	const { record, inHand } = await client['study.open']({ studyId: 'study-1' });
	expect([record.going, inHand]).toEqual([true, { cell: 'uniform 2', step: 4 }]);
	const { entries } = await client['queue.list']();
	expect(entries.map(({ runId, state }) => [runId, state])).toEqual([
		['run-1', 'failed'],
		['queued', 'going'],
		['next', 'waiting'],
	]);
	await client['study.delete']({ studyId: 'study-1' });
	expect((await stores.runs.list()).map(({ id }) => id)).toEqual(ids);
});
