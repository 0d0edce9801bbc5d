/** A run shown and trained inside a page of another origin. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { isolationHeaders } from '#lab/worker/isolationHeaders.ts';
import { button, experimentOfLink, openExperiment, standing } from './lab.ts';

test(
	'an embed shows the expected curves, trains on a click, and says whether they agree',
	{ tag: '@long' },
	async ({ page, context }) => {
		const { skills } = await openExperiment(page, { steps: 6 });
		const trained = skills.map((skill) => ({ ...skill, use: 'train' as const }));
		await openExperiment(page, { steps: 6, skills: trained });
		await button(page, '▶ Train').click();
		await expect(standing(page)).toHaveText('Finished: 6 steps.');
		await page.getByRole('button', { name: 'Share', exact: true }).click();
		await page.getByText('Embed in a page').click();
		const field = page.getByRole('textbox', { name: 'Embed in a page' });
		await expect(field).toHaveValue(/\?embed#3\..{200,}/);
		const code = await field.inputValue();
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.locator('details', { has: field }).getByRole('button', { name: 'Copy' }).click();
		await expect(page.getByText('Copied.')).toBeVisible();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
		// The lab has one place per browser, and the run of this page would be found there.
		await page.evaluate(async () => {
			const { client } = window.skillet!;
			for (const { id } of await client['run.list']()) await client['run.delete']({ runId: id });
		});
		await page.close();

		const host = createServer(({ url }, response) =>
			response
				.writeHead(200, {
					'Content-Type': 'text/html',
					...(url === '/isolated' && isolationHeaders),
				})
				.end(`<h1>A course</h1>${code}`),
		);
		await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
		const course = await context.newPage();
		const address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
		const frame = course.frameLocator('iframe');
		const isIsolated = () => course.frames()[1].evaluate(() => crossOriginIsolated);
		await course.goto(`${address}isolated`);
		await expect(frame.getByRole('button', { name: '▶ Train' })).toBeVisible();
		expect(await isIsolated()).toBe(true);
		await course.goto(address);
		await frame.getByRole('button', { name: '▶ Train' }).click();
		await expect(frame.getByText('✓ Same as the link says, bit for bit.')).toBeVisible();
		await expect(frame.getByRole('tab', { name: 'Mix', exact: true })).toHaveCount(0);
		expect(await isIsolated()).toBe(false);
		await new Promise((resolve) => host.close(resolve));
	},
);

test(
	'an embed trains without storage where the browser blocks it, and says so',
	{ tag: '@long' },
	async ({ baseURL, launchOptions, page }, testInfo) => {
		const fragment = `#${encodeLink(await experimentOfLink(page, { steps: 3 }))}`;
		const profile = testInfo.outputPath('profile');
		await mkdir(path.join(profile, 'Default'), { recursive: true });
		await writeFile(
			path.join(profile, 'Default', 'Preferences'),
			JSON.stringify({ profile: { block_third_party_cookies: true, cookie_controls_mode: 1 } }),
		);
		const code = `<iframe src="${baseURL}?embed${fragment}" width="900" height="700"></iframe>`;
		const host = createServer((_request, response) =>
			response.writeHead(200, { 'Content-Type': 'text/html' }).end(code),
		);
		await new Promise<void>((resolve) => host.listen(0, 'localhost', resolve));
		const browser = await chromium.launchPersistentContext(profile, launchOptions);
		try {
			const course = await browser.newPage();
			const errors: string[] = [];
			course.on('pageerror', ({ message }) => errors.push(message));
			// Another site than the page's, whose host is 127.0.0.1.
			await course.goto(`http://localhost:${(host.address() as AddressInfo).port}/`);
			const frame = course.frames()[1];
			await frame.getByRole('button', { name: '▶ Train' }).click();
			await expect(frame.locator('[aria-live="polite"]').first()).toHaveText('Finished: 3 steps.');
			await expect(frame.getByText('Nothing is kept when it closes.')).toBeVisible();
			expect(await frame.evaluate(() => window.skillet!.client['run.list']())).toHaveLength(1);
			await expect(frame.evaluate(() => localStorage)).rejects.toThrow(/Access is denied/);
			expect(errors).toEqual([]);
		} finally {
			await browser.close();
			await new Promise((resolve) => host.close(resolve));
		}
	},
);

test('a frame whose sandbox gives the page no origin says so', async ({ page, baseURL }) => {
	await page.setContent(`<iframe src="${baseURL}?embed" sandbox="allow-scripts"></iframe>`);
	await expect(page.frameLocator('iframe').getByText('Skillet cannot run here')).toBeVisible();
});

test('a lesson can be embedded by its address', async ({ page }) => {
	await page.goto('/?embed#lesson=mixing');
	await page.getByRole('button', { name: '▶ Train' }).click();
	await expect(page.getByRole('heading', { name: 'Why the mix matters' })).toBeVisible();
});
