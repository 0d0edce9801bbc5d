/** A backup of the lab holds what each feature stores. */
import { expect, it } from 'vitest';
import { readContents } from '../../../tests/support/databaseDump.ts';
import { freshBrowserForEachTest, openTab } from '../../../tests/support/openTab.ts';
import teach from '#languages/en/teach.json' with { type: 'json' };
import { features } from './index.ts';
import { featureStores } from './worker.ts';

const sources = import.meta.glob<string>('./*/page/kept.ts', {
	query: '?raw',
	import: 'default',
	eager: true,
});

freshBrowserForEachTest(...featureStores);

it('each feature with a store of its own keeps it in a backup', async () => {
	const stores = import.meta.glob('./*/store.ts');
	const storing = Object.keys(stores).map((path) => path.split('/')[1]);
	expect(storing).toHaveLength(featureStores.length);
	const keeping = features.filter(({ keeps }) => keeps);
	expect(keeping.map(({ id }) => id)).toEqual(expect.arrayContaining(storing));
	for (const { id, keeps } of keeping) {
		const kinds = sources[`./${id}/page/kept.ts`].matchAll(/\tkind: '(\w+)'/g);
		expect(Array.from(kinds, ([, kind]) => kind).sort(), id).toEqual(Object.keys(keeps!).sort());
	}
	const kinds = keeping.flatMap(({ keeps }) => Object.keys(keeps!));
	expect(kinds).toEqual([...new Set(kinds)]);
});

it('each store of the database is in a backup, or named as not in it', async () => {
	const ofRuns = ['runs', 'runEvents', 'checkpoints', 'pieces'];
	const ofData = ['skills', 'skillRows', 'models'];
	const ofWork = ['questionSets', 'answerSets', 'studies', 'studyResults'];
	const known = [...ofRuns, ...ofData, ...ofWork, ...Object.keys(teach.share.pack.notKept)];
	await openTab();
	const { stores } = await readContents('skillet');
	expect(Object.keys(stores).sort()).toEqual(known.sort());
});
