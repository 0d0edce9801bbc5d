/** Code that loads late, or not at all. Without the service worker, which keeps all code. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment } from './lab.ts';

test.use({ serviceWorkers: 'block' });

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('what cannot be loaded says so, and the next click tries again', async ({ page }) => {
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
		[() => press(page, 'Skills…'), () => expect(dialog).toBeVisible()],
		[() => press(page, 'Share'), () => expect(dialog).toBeVisible()],
	];
	for (const [open, opens] of trials) {
		isOffline = true;
		await open();
		await expect(notices).toContainText(failed);
		isOffline = false;
		await open();
		await opens();
		await expect(notices).not.toContainText(failed);
		await page.keyboard.press('Escape');
	}
	isOffline = true;
	await press(page, 'Studies');
	await expect(main('Studies')).toHaveText('Try again');
	isOffline = false;
	await press(page, 'Try again');
	await expect(main('Studies')).toContainText('New study');
});

test('of two lessons that load, the one that was clicked last opens', async ({ page }) => {
	await openExperiment(page);
	await page.getByRole('button', { name: 'Lessons', exact: true }).click();
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	let first = true;
	await page.route(/assets\/.*\.js/, async (route) => {
		if (first) {
			first = false;
			await held;
		}
		await route.continue();
	});
	await page.getByRole('link', { name: /^Imbalance/ }).click();
	await page.getByRole('link', { name: /^Half the answers/ }).click();
	const title = page.locator('#lesson-title');
	await expect(title).toHaveText('Half the answers are wrong');
	const arrived = page.waitForResponse(/assets\/.*\.js/);
	release();
	await (await arrived).finished();
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
	await expect(title).toHaveText('Half the answers are wrong');
});

test('a file that is dropped before anything takes it does not replace the page', async ({
	page,
}) => {
	await page.route(/assets\/libraryPage.*js/, () => undefined);
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	const isKept = (type: string) =>
		page.evaluate((type) => {
			const dataTransfer = new DataTransfer();
			dataTransfer.items.add(new File(['{}'], 'rows.jsonl'));
			return !document.body.dispatchEvent(
				new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
			);
		}, type);
	expect([await isKept('dragover'), await isKept('drop')]).toEqual([true, true]);
});
