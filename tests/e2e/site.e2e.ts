/**
 * The built site in a sub-path of a host without isolation headers. The service worker isolates the
 * second visit, which can be offline.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, test, type Page, type Worker } from '@playwright/test';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { bar, button, showControls, smallExperiment } from './lab.ts';
import { json, openServer } from '../support/localServer.ts';
import { siteHost } from '../support/siteHost.ts';

test.use({ serviceWorkers: 'allow' });

const version2 = (html: string) => html.replace('<html ', '<html data-version="2" ');

/** The service worker of a version with another page. */
function withVersion2(script: string): string {
	const html = version2(readFileSync('dist/index.html', 'utf8'));
	const hash = createHash('sha256').update(html).digest('base64');
	const changed = script.replace(
		/"sha256-[^"]+","revision":"\w+"(?=,"url":"index\.html")/,
		`"sha256-${hash}","revision":"version2"`,
	);
	expect(changed).toContain(hash);
	return changed;
}

const threads = (page: Page) =>
	page.evaluate(async () => (await window.skillet!.ready).device.limits['threads']);

/** Adds an inline script, and returns the directive that refuses it. */
const blockedScript = (page: Page) =>
	page.evaluate(
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

test('opens from a sub-path, obeys its policy, and then offline with all threads', async ({
	page,
}) => {
	const host = await siteHost();
	const foreign: string[] = [];
	page.on('request', (request) => {
		if (!request.url().startsWith(host.address) && !/^(blob|data):/.test(request.url()))
			foreign.push(request.url());
	});
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	await page.goto(host.address);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
	expect(await threads(page)).toBe(1);
	// A first visit of this host is Simple.
	await page.getByRole('radio', { name: 'Lab', exact: true }).check();
	await showControls(page);
	await page.getByRole('button', { name: 'Explain: Device' }).click();
	await expect(
		page.getByText(/^It uses one thread, because this page is not isolated/),
	).toBeVisible();
	await page.keyboard.press('Escape');
	const info = await page.evaluate(() => window.skillet!.ready);
	expect(info.defaultExperiment.skills.length).toBeGreaterThanOrEqual(8);
	expect(problems).toEqual([]);
	expect(await blockedScript(page)).toBe('script-src-elem');
	expect(await page.evaluate(() => 'injected' in window)).toBe(false);

	// Soon after the first screen, the page stores all models of the site.
	const files = await page.evaluate(async () => {
		const listed = (await (await fetch('./models/index.json')).json()) as { files: unknown[] }[];
		return listed.reduce((sum, { files }) => sum + files.length, 0);
	});
	const stored = () =>
		page.evaluate(async () => (await (await caches.open('models')).keys()).length);
	await expect.poll(stored).toBe(files + 1);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await host.close();
	await page.reload();
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
	expect(await threads(page)).toBe(Math.min(4, availableParallelism()));
	const again = await page.evaluate(() => window.skillet!.ready);
	expect(again.models.map((model) => model.sha256)).toEqual(
		info.models.map((model) => model.sha256),
	);
	// Present leaves the head out.
	const buttons = page
		.getByRole('navigation')
		.getByRole('button')
		.filter({ hasNotText: 'Present' });
	for (const button of await buttons.all()) {
		await button.click();
		// A menu or dialog loads its code, so Escape has to wait for it.
		if (!(await button.getAttribute('aria-haspopup'))) continue;
		const layer = page.getByRole('region', { name: 'Menus and dialogs' });
		await expect(layer.locator('[role=menu], [role=dialog]')).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(layer.locator('[role=menu], [role=dialog]')).toHaveCount(0);
	}
	await expect(page.getByText(/^Loading: /)).toHaveCount(0);
	await expect(page.getByRole('alert')).toHaveCount(0);
	// A base model that the first visit did not use.
	const { id, sha256 } = again.models.find((model) => model.id === 'skillet-small')!;
	const experiment = await smallExperiment(page, { steps: 2, model: { id, sha256 } });
	const events = await page.evaluate(
		(json) => window.skillet!.run(JSON.parse(json) as Experiment),
		JSON.stringify(experiment),
	);
	expect(events.filter(({ type }) => type === 'step')).toHaveLength(2);
	expect(foreign).toEqual([]);
});

test(
	'a new version waits for the run, and the open page keeps its own parts',
	{ tag: '@long' },
	async ({ page }) => {
		const host = await siteHost();
		await page.goto(host.address);
		await page.evaluate(() => window.skillet!.ready);
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		// The run lasts longer than the installation of the new version.
		const long = encodeLink(await smallExperiment(page, { steps: 100_000 }));
		await page.evaluate((link) => (location.hash = link), long);
		await expect(bar(page)).toContainText('/ 100,000');
		await button(page, '▶ Train').click();
		await expect(bar(page)).toContainText(/step [1-9][\d,]* \//);
		// The new version has another page and no chunk of the old one.
		host.change((file, content) => {
			if (/assets\/.*Page-/.test(file)) return null;
			if (file === 'index.html') return version2(content);
			if (file !== 'sw.js') return content;
			return withVersion2(content);
		});
		await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
		const isWaiting = async () =>
			(await navigator.serviceWorker.getRegistration())?.waiting !== null;
		await expect.poll(() => page.evaluate(isWaiting)).toBe(true);
		const offer = page.getByText(/A new version of Skillet is ready/);
		await expect(offer).toHaveCount(0);
		const place = (name: string) =>
			page.getByRole('navigation').getByRole('button', { name, exact: true });
		await place('Runs').click();
		await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible();
		await place('Workbench').click();
		await button(page, '❙❙ Pause').click();
		await expect(offer).toBeVisible();
		const version = () => page.evaluate(() => document.documentElement.dataset['version']);
		expect(await version()).toBeUndefined();
		// The new version does not wait for a request of the old one.
		await page.evaluate(() => void fetch('./models/unanswered').catch(() => null));
		// The line of the run is first; the offer is the message behind it.
		await page.getByRole('button', { name: '1 message' }).click();
		await page.getByRole('button', { name: 'Reload', exact: true }).click();
		await expect.poll(() => version().catch(() => undefined)).toBe('2');
		await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
		await host.close();
		await page.reload();
		await page.evaluate(() => window.skillet!.ready);
		expect(await version()).toBe('2');
	},
);

test(
	'page and worker may request only the origins that the visitor stored',
	{ tag: '@long' },
	async ({ page }) => {
		const open = () => openServer('Link', (_request, response) => json(response, 200, {}));
		const servers = [await open(), await open()];
		const [allowed, other] = servers.map(({ origin }) => origin);
		await page.goto('/');
		const request = (origin: string) =>
			fetch(origin).then(
				({ ok }) => (ok ? 'read' : 'no'),
				() => 'refused',
			);
		// The lab's script is a blob; other workers are threads of WebAssembly.
		const isLab = (worker: Worker) => worker.url().startsWith('blob:');
		/** The answer in the page, which the worker has too. */
		const ask = async (origin: string) => {
			await page.evaluate(() => window.skillet!.ready);
			const answer = await page.evaluate(request, origin);
			const worker = page.workers().find(isLab);
			expect(await worker?.evaluate(request, origin)).toBe(answer);
			return answer;
		};
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
		await Promise.all(servers.map((server) => server.close()));
	},
);
