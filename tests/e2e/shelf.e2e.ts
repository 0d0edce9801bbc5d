/** Published studies: a large one opens in parts, and a cell that is trained again is the same. */
import { expect, test } from '@playwright/test';

// The time is measured: `npm run bench:page -- --only opening`.
test('a study of 126 cells opens with its answer, and with its long plots when asked', async ({
	page,
}) => {
	await page.goto('/');
	await page.getByRole('button', { name: 'Studies', exact: true }).click();
	await page.getByRole('button', { name: /^Does any mix beat equal shares on seven/ }).click();
	await expect(page.getByText('How to read this')).toBeVisible();
	const scores = page.locator('details').filter({ hasText: /^Scores \(\d+ rows\)/ });
	await expect(scores.getByRole('row')).toHaveCount(0);
	const summary = scores.locator('summary');
	const rows = Number(/\((\d+) rows/.exec((await summary.textContent())!)![1]);
	await summary.click();
	await expect(scores.getByRole('row')).toHaveCount(rows + 1);
});

test(
	'if the published studies cannot be read, the shelf says so',
	{ tag: '@long' },
	async ({ page }) => {
		await page.route('**/studies/index.json', (route) => route.abort());
		await page.goto('/');
		await page.getByRole('button', { name: 'Studies', exact: true }).click();
		const problem = page.getByText('The published studies could not be read.');
		await expect(problem).toBeVisible();
	},
);

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
