/** The built site in a sub-path of a host without isolation headers, and later offline. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { judgeServer } from '../support/judgeServer.ts';

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

test('opens from a sub-path without isolation, obeys its policy, and opens again offline', async ({
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

test('the page loads nothing from another origin, and runs no inline script', async ({
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

test('the page may request only the origins that the visitor stored', async ({ page }) => {
	const judges = [await judgeServer(), await judgeServer()];
	const [allowed, other] = judges.map(({ address }) => new URL(address).origin);
	await page.goto('/');
	const ask = (origin: string) =>
		page.evaluate(
			(url) =>
				fetch(`${url}/v1/models`).then(
					({ ok }) => (ok ? 'read' : 'no'),
					() => 'refused',
				),
			origin,
		);
	expect(await ask(allowed)).toBe('refused');
	await page.evaluate((origin) => {
		const stored = [origin, `${origin}; script-src *`, '*', 'javascript:alert(1)', 7];
		localStorage.setItem('skillet.origins', JSON.stringify(stored));
	}, allowed);
	expect(await ask(allowed)).toBe('refused');
	await page.reload();
	expect(await page.evaluate((): unknown => Reflect.get(window, 'skilletOrigins'))).toEqual([
		allowed,
	]);
	expect(await ask(allowed)).toBe('read');
	expect(await ask(other)).toBe('refused');
	await page.evaluate(() => localStorage.setItem('skillet.origins', 'not a list'));
	await page.reload();
	expect(await ask(allowed)).toBe('refused');
	await Promise.all(judges.map((judge) => judge.close()));
});
