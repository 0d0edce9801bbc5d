/** A backup of the lab holds what each feature stores. */
import { expect, it } from 'vitest';
import { features } from './index.ts';
import { featureStores } from './worker.ts';

it('each feature with a store of its own keeps it in a backup', async () => {
	const stores = import.meta.glob('./*/store.ts');
	const storing = Object.keys(stores).map((path) => path.split('/')[1]);
	expect(storing).toHaveLength(featureStores.length);
	const keeping = features.filter(({ keeps }) => keeps).map(({ id }) => id);
	expect(keeping).toEqual(expect.arrayContaining(storing));
	for (const id of keeping)
		expect(Object.keys(import.meta.glob('./*/page/kept.ts'))).toContain(`./${id}/page/kept.ts`);
});
