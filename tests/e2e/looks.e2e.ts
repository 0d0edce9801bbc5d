/** What pictures of the page showed: paper, layers above each other, moving boxes, embeds. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment } from './lab.ts';

/** Emulates paper until the page has drawn itself for it a few times. */
async function print(page: Page): Promise<void> {
	await page.emulateMedia({ media: 'print' });
	await page.evaluate(async () => {
		for (let frame = 0; frame < 5; frame++)
			await new Promise((resolve) => void requestAnimationFrame(resolve));
	});
}

test('on paper, no column of a study is cut', { tag: '@long' }, async ({ page }) => {
	await openExperiment(page);
	await page.getByRole('button', { name: 'Studies', exact: true }).click();
	await page
		.getByRole('button', { name: /^Does any policy beat equal shares on one base/ })
		.click();
	const cell = page.getByRole('button', { name: /^By size, skillet-base, seed 11: / });
	await expect(cell).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Shares', exact: true })).toBeVisible();
	// A sheet of A4 with the browser's margins.
	await page.setViewportSize({ width: 718, height: 1000 });
	await print(page);
	await expect(cell).toBeVisible();
	await expect(page.getByText('Save a chart:')).toBeHidden();
	await expect
		.poll(() =>
			page
				.locator('.report .data-table')
				.evaluateAll((tables) =>
					Math.max(...tables.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)),
				),
		)
		.toBeLessThanOrEqual(0);
});

test(
	'on paper, workbench and race are the screen, as small as the sheet',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page);
		const fits = async () => {
			await print(page);
			const { width, zoom } = await page.locator('.page').evaluate((element) => {
				const style = getComputedStyle(element);
				return { width: parseFloat(style.minWidth), zoom: Number(style.zoom) };
			});
			// Chrome fits 1,077 px on A4. The drawings keep the width that the screen gave them, beside
			// the rail, which is not on paper.
			expect(width * zoom).toBeLessThanOrEqual(1077);
			expect(width).toBeGreaterThanOrEqual(1280);
			expect(width).toBeLessThanOrEqual(1440);
		};
		// The heads of a table are buttons.
		await page.keyboard.press('t');
		const heads = [
			page.getByRole('rowheader').getByRole('button', { name: 'addition' }),
			page.getByRole('columnheader').getByRole('button', { name: 'exact match' }),
		];
		for (const head of heads) await expect(head).toBeVisible();
		await fits();
		for (const head of heads) await expect(head).toBeVisible();
		await page.emulateMedia({ media: 'screen' });
		await page.keyboard.press('t');

		await page.getByRole('button', { name: 'Race', exact: true }).click();
		await expect(page.getByRole('button', { name: '▶ Start' })).toBeVisible();
		await fits();
		await page.emulateMedia({ media: 'screen' });
		await page.getByRole('button', { name: 'Workbench', exact: true }).click();
	},
);

test('a lesson can be embedded by its address', async ({ page }) => {
	await page.goto('/?embed#lesson=mixing');
	await page.getByRole('button', { name: '▶ Train' }).click();
	await expect(page.getByRole('heading', { name: 'Why the mix matters' })).toBeVisible();
});
