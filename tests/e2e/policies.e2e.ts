/** Policies: presets, explanations, switches, replay, preparation, and the picked examples. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { bar, openExperiment, openTab, pickPolicy, runToStep } from './lab.ts';

const evaluation = { every: 20, examples: 2, finalExamples: 2, samples: 0 };
const why = (page: Page): Locator => page.getByRole('region', { name: 'Why', exact: true });
const chosen = (page: Page, label: string): Locator =>
	page.getByRole('combobox', { name: new RegExp(`^${label}: `) });
async function choose(page: Page, label: string, option: string): Promise<void> {
	await chosen(page, label).click();
	await page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
}

test('MoS with a preset explains its mix, and two switches mark each chart', async ({ page }) => {
	await openExperiment(page, { steps: 60, evaluation });
	await pickPolicy(page, 'Follows what is hard');
	await expect(chosen(page, 'Preset')).toHaveAccessibleName('Preset: Lab');
	await choose(page, 'Preset', 'Paper');
	await page.getByText(/^All settings/).click();
	await expect(page.getByRole('spinbutton', { name: 'Steps between updates' })).toHaveValue('100');
	await page.getByRole('spinbutton', { name: 'Steps between updates' }).fill('50');
	await page.keyboard.press('Tab');
	await expect(chosen(page, 'Preset')).toHaveAccessibleName('Preset: your own');
	await choose(page, 'Preset', 'Lab');
	await expect(page.getByRole('spinbutton', { name: 'Steps between updates' })).toHaveValue('10');

	await runToStep(page, 40);
	await openTab(page, 'Why');
	const measured = why(page).getByRole('region', { name: 'What the policy measured' });
	await expect(measured.getByRole('columnheader', { name: /^Loss nats per token/ })).toBeVisible();
	await expect(why(page).getByRole('img', { name: /^Reward over the steps\./ })).toBeVisible();
	await measured.getByRole('button', { name: 'Share of the mix', exact: true }).click();
	await expect(
		why(page).getByRole('img', { name: /^Share of the mix over the steps\./ }),
	).toBeVisible();
	await measured.getByRole('button', { name: 'Explain: Right' }).click();
	await expect(page.getByText('whose answers are right in every token')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(bar(page).getByText(/probes \d+\s%/)).toBeVisible();

	await why(page).locator('summary', { hasText: 'Log' }).click();
	const first = why(page).getByRole('listitem').getByRole('button').last();
	await first.click();
	await expect(why(page).getByText(/^As of step \d+:/)).toBeVisible();
	await first.click();
	await expect(why(page).getByText(/^As of step/)).toHaveCount(0);

	const quick = page.getByRole('group', { name: 'Policy', exact: true });
	await quick.getByRole('button', { name: 'Equal shares' }).click();
	await expect(quick.getByRole('button', { pressed: true })).toHaveText('Equal shares');
	await runToStep(page, 44);
	await quick.getByRole('button', { name: 'Follows what is hard' }).click();
	await runToStep(page, 50);
	const chart = page.locator('.chart-frame svg[role="img"]');
	await expect(chart).toHaveAccessibleName(/The policy switches at step 40 and 44\.$/);
	await openTab(page, 'Mix');
	await expect(chart).toHaveAccessibleName(/The policy switches at step 40 and 44\.$/);
	for (const mark of ['Step 40: Equal shares', 'Step 44: Follows what is hard'])
		await expect(page.getByRole('button', { name: mark })).toBeVisible();
});
