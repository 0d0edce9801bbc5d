import { expect, it } from 'vitest';
import { hubServer, json } from '../../../../../tests/support/hubServer.ts';
import { parseAddress } from './address.ts';
import { connect } from './connect.test-support.ts';
import { findModel } from './hubModel.ts';

const never = new AbortController().signal;

it.each([
	['nothing', []],
	['a folder', [{ type: 'directory', oid: '0'.repeat(40), size: 0, path: 'a' }]],
])('a listing without end is refused, with %s on each page', async (_, entries) => {
	const hub = await hubServer({ files: new Map() });
	hub.breakApi((response, url) => {
		if (!url.includes('/tree/')) return false;
		json(response, 200, entries, { Link: `<${hub.origin}${url}>; rel="next"` });
		return true;
	});
	const { connection } = connect(hub.origin);
	const found = findModel(connection, parseAddress(hub.address), never);
	await expect(found).rejects.toThrow(/no list of a model's files/);
	expect(hub.api.length).toBe(200);
	await hub.close();
});
