import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { InputError, StorageError } from '#engine/core/errors.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { inlineJobs } from '../../../../../../tests/support/inlineJobs.ts';
import { createThrowaway } from '#lab/worker/throwaway.ts';
import { tinyModelFolder } from '../../../../../../tests/support/tinyModel.ts';
import { openStores } from '../../../../storage/stores.ts';
import { freshBrowser } from '../../../../../../tests/support/browser.ts';
import { cutAfter, hubServer } from '../../../../../../tests/support/hubServer.ts';
import { takeModel } from '../intake/takeModel.ts';
import { folderHash } from '../../../../../../tests/support/folderHash.ts';
import { parseAddress } from './address.ts';
import { connect } from '../../../../../../tests/support/hubConnection.ts';
import { addBytes, findModel, hubSource } from './hubModel.ts';

const never = new AbortController().signal;
const folder = tinyModelFolder();
const weights = 'model.safetensors';
const card = new TextEncoder().encode('# Tiny');

let stores: LabStores;
let closeHub: () => Promise<void> = async () => undefined;
beforeEach(async () => {
	freshBrowser();
	stores = await openStores({ browser: {} });
});
afterEach(async () => {
	vi.restoreAllMocks();
	stores.close();
	await closeHub();
});

async function openHub(options: Partial<Parameters<typeof hubServer>[0]> = {}) {
	const files = new Map<string, Uint8Array>([
		...folder,
		['README.md', card],
		['pytorch_model.bin', card],
	]);
	const hub = await hubServer({ files, ...options });
	closeHub = hub.close;
	return hub;
}

async function find(address: string, { connection } = connect(new URL(address).origin)) {
	return findModel(connection, parseAddress(address), never);
}
const runJob = createThrowaway(() => inlineJobs());
/** Finds the model and stores it, or continues its draft. */
async function download(
	address: string,
	connected = connect(new URL(address).origin),
	signal = never,
) {
	const { model } = await find(address, connected);
	const [before] = await stores.models.drafts();
	const opened = before && (await stores.models.openDraft(before.id));
	const draft = opened ?? (await stores.models.draft(model.name, addBytes(model), model));
	const source = hubSource(connected.connection, model);
	const taken = await takeModel({ source, draft, signal, onProgress: () => undefined, runJob });
	const info = { id: 'm', name: model.name, source: 'hub', ...taken } as const;
	await draft.commit(info);
	return taken;
}
async function expectStored(): Promise<void> {
	const stored = (await stores.models.open('m'))!;
	for (const [name, bytes] of folder) expect(await stored.file(name), name).toEqual(bytes);
	expect(await stored.file('README.md')).toEqual(card);
	expect(await stored.file('pytorch_model.bin')).toBeUndefined();
	expect(await stores.models.drafts()).toEqual([]);
}

