import { expect, it } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { hubServer, json, type HubServer } from '../../../../../../tests/support/hubServer.ts';
import { tinyModelFolder } from '../../../../../../tests/support/tinyModel.ts';
import { parseAddress } from './address.ts';
import { connect } from '../../../../../../tests/support/hubConnection.ts';
import { findModel } from './hubModel.ts';

const never = new AbortController().signal;

/** The first page of the listing is empty and has this header, the next one is whole. */
async function findAfter(link: (hub: HubServer) => string) {
	const hub = await hubServer({ files: tinyModelFolder(), pageSize: 100 });
	hub.breakApi((response, url) => {
		if (!url.includes('/tree/') || url.includes('cursor=0')) return false;
		json(response, 200, [], { Link: link(hub) });
		return true;
	});
	const { connection } = connect(hub.origin);
	try {
		return await findModel(connection, parseAddress(hub.address), never);
	} finally {
		await hub.close();
	}
}

it.each([
	['?recursive=true&cursor=0', (next: string) => `<${next}>; rel="next"`],
	['/api/models/owner/tiny/tree/COMMIT?cursor=0', (next: string) => `<${next}>;rel=next`],
	['COMMIT?cursor=0', (next: string) => `<x>; rel="prev", <${next}>; title="a"; rel="next"`],
])('the next page of a listing may have the relative address %s', async (address, link) => {
	const { model } = await findAfter(({ commit }) => link(address.replace('COMMIT', commit)));
	expect(model.files.map(({ name }) => name)).toContain('model.safetensors');
});

it.each(['//127.0.0.1:9/tree', 'https://example.org/', 'data:,[]', 'http://['])(
	'a listing that continues at %s is refused',
	async (address) => {
		const found = findAfter(() => `<${address}>; rel="next"`);
		await expect(found).rejects.toThrow(
			failure(
				'{hub} did not answer with a list of files. Check that it is a hub like huggingface.co.',
			),
		);
	},
);
