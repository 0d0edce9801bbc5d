/** What pictures of the page showed: paper, layers above each other, moving boxes, embeds. */
import { expect, test, type Page } from '@playwright/test';
import { openExperiment, runToStep } from './lab.ts';

test('a study on paper has its cells, and no column is cut', async ({ page }) => {
	await openExperiment(page);
	await page.getByRole('button', { name: 'Studies', exact: true }).click();
	await page.getByRole('button', { name: /^Does any policy beat equal shares/ }).click();
	const cell = page.getByRole('button', { name: /^by size, skillet-base, seed 11: / });
	await expect(cell).toBeVisible();
	// A sheet of A4 with the browser's margins.
	await page.setViewportSize({ width: 718, height: 1000 });
	await page.emulateMedia({ media: 'print' });
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
	'the facts of the device close before its dialog opens',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page);
		await page.getByRole('button', { name: 'Explain: Device' }).click();
		await page.getByRole('button', { name: 'Test or measure this device' }).click();
		await expect(page.getByRole('button', { name: 'Measure this device' })).toBeVisible();
		await expect(page.locator('.layer.explanation')).toHaveCount(0);
	},
);

/** Where the parts of the workbench stand. */
const places = (page: Page) =>
	page
		.locator('main [data-skill], main h2, main .card, [aria-label="Run"] > *')
		.evaluateAll((parts) =>
			parts.map((part) => {
				const { x, y, width, height } = part.getBoundingClientRect();
				return [x, y, width, height].map(Math.round);
			}),
		);

test('nothing moves below the pointer', { tag: '@long' }, async ({ page }) => {
	await openExperiment(page);
	await runToStep(page, 4);
	for (const width of [1440, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await page.mouse.move(2, 2);
		await page.waitForTimeout(500);
		const before = await places(page);
		for (const part of ['.over svg', '[data-skill] .score', '[data-skill] .answer']) {
			await page.locator(part).first().hover();
			await expect.poll(() => places(page)).toEqual(before);
		}
	}
});

test('a lesson can be embedded by its address', async ({ page }) => {
	await page.goto('/?embed#lesson=mixing');
	await page.getByRole('button', { name: '▶ Train' }).click();
	await expect(page.getByRole('heading', { name: 'Why the mix matters' })).toBeVisible();
});
