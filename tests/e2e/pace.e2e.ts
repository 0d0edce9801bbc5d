/** The run's controls by mouse and by keyboard: speed, run to a step, pause, stop, reset. */
import { expect, test } from '@playwright/test';
import {
	bar,
	button,
	openExperiment,
	runToStep,
	showControls,
	standing,
	storedRuns,
} from './lab.ts';

test(
	'by mouse: speed, run to a step, continue, pause, stop, reset',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page, { steps: 1000 });
		await showControls(page);
		await expect(button(page, 'Stop')).toBeDisabled();
		const until = page.getByRole('spinbutton', { name: 'Run to step' });
		await runToStep(page, 1);
		// Go is ready while a step is typed.
		await expect(button(page, 'Go')).toBeDisabled();
		await until.focus();
		await page.keyboard.press('Control+A');
		await page.keyboard.type('4');
		await expect(button(page, 'Go')).toBeEnabled();
		await button(page, 'Go').click();
		await expect(standing(page)).toHaveText('Paused at step 4.');
		await page.getByRole('radio', { name: '1×' }).check();
		await button(page, '▶ Continue').click();
		// A tenth of a second for each of 996 steps, however fast the device is.
		await expect(bar(page)).toContainText(/\d min.* left/);
		await button(page, '❙❙ Pause').click();
		await expect(standing(page)).toHaveText(/^Paused at step \d+\.$/);
		const paused = (await storedRuns(page))[0].step;
		await expect(standing(page)).toHaveText(`Paused at step ${paused}.`);
		await button(page, 'Stop').click();
		await expect(standing(page)).toHaveText(`Stopped for good at step ${paused}.`);
		await expect(until).toBeDisabled();
		await button(page, 'Reset').click();
		await expect(standing(page)).toHaveText('Nothing is trained yet.');
		await expect(button(page, '▶ Train')).toBeEnabled();
		const runs = await storedRuns(page);
		expect(runs.map(({ end, step }) => ({ end, step }))).toEqual([
			{ end: 'stopped', step: paused },
		]);
	},
);

test('by keyboard only: train, pause, skip the head, choose a policy, enlarge a skill', async ({
	page,
}) => {
	await openExperiment(page, { steps: 1000 });
	await page.keyboard.press('Space');
	await expect(standing(page)).toHaveText(/^Training: step \d+ of 1,000\./);
	await page.keyboard.press('Space');
	await expect(standing(page)).toHaveText(/^Paused at step \d+\.$/);

	const address = page.url();
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: 'Skip to the content' });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	const inMain = () => page.evaluate(() => document.activeElement?.closest('main') !== null);
	expect(await inMain()).toBe(true);
	expect(page.url()).toBe(address);

	const policy = page.getByRole('combobox', { name: /^All policies: / });
	await expect(policy).toHaveAccessibleName('All policies: Equal shares');
	for (let tabs = 0; tabs < 60; tabs++) {
		await page.keyboard.press('Tab');
		if (await policy.evaluate((element) => element === document.activeElement)) break;
	}
	await expect(policy).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('option', { name: /^Equal shares/ })).toBeVisible();
	await page.keyboard.type('Lifts');
	await page.keyboard.press('Enter');
	await expect(policy).toHaveAccessibleName('All policies: Lifts small skills (temperature)');

	await page.keyboard.press('1');
	await expect(page.getByRole('article', { name: 'addition' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('article', { name: 'addition' })).toHaveCount(0);
	await page.keyboard.press('t');
	await expect(page.getByRole('columnheader', { name: 'held-out loss' })).toBeVisible();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
});
