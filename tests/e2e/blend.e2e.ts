/** A blend: made, pulled, cancelled by training, found again after a reload, and trained on. */
import { expect, test, type Page } from '@playwright/test';
import { bar, openExperiment, runToStep } from './lab.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Blend', exact: true });
const press = (page: Page, name: string) =>
	panel(page).getByRole('button', { name, exact: true }).click();
const forecasts = (page: Page) => page.locator('[data-skill] .figure .future');

test('a blend forecasts the mix that is pulled, and the run trains on it', async ({ page }) => {
	await openExperiment(page, { steps: 24 });
	const steps = panel(page).getByRole('spinbutton', { name: 'Steps ahead' });
	await expect(steps).toHaveValue('24');
	await steps.fill('2');
	await steps.press('Tab');
	await expect(panel(page)).toContainText('2 skills and equal shares × 2 steps');
	await press(page, 'Blend');
	await expect(panel(page)).toContainText('Forecast of the next 2 steps after step 0');
	await expect(forecasts(page)).toHaveCount(3);
	await expect(panel(page)).toContainText('computed for this mix');

	// The forecast follows the share, and the run does not.
	const share = page.getByRole('slider', { name: /^Share of / }).first();
	await share.press('PageUp');
	await expect(share).toHaveAttribute('aria-valuenow', '60');
	await expect(page.locator('[data-skill="0"] .bar')).toHaveAttribute(
		'title',
		/Forecast after 2 more steps with these shares: \d+\s%; loss/,
	);
	await expect(panel(page)).toContainText('computed for this mix');
	await expect(bar(page)).toContainText('step 0');

	await panel(page).getByText('Find a mix', { exact: true }).click();
	await expect(panel(page)).toContainText(/nats lower, give or take/, { timeout: 60_000 });

	await press(page, 'Train with these shares');
	await expect(panel(page).getByRole('button', { name: 'Show the forecast' })).toBeVisible();
	await expect(forecasts(page)).toHaveCount(0);
	await expect(share).toHaveAttribute('aria-valuenow', '60');

	// The stored blend comes back, and training on makes it old.
	await page.reload();
	await press(page, 'Show the forecast');
	await expect(forecasts(page)).toHaveCount(3);
	await runToStep(page, 2);
	await expect(panel(page)).toContainText('This blend looks ahead from step 0');
	await expect(forecasts(page)).toHaveCount(0);

	// Studies find a mix by the same blend.
	await page.getByRole('button', { name: 'Studies', exact: true }).click();
	const findMix = page.getByRole('region', { name: 'Find a mix' });
	await expect(findMix).toContainText('the next 2 updates after step 0');
	await expect(findMix).toContainText(/nats lower, give or take/);
	await expect(findMix.getByRole('link', { name: /^Race this mix/ })).toBeVisible();
	await findMix.getByRole('checkbox', { name: /^No skill may get worse/ }).check();
	const limit = findMix.getByRole('spinbutton');
	await limit.fill('0');
	await limit.press('Tab');
	await expect(findMix).toContainText(/nats lower|No mix keeps that limit/);
});
