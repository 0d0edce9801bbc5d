/** The built site works from a sub-path of a host that sends no isolation headers, and without any network later. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const types: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.wasm': 'application/wasm',
	'.json': 'application/json',
	'.svg': 'image/svg+xml',
};
let host: Server;
let address: string;

test.beforeAll(async () => {
	host = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
		const inside = pathname.replace(/^\/some\/folder\//, '').replace(/^$/, 'index.html');
		readFile(path.join('dist', inside)).then(
			(content) =>
				response
					.writeHead(200, {
						'Content-Type': types[path.extname(inside)] ?? 'application/octet-stream',
					})
					.end(content),
			() => response.writeHead(404).end(),
		);
	});
	await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
	address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/some/folder/`;
});
test.afterAll(() => host.close());

test('opens from a sub-path without isolation, keeps to its policy, and opens again offline', async ({
	page,
}) => {
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	await page.goto(address);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
	const info = await page.evaluate(() => window.skillet!.ready);
	expect(info.defaultExperiment.skills.length).toBeGreaterThanOrEqual(8);
	expect(problems).toEqual([]);

	await page.waitForFunction(async () => {
		const { active } = await navigator.serviceWorker.ready;
		return active?.state === 'activated';
	});
	await new Promise((resolve) => {
		host.close(resolve);
		host.closeAllConnections();
	});
	await page.reload();
	const again = await page.evaluate(() => window.skillet!.ready);
	expect(again.models.map((model) => model.sha256)).toEqual(
		info.models.map((model) => model.sha256),
	);
});

test('nothing is loaded from another origin, and a script in the page does not run', async ({
	page,
	baseURL,
}) => {
	const foreign: string[] = [];
	page.on('request', (request) => {
		if (!request.url().startsWith(baseURL ?? '') && !/^(blob|data):/.test(request.url()))
			foreign.push(request.url());
	});
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	const blocked = await page.evaluate(
		() =>
			new Promise<string>((resolve) => {
				document.addEventListener('securitypolicyviolation', (event) =>
					resolve(event.effectiveDirective),
				);
				const script = document.createElement('script');
				script.textContent = 'window.injected = true';
				document.body.append(script);
			}),
	);
	expect(blocked).toBe('script-src-elem');
	expect(await page.evaluate(() => 'injected' in window)).toBe(false);
	expect(foreign).toEqual([]);
});
