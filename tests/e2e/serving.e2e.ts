/** Hosts and networks that give half of the site, or a wrong body. */
import { expect, test, type Page } from '@playwright/test';
import { siteHost } from '../support/siteHost.ts';
import { bar } from './lab.ts';

const opening = (page: Page) => page.locator('#opening');
const reload = (page: Page) =>
	page
		.getByText(/^Reload( · 重新加载)?$/)
		.filter({ visible: true })
		.first();
/** The short suite has a case of each kind. */
const shortCases = [12, 'the worker'];
const tagOf = (name: string | number) => (shortCases.includes(name) ? {} : { tag: '@long' });
const opened = (page: Page) => expect(bar(page)).toContainText('▶ Train');

test.describe('a first visit', () => {
	for (const [fault, nth] of [
		['break', 1],
		['missing', 12],
		['portal', 30],
		['break', 55],
		['missing', 75],
	] as const)
		test(
			`that is cut off after ${nth} requests says so (${fault}), and Reload opens it`,
			tagOf(nth),
			async ({ page }) => {
				const host = await siteHost();
				host.fail((_, count) => (count > nth ? fault : null));
				await page.goto(`${host.address}#note`);
				await expect(page.locator('body')).toContainText(/Did not arrive|did not arrive/);
				await expect(page.locator('body')).not.toContainText('dynamically imported');
				await expect(reload(page)).toBeVisible();
				host.fail(() => null);
				await reload(page).click();
				await opened(page);
				await expect(opening(page)).toHaveCount(0);
				await host.close();
			},
		);

	for (const [what, file] of [
		['the style', /assets\/index-.*css$/],
		['the first script', /assets\/index-.*js$/],
		['the worker', /lab\.worker/],
	] as const)
		test(`says that it waits for ${what}`, tagOf(what), async ({ page }) => {
			const host = await siteHost();
			host.fail((name) => (file.test(name) ? 'silence' : null));
			await page.goto(host.address, { waitUntil: 'commit' });
			await expect(page.locator('body')).toContainText(
				/(Still awaited|which do not come).*(index-|lab\.worker)/,
			);
			await expect(reload(page)).toBeVisible();
			await host.close();
		});
});

test.describe('the service worker', () => {
	test.use({ serviceWorkers: 'allow' });

	test(
		'throws a broken stored file away, and fetches it again',
		{ tag: '@long' },
		async ({ page }) => {
			const host = await siteHost();
			await page.goto(host.address);
			await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
			await page.evaluate(async () => {
				const name = (await caches.keys()).find((key) => key.includes('precache'))!;
				const cache = await caches.open(name);
				for (const request of await cache.keys())
					if (/index|lab\.worker|kernels/.test(request.url))
						await cache.put(
							request,
							new Response('<h1>Login</h1>', { headers: { 'Content-Type': 'text/html' } }),
						);
			});
			// The worker starts again, as after a while without a visit.
			const session = await page.context().newCDPSession(page);
			await session.send('ServiceWorker.enable');
			await session.send('ServiceWorker.stopAllWorkers');
			await page.reload();
			await opened(page);
			await host.close();
			await page.reload();
			await opened(page);
		},
	);
});
