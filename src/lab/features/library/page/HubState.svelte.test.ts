/** The hub's part of the models dialog: what follows each answer of the worker. */
import { describe, expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { HubModel, ModelInfo } from '#lab/run/stores.ts';
import { HubDataState, HubState, type HubDataLab, type HubLab } from './HubState.svelte.ts';

const model: HubModel = { name: 'owner/tiny', hub: 'https://hub.example', commit: 'c', files: [] };
const found = { model, bytes: 5, type: 'llama', parameters: 1 };
const info = { id: 'hub:1', name: 'owner/tiny' } as ModelInfo;
const token = 'hf_secret';

function hubState(answers: Partial<HubLab> = {}, origins: readonly string[] = []) {
	const lab: HubLab = {
		'hub.find': vi.fn(async () => found),
		'hub.fetch': vi.fn(async () => info),
		'hub.drafts': vi.fn(async () => []),
		'hub.drop': vi.fn(async () => undefined),
		'hub.redirect': vi.fn(async () => ({ origin: 'https://files.example' })),
		'task.cancel': vi.fn(async () => undefined),
		...answers,
	};
	const reload = vi.fn(async (..._asked: unknown[]) => undefined);
	const imported = vi.fn(async () => undefined);
	return { lab, reload, imported, hub: new HubState(lab, { origins, reload }, imported) };
}
const failing = (data: ConstructorParameters<typeof InputError>[1]) => async () => {
	throw new InputError(asMessage('It failed.'), data);
};

test('a model is found, fetched with the token, and handed over', async () => {
	const { hub, lab, imported } = hubState();
	hub.address = 'owner/tiny';
	hub.token = token;
	await hub.find();
	expect(hub.status).toEqual({ kind: 'found', found });
	expect(lab['hub.find']).toHaveBeenCalledWith({ address: 'owner/tiny', token });
	await hub.fetch(model);
	expect(lab['hub.fetch']).toHaveBeenCalledWith({ listing: model, token });
	expect(imported).toHaveBeenCalledWith(info);
	expect(hub.status).toEqual({ kind: 'done', name: 'owner/tiny' });
});

test('an address of the shelf is looked for as if it was typed', async () => {
	const { hub, lab } = hubState();
	await hub.find('owner/other');
	expect(hub.address).toBe('owner/other');
	expect(lab['hub.find']).toHaveBeenCalledWith({ address: 'owner/other', token: '' });
});

test('allowing an origin reloads the page with the address and without the token', async () => {
	const refused = failing({ allow: 'https://hub.example' });
	const { hub, reload } = hubState({ 'hub.find': refused }, ['https://other.example']);
	hub.address = 'https://hub.example/owner/tiny';
	hub.token = token;
	await hub.find();
	expect(hub.status).toMatchObject({ kind: 'failed', allow: 'https://hub.example' });
	await hub.allow('https://hub.example');
	expect(reload).toHaveBeenCalledExactlyOnceWith(['https://other.example', 'https://hub.example'], {
		kind: 'model',
		address: 'https://hub.example/owner/tiny',
	});

	const next = hubState();
	await next.hub.resume({ kind: 'model', address: 'https://hub.example/owner/tiny' });
	expect(next.hub.status.kind).toBe('found');
});

test('a redirect is followed on request, then allowed, and the download goes on', async () => {
	const redirected = 'https://hub.example/owner/tiny/resolve/c/model.safetensors';
	const { hub, lab, reload } = hubState({ 'hub.fetch': failing({ redirected }) });
	await hub.fetch(model);
	expect(hub.status).toMatchObject({ kind: 'failed', redirected });
	expect(lab['hub.redirect']).not.toHaveBeenCalled();
	await hub.followRedirect(redirected);
	expect(hub.status).toMatchObject({ kind: 'failed', allow: 'https://files.example' });
	await hub.allow('https://files.example');
	expect(reload.mock.calls[0]).toEqual([
		['https://files.example'],
		{ kind: 'model', address: '', model },
	]);

	const next = hubState();
	await next.hub.resume({ kind: 'model', address: '', model });
	expect(next.lab['hub.fetch']).toHaveBeenCalledWith({ listing: model, token: '' });
	expect(next.hub.status.kind).toBe('done');
});

describe('a data set', () => {
	const data = { ...model, files: [{ name: 'train.parquet', bytes: 3, hash: null }] };
	const file = new File(['abc'], 'tiny-train.parquet');
	function dataState(answers: Partial<HubDataLab> = {}) {
		const lab: HubDataLab = {
			'hub.findData': vi.fn(async () => data),
			'hub.fetchData': vi.fn(async () => file),
			'hub.redirect': vi.fn(async () => ({ origin: 'https://files.example' })),
			'task.cancel': vi.fn(async () => undefined),
			...answers,
		};
		const reload = vi.fn(async (..._arguments: unknown[]) => undefined);
		const imported = vi.fn(() => undefined);
		const hub = new HubDataState(lab, { origins: [], reload }, imported);
		hub.address = 'owner/tiny';
		return { lab, reload, imported, hub };
	}

	test('has its files listed, and each chosen one is handed over', async () => {
		const { hub, lab, imported } = dataState();
		await hub.find();
		expect(hub.listing).toEqual(data);
		await hub.fetch(data, 'train.parquet');
		const request = { listing: data, file: 'train.parquet', token: '' };
		expect(lab['hub.fetchData']).toHaveBeenCalledWith(request);
		expect(imported).toHaveBeenCalledWith(file);
		expect(hub.listing).toEqual(data);
		await hub.cancel();
		expect(lab['task.cancel']).toHaveBeenCalledWith({ task: 'data.hub' });
	});
});
