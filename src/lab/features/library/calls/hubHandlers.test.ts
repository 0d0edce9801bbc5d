import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { inlineJobs } from '../../../../../tests/support/inlineJobs.ts';
import type { FileRequest } from '#lab/worker/outside/outside.ts';
import { createTasks } from '#lab/worker/tasks.ts';
import { createThrowaway } from '#lab/worker/throwaway.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { tinyModelFolder } from '../../../../../tests/support/tinyModel.ts';
import { hubServer } from '../../../../../tests/support/hubServer.ts';
import { testStores } from '../../../../../tests/support/testStores.ts';
import { hubHandlers } from './hubHandlers.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function openHub(redirects = false, data?: Parameters<typeof hubServer>[0]) {
	const hub = await hubServer(data ?? { files: tinyModelFolder(), redirects });
	close = hub.close;
	const stores = await testStores();
	const events: LabEvent[] = [];
	const tasks = createTasks((event) => void events.push(event));
	const outside = {
		fetch: ({ url, headers }: FileRequest) => fetch(url, { headers: { ...headers } }),
		follow: async ({ url, headers }: FileRequest) =>
			(await fetch(url, { headers: { ...headers } })).url,
	};
	const runJob = createThrowaway(() => inlineJobs());
	return { hub, stores, tasks, events, calls: hubHandlers({ stores, tasks, outside, runJob }) };
}
const token = '';

describe('a model of a hub', () => {
	it('is found, fetched with its progress, and listed with its address and commit', async () => {
		const { hub, stores, events, calls } = await openHub();
		const { model: listing } = await calls['hub.find']({ address: hub.address, token });
		const info = await calls['hub.fetch']({ listing, token });
		expect(info).toMatchObject({
			name: 'owner/tiny',
			source: 'hub',
			origin: `${hub.address}@${hub.commit}`,
		});
		expect(await stores.models.list()).toEqual([info]);
		expect(await calls['hub.drafts']()).toEqual([]);
		expect(events).toContainEqual(
			expect.objectContaining({
				task: 'model.hub',
				label: { id: 'model.fetching', values: { name: 'owner/tiny' } },
			}),
		);
		expect(events.at(-1)).toMatchObject({ task: 'model.hub', done: true });
	});

	it('is refused before a byte is stored if there is not enough space', async () => {
		const { hub, stores, calls } = await openHub();
		const { model: listing } = await calls['hub.find']({ address: hub.address, token });
		stores.disk.quota = 10;
		await expect(calls['hub.fetch']({ listing, token })).rejects.toThrow(
			failure(
				'There is not enough space to {doing}.{needed}{bytes} Nothing that was stored is lost. Delete skills, models or runs that you no longer need, or free space on the disk, then try again.',
			),
		);
		expect(await calls['hub.drafts']()).toEqual([]);
	});
});

describe('a data set of a hub', () => {
	it('has its files listed, and each is fetched with its progress under its name', async () => {
		const path = 'default/train/0000.parquet';
		const rows = new TextEncoder().encode('PAR1');
		const files = new Map([[path, rows]]);
		const { events, hub, calls } = await openHub(false, {
			files,
			dataBranch: 'refs/convert/parquet',
		});
		const address = `${hub.origin}/datasets/owner/tiny`;
		const listing = await calls['hub.findData']({ address, token });
		const file = await calls['hub.fetchData']({ listing, file: path, token });
		expect(file.name).toBe('tiny-default-train-0000.parquet');
		expect(new Uint8Array(await file.arrayBuffer())).toEqual(rows);
		const label = { id: 'model.fetching', values: { name: 'owner/tiny' } };
		expect(events).toContainEqual(
			expect.objectContaining({ task: 'data.hub', label, fraction: 1 }),
		);
		expect(hub.seen.map((seen) => seen.file)).toEqual([path]);
	});
});