describe('a model on a hub', () => {
	it('is found with its size and type over several pages of the listing', async () => {
		const hub = await openHub();
		const found = await find(hub.address);
		expect(found).toMatchObject({ type: 'llama', model: { commit: hub.commit } });
		expect(found.model.files.map(({ name, hash }) => [name, hash?.kind]).sort()).toEqual(
			[...folder.keys(), 'README.md'].sort().map((name) => {
				const { length } = folder.get(name) ?? card;
				return [name, length > 10_000 ? 'sha256' : 'git'];
			}),
		);
		expect(found.bytes).toBe(
			[...folder.values(), card].reduce((sum, { length }) => sum + length, 0),
		);
		expect(hub.seen.map(({ file }) => file)).toEqual(['config.json']);
		expect(hub.api.filter((url) => url.includes('/tree/')).length).toBeGreaterThan(1);
	});

	it('is downloaded from the origin that the hub redirects to, without the token', async () => {
		const hub = await openHub({ redirects: true, token: 'hf_secret' });
		const taken = await download(hub.address, connect(hub.origin, { token: 'hf_secret' }));
		expect(taken.sha256).toBe(folderHash(folder));
		await expectStored();
		expect(hub.seen.length).toBeGreaterThan(4);
		expect(hub.seen.every(({ authorization }) => authorization === undefined)).toBe(true);
	});

	it('arrives although each connection is cut at some byte', async () => {
		const hub = await openHub();
		hub.breakFiles((response, { file, from }, n) => {
			const bytes = folder.get(file);
			if (!bytes || bytes.length - from < 50) return false;
			cutAfter(response, bytes, from, 1 + ((n * 7919) % 3001));
			return true;
		});
		const { connection, waits, said } = connect(hub.origin);
		await download(hub.address, { connection, waits, said });
		await expectStored();
		const cuts = hub.seen.filter(({ file, from }) => file === weights && from > 0);
		expect(cuts.length).toBeGreaterThan(3);
		expect(waits.length).toBeGreaterThan(10);
		expect(said[0]).toEqual(['broken', 1]);
	});

	it('whose hub falls silent keeps what came, and goes on there', async () => {
		const hub = await openHub();
		let isSilent = true;
		hub.breakFiles((response, { file, from }) => {
			if (!isSilent || file !== weights) return false;
			if (from === 0) cutAfter(response, folder.get(weights)!, 0, 12_345);
			else response.destroy();
			return true;
		});
		const broken = download(hub.address);
		await expect(broken).rejects.toThrow(StorageError);
		await expect(broken).rejects.toThrow(
			failure(
				'The connection to {hub} broke or was silent {failures} times in a row. What was fetched stays: check the connection, and resume the download.',
				{ failures: 7 },
			),
		);
		expect(await stores.models.list()).toEqual([]);
		stores.close();
		stores = await openStores({ browser: {} });
		const [{ id }] = await stores.models.drafts();
		const stored = (await stores.models.openDraft(id))!.stored.get(weights)!;
		expect(stored).toBeGreaterThan(0);
		isSilent = false;
		hub.seen.length = 0;
		await download(hub.address);
		const requests = hub.seen.filter(({ file }) => file === weights);
		expect(requests.map(({ from }) => from)).toEqual([stored]);
		await expectStored();
	});

	it('that is gated says what to do, with and without a token', async () => {
		const hub = await openHub({ token: 'hf_right' });
		await expect(find(hub.address)).rejects.toThrow(failure('Give an access token.'));
		const refused = find(hub.address, connect(hub.origin, { token: 'hf_wrong' }));
		await expect(refused).rejects.toThrow(
			failure('The token was refused: check it, and what it may read.'),
		);
		await expect(refused).rejects.not.toThrow(/hf_wrong/);
		await download(hub.address, connect(hub.origin, { token: 'hf_right' }));
		await expectStored();
	});

	it.each([
		[
			'a web page',
			200,
			failure(
				'{origin} sent a web page instead of {url}. Sign in to the network or the hub in another tab, then try again: what was fetched stays.',
			),
		],
		[
			'a part from another byte',
			206,
			failure(
				'The connection to {hub} broke or was silent {failures} times in a row. What was fetched stays: check the connection, and resume the download.',
				{ failures: 7 },
			),
		],
	])('whose hub sends %s keeps what came, and goes on there', async (_, status, message) => {
		const hub = await openHub();
		const bytes = folder.get(weights)!;
		let isSignedIn = false;
		hub.breakFiles((response, { file, from }) => {
			if (file !== weights || isSignedIn) return false;
			if (from === 0) cutAfter(response, bytes, 0, 5000);
			else {
				const type = status === 200 ? 'text/html; charset=utf-8' : 'application/octet-stream';
				const range = { 'Content-Range': `bytes 7-${bytes.length - 1}/${bytes.length}` };
				response.writeHead(status, { 'Content-Type': type, ...(status === 206 && range) });
				response.end('<!doctype html><title>Sign in</title>');
			}
			return true;
		});
		await expect(download(hub.address)).rejects.toThrow(message);
		const [{ stored }] = await stores.models.drafts();
		isSignedIn = true;
		hub.seen.length = 0;
		await download(hub.address);
		const [{ from }] = hub.seen.filter(({ file }) => file === weights);
		expect([from > 0, from <= stored]).toEqual([true, true]);
		await expectStored();
	});
});

describe('a hub is refused', () => {
	it('if the page may not ask it, with the origin that can be allowed', async () => {
		const hub = await openHub();
		const refused = find(hub.address, connect(hub.origin, { allowed: false }));
		await expect(refused).rejects.toThrow(InputError);
		await expect(refused).rejects.toMatchObject({ data: { allow: hub.origin } });
		expect(hub.api).toEqual([]);
	});

	it.each([
		['a web page', '<html></html>'],
		['an object', '{}'],
		['files without sizes', '[{"type":"file","path":"config.json"}]'],
		['a size that is not a number', '[{"type":"file","path":"config.json","size":-1}]'],
	])('if it answers with %s', async (_what, body) => {
		const hub = await openHub();
		hub.breakApi((response, url) => {
			if (!url.includes('/tree/')) return false;
			response.end(body);
			return true;
		});
		await expect(find(hub.address)).rejects.toThrow(
			failure(
				'{hub} did not answer with a list of files. Check that it is a hub like huggingface.co.',
			),
		);
	});

	it('if the model has only a pickle, before any file is fetched', async () => {
		const files = new Map<string, Uint8Array>(folder).set('pytorch_model.bin', card);
		files.delete(weights);
		const hub = await openHub({ files });
		await expect(find(hub.address)).rejects.toThrow(
			failure('{other}, a pickle, which can run code', { other: 'pytorch_model.bin' }),
		);
		expect(hub.seen).toEqual([]);
	});

	it('if the lab does not know the architecture, before its weights are fetched', async () => {
		const files = new Map<string, Uint8Array>(folder);
		files.set('config.json', new TextEncoder().encode('{"model_type":"mamba"}'));
		const hub = await openHub({ files });
		await expect(find(hub.address)).rejects.toThrow(
			failure(
				'config.json: model_type {modelType} is not known here. Choose a model of type {architectures}.',
				{ modelType: '"mamba"' },
			),
		);
		expect(hub.seen.map(({ file }) => file)).toEqual(['config.json']);
	});
});
