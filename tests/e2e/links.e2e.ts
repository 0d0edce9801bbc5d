/** Broken links: each error names its field, and the lab still works. */
import { expect, test } from '@playwright/test';
import { button, rawFragment, smallExperiment, standing } from './lab.ts';

test(
	'the error of a broken link names its field, and the workbench keeps its experiment',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/');
		const small = await smallExperiment(page, { steps: 2 });
		const json = JSON.stringify(small);
		const broken: readonly (readonly [string, string])[] = [
			[
				rawFragment(JSON.stringify({ ...small, steps: -3 })),
				'steps: must be a whole number from 1',
			],
			[rawFragment(json.replace('"steps":2', '"steps":NaN')), 'its content is not JSON'],
			[rawFragment(json).slice(0, -8), 'it was cut off or altered'],
			['#hello', 'it does not start with "3."'],
			['#4.AAAA', 'it is of format 4, and this lab reads format 3'],
			[`#3.${'A'.repeat(2_000_000)}`, 'it has 2000002 characters'],
		];
		for (const [fragment, message] of broken) {
			await page.evaluate((hash) => (location.hash = hash), fragment);
			const alert = page.getByRole('alert').filter({ hasText: message });
			await expect(alert).toBeVisible();
			await alert.getByRole('button', { name: 'Close' }).click();
			await expect(alert).toHaveCount(0);
		}
		await page.goto(`/${rawFragment(json)}`);
		await button(page, '▶ Train').click();
		await expect(standing(page)).toHaveText('Finished: 2 steps.');
	},
);

test('a broken link at the start still opens the lab', async ({ page }) => {
	await page.goto('/#1.AAAAAAAA');
	await expect(page.getByRole('alert')).toContainText('The link cannot be opened');
	await expect(button(page, '▶ Train')).toBeEnabled();
});
