/** The language of the page: the browser's at first, then the visitor's, also during a run. */
import { expect, test } from '@playwright/test';
import { openExperiment, standing } from './lab.ts';

test(
	'the language changes during a run, which goes on, and is kept',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page, { steps: 5000 });
		const html = page.locator('html');
		await expect(html).toHaveAttribute('lang', 'en');
		await page.keyboard.press('Space');
		const step = async () => {
			const [shown] = /[\d,]+/.exec(await standing(page).innerText()) ?? ['0'];
			return Number(shown.replace(',', ''));
		};
		await expect.poll(step).toBeGreaterThan(0);

		await page.getByRole('button', { name: 'English' }).click();
		await page.getByRole('menuitem', { name: '中文' }).click();
		await expect(html).toHaveAttribute('lang', 'zh-CN');
		const runs = page.getByRole('navigation').getByRole('button', { name: '训练记录' });
		await expect(runs).toBeVisible();
		const before = await step();
		await expect.poll(step).toBeGreaterThan(before);

		await page.reload();
		await expect(html).toHaveAttribute('lang', 'zh-CN');
	},
);

test.describe('in a Chinese browser', () => {
	test.use({ locale: 'zh-CN' });
	test('the page begins in Chinese', async ({ page }) => {
		await page.goto('/');
		const settings = page.getByRole('navigation').getByRole('button', { name: '设置…' });
		await expect(settings).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
	});
});
