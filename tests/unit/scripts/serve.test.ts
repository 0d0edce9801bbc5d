/** The static server: headers, types, and no file outside its folder. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve, type Site } from '../../../scripts/lib/serve.ts';
import { testFolder } from '../../support/testFolder.ts';

const folder = testFolder();
let site: Site;

beforeAll(async () => {
	mkdirSync(path.join(folder, 'site', 'assets'), { recursive: true });
	writeFileSync(path.join(folder, 'secret.txt'), 'secret');
	writeFileSync(path.join(folder, 'site', 'index.html'), '<!doctype html>');
	writeFileSync(path.join(folder, 'site', 'assets', 'a.wasm'), 'wasm');
	writeFileSync(path.join(folder, 'site', 'large.bin'), new Uint8Array(30_000_000));
	symlinkSync('../secret.txt', path.join(folder, 'site', 'out.txt'));
	symlinkSync('..', path.join(folder, 'site', 'above'));
	symlinkSync('assets/a.wasm', path.join(folder, 'site', 'inside.js'));
	site = await serve(path.join(folder, 'site'), 20_000 + (process.pid % 20_000));
});
afterAll(() => site.close());

it('isolates the page', async () => {
	const { status, headers } = await fetch(site.url);
	expect(status).toBe(200);
	expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
	expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
	expect(headers.get('cache-control')).toBe('no-cache');
	expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it.each([
	'/../secret.txt',
	'/%2e%2e/secret.txt',
	'/..%2fsecret.txt',
	'/assets/..%5c..%5csecret.txt',
	'/out.txt',
	'/above/secret.txt',
])('refuses %s', async (target) => {
	// fetch() would normalise the path.
	const status = await new Promise((resolve, reject) => {
		const { port } = new URL(site.url);
		get({ host: '127.0.0.1', port, path: target }, (response) => {
			response.resume();
			resolve(response.statusCode);
		}).on('error', reject);
	});
	expect([400, 404]).toContain(status);
});

it('takes the next port if one is in use, unless the port is exact', async () => {
	const port = Number(new URL(site.url).port);
	const other = await serve(path.join(folder, 'site'), port);
	expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
	await other.close();
	await expect(serve(folder, port, { exact: true })).rejects.toThrow(`Port ${port} is in use`);
});

const isInNetwork = Object.values(networkInterfaces())
	.flat()
	.some((found) => found?.family === 'IPv4' && !found.internal);

it.runIf(isInNetwork)('serves other machines only with `network`', async () => {
	expect(site.networkUrls).toEqual([]);
	const open = await serve(path.join(folder, 'site'), 0, { network: true });
	expect(open.networkUrls.length).toBeGreaterThan(0);
	for (const url of open.networkUrls) {
		expect((await fetch(url)).status).toBe(200);
		const closed = url.replace(new URL(open.url).port, new URL(site.url).port);
		await expect(fetch(closed)).rejects.toThrow('fetch failed');
	}
	await open.close();
});
