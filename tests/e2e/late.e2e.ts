/** Code that loads late, or not at all. Without the service worker, which keeps all code. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment } from './lab.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test(
	'what cannot be loaded says so, and the next click tries again',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page);
		await page.getByRole('button', { name: 'Lessons', exact: true }).click();
		let isOffline = true;
		await page.route(/assets\//, (route) => (isOffline ? route.abort() : route.continue()));
		const main = (name: string) => page.getByRole('main', { name });
		const dialog = page.getByRole('dialog');
		const lesson = page.getByRole('link', { name: /^Forgetting/ });
		const notices = page.getByRole('region', { name: 'Notices' });
		const failed = 'A part of the page cannot be loaded. Check the connection and try again';
		const trials: readonly (readonly [open: () => Promise<void>, () => Promise<void>])[] = [
			[() => lesson.click(), () => expect(page.locator('#lesson-title')).toBeVisible()],
			[() => press(page, 'Runs'), () => expect(main('Runs')).toContainText('Import a run')],
			[() => press(page, 'Share'), () => expect(dialog).toBeVisible()],
		];
		for (const [open, opens] of trials) {
			isOffline = true;
			await open();
			await expect(notices).toContainText(failed);
			isOffline = false;
			await open();
			await opens();
			await expect(notices.getByText(failed)).toHaveCount(0);
			await page.keyboard.press('Escape');
		}
		for (const [place, shown] of [
			['Data', 'Choose files…'],
			['Compare', 'New comparison'],
		]) {
			isOffline = true;
			await press(page, place);
			await expect(main(place)).toHaveText('Try again');
			isOffline = false;
			await press(page, 'Try again');
			await expect(main(place)).toContainText(shown);
		}
		isOffline = true;
		await press(page, 'Questions');
		// The page asks for the code some time after the click.
		await expect(main('Questions')).toHaveText('Try again');
		isOffline = false;
		const loaded = page.waitForEvent('load');
		await notices.getByRole('button', { name: 'Reload', exact: true }).click();
		await loaded;
		// The address names the lesson.
		await expect(page.locator('#lesson-title')).toBeVisible();
	},
);

test(
	'a file that is dropped before anything takes it is taken later',
	{ tag: '@long' },
	async ({ page }) => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route(/assets\/libraryPage.*js/, (route) => held.then(() => route.continue()));
		await page.goto('/');
		await page.evaluate(() => window.skillet!.ready);
		const isKept = (type: string) =>
			page.evaluate((type) => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File(['{"prompt":"a","answer":"b"}'], 'rows.jsonl'));
				return !document.body.dispatchEvent(
					new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
				);
			}, type);
		expect([await isKept('dragover'), await isKept('drop')]).toEqual([true, true]);
		release();
		await expect(page.getByRole('main', { name: 'Data' })).toContainText('rows.jsonl');
	},
);
