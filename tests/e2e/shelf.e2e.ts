/** A published study: one of its cells is trained again on this machine, and comes out the same. */
import { expect, test } from '@playwright/test';

test(
	'a published cell that is trained again gives the published figures',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/');
		await page.getByRole('button', { name: 'Studies', exact: true }).click();
		await page
			.getByRole('button', { name: /^Does a little general text keep the stories/ })
			.click();
		await page
			.getByRole('button', { name: /^Fixed shares \(domain 97\s%\), skillet-base, seed 11: / })
			.click();
		await page.getByRole('button', { name: 'Train it again and compare' }).click();
		await expect(page.getByText('It is being trained as a study of its own.')).toBeVisible();
		// A graphics processor rounds differently, and the sentence says so.
		const found = page.getByText(
			/^(?:The same figures: .* all \d+ skills|.*The published cell ran on)/,
		);
		await expect(found).toBeVisible({ timeout: 540_000 });
		// Nothing of the published study changes; the cell is a study of the visitor.
		await expect(page.getByText('A published study, read-only')).toBeVisible();
		await page.getByRole('button', { name: /^Back to the shelf/ }).click();
		await expect(page.getByText(/^Again: Fixed shares \(domain 97\s%\)/).first()).toBeVisible();
	},
);
