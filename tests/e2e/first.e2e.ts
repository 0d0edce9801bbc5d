/** The first minute: the tested base model, live answers, the cursor, and the bar of a phone. */
import { expect, test } from '@playwright/test';
import { button, openExperiment, runToStep, showControls, skillRows, standing } from './lab.ts';

test('the base model has answered before Train, and each evaluation changes the answers', async ({
	page,
}) => {
	await openExperiment(page, { steps: 12 });
	await expect(standing(page)).toHaveText('Nothing is trained yet.');
	const line = page.getByText(/^A small language model learns two tasks at once\. Press Train/);
	await expect(line).toBeVisible();
	const row = skillRows(page).first();
	await expect(row.getByText(/^To “.+” the model answers “.+”, which is /)).toBeAttached();
	await expect(row.getByRole('img', { name: /^Curves of .* Held-out loss \d/ })).toBeVisible();
	// A click on the row opens the skill, its name closes it again.
	await row.click();
	const opened = page.getByRole('article');
	await expect(opened.getByRole('heading', { name: 'All questions' })).toBeVisible();
	await expect(opened.getByRole('list').first().getByText(/→/)).not.toHaveCount(0);
	const openSkill = () => row.getByRole('rowheader').getByRole('button').first().click();
	await openSkill();
	await expect(opened).toHaveCount(0);

	await runToStep(page, 6);
	await expect(line).toHaveCount(0);
	// A run to a step leaves the focus in its field, for the next step.
	await expect(page.getByRole('spinbutton', { name: 'Run to step' })).toBeFocused();
	// The pointer's cursor leaves with the pointer, and the keys' cursor with Esc or Reset.
	await openSkill();
	const chart = opened.getByRole('img', { name: /^Curves of / }).first();
	const over = page.getByRole('img', { name: /^Shares of the mix / }).getByText('step 5');
	const pointAtChart = async () => {
		// The chart can move while its page grows.
		await expect(async () => {
			await page.mouse.move(2, 2);
			await chart.click();
			await expect(chart.locator('.at')).toBeVisible({ timeout: 1000 });
		}).toPass();
		await page.mouse.move(2, 2);
		await expect(chart.locator('.at')).toHaveCount(0);
		await page.keyboard.press('ArrowLeft');
		await expect(over).toBeVisible();
	};
	await pointAtChart();
	await showControls(page);
	await page.getByRole('spinbutton', { name: 'Run to step' }).focus();
	await page.keyboard.press('Escape');
	await expect(over).toHaveCount(0);
	await openSkill();
	await pointAtChart();
	await button(page, 'Reset').click();
	await expect(over).toHaveCount(0);
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
	test('Train stays in sight, other controls open, and a tap holds a share', async ({ page }) => {
		await openExperiment(page);
		for (const [width, height] of [
			[390, 844],
			[844, 390],
		]) {
			await page.setViewportSize({ width, height });
			await expect(button(page, '▶ Train')).toBeVisible();
			await expect(button(page, 'Stop')).toBeHidden();
			await page.mouse.wheel(0, 3000);
			await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
			await expect(button(page, '▶ Train')).toBeInViewport();
			await button(page, 'More controls').click();
			await expect(button(page, 'Stop')).toBeVisible();
			await button(page, 'More controls').click();
		}
		await page.setViewportSize({ width: 360, height: 740 });
		const hold = page.getByRole('button', { name: /^Hold the share of / }).first();
		await hold.tap();
		await expect(hold).toHaveAttribute('aria-pressed', 'true');
		await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
	});
});
