import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { StorageError } from '#engine/core/errors.ts';
import { defaultAdapter } from '#lab/run/experiment.ts';
import { labFixture, openLab } from '../../../tests/support/lab.ts';
import { tinyModelFolder } from '../../../tests/support/tinyModel.ts';

const noSite = {
	page: {
		base: new URL('https://lab.example/'),
		fetch: async () => {
			throw new TypeError('Failed to fetch');
		},
	},
};

describe('the shipped model', () => {
	it('is fetched once, checked, kept, and then opened without a connection', async () => {
		const first = await openLab();
		await first.client['run.create']({ runId: 'r', experiment: first.experiment });
		expect(first.fetched).toContain('/sub/models/tiny/model.safetensors');
		expect(first.events).toContainEqual({
			event: 'progress',
			task: 'model:tiny',
			fraction: 1,
			done: true,
			label: { id: 'model.fetching', values: { name: 'Tiny' } },
		});
		const offline = await labFixture(noSite, first.stores);
		const info = await offline.client['lab.open']();
		expect(info.defaultExperiment.model).toEqual(first.experiment.model);
		await offline.client['run.resume']({ runId: 'r' });
	});

	it('is needed without a connection if the lab has adapters only', async () => {
		const { stores } = await labFixture();
		const sizes = { parameters: 1, bytes: 0 };
		const info = { id: 'a', name: 'A', sha256: 'a'.repeat(64), ...sizes } as const;
		await stores.models.put({ ...info, source: 'adapter', adapter: defaultAdapter }, new Map());
		const opened = (await labFixture(noSite, stores)).client['lab.open']();
		await expect(opened).rejects.toThrow(
			failure('{href} could not be fetched: {why}. Check the connection, then reload the page.'),
		);
	});

	it('is refused and not stored if it was altered', async () => {
		const { client, experiment, site, stores } = await openLab();
		site.set('/sub/models/tiny/model.safetensors', tinyModelFolder(2).get('model.safetensors')!);
		const created = client['run.create']({ runId: 'r', experiment });
		await expect(created).rejects.toThrow(StorageError);
		await expect(created).rejects.toThrow(
			failure(
				'{href} is not the file that the lab was built with: its SHA-256 differs. It was changed or cut off on its way. Reload the page to fetch it again.',
				{ href: 'https://lab.example/sub/models/tiny/model.safetensors' },
			),
		);
		expect(await stores.models.list()).toEqual([]);
	});
});
