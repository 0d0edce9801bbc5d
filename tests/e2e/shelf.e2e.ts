/** Published studies: a large one opens in parts. */
import { expect, test } from '@playwright/test';

// The time is measured: `npm run --prefix workshop bench:page -- --only opening`.
test(
	'a study of 126 cells opens with its answer, and with its long plots when asked',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/');
		await page.getByRole('button', { name: 'Compare', exact: true }).click();
		await page.getByRole('button', { name: /^Does any mix beat equal shares on seven/ }).click();
		const longPart = (title: string) =>
			page.locator('details').filter({ hasText: new RegExp(`^${title} \\(\\d+ rows\\)`) });
		await expect(longPart('Shares')).toBeVisible();
		const scores = longPart('Scores');
		await expect(scores.getByRole('row')).toHaveCount(0);
		const summary = scores.locator('summary');
		const rows = Number(/\((\d+) rows/.exec((await summary.textContent())!)![1]);
		await summary.click();
		await expect(scores.getByRole('row')).toHaveCount(rows + 1);
	},
);
