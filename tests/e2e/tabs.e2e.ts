/** Two tabs on one database: the second waits, opens by itself, or takes the lab over. */
import { expect, test } from '@playwright/test';
import { bar, openExperiment, button, runToStep, standing, storedRuns } from './lab.ts';

test(
	'the second tab waits, and finds the run after the first tab closes during training',
	{ tag: '@long' },
	async ({ page, context }) => {
		await openExperiment(page, { steps: 1000, checkpointEvery: 1 });
		await page.getByRole('radio', { name: '1×' }).check();
		await button(page, '▶ Train').click();
		// At step 2, the checkpoint of step 1 is stored.
		await expect(bar(page)).toContainText(/step ([2-9]|\d\d+) \/ 1,000/);

		const second = await context.newPage();
		await second.goto('/');
		await expect(second.getByRole('status')).toContainText('The lab is open in another tab.');
		await expect(bar(second)).toHaveCount(0);
		await page.close();
		await expect(button(second, '▶ Continue')).toBeEnabled();
		const runs = await storedRuns(second);
		expect(runs.map(({ end }) => end)).toEqual(['running']);
		await runToStep(second, runs[0].step + 1);
	},
);

test(
	'each tab takes the lab over from the other, and the run continues where it was',
	{ tag: '@long' },
	async ({ page, context }) => {
		await openExperiment(page, { steps: 100_000, checkpointEvery: 50_000 });
		await button(page, '▶ Train').click();
		await expect(bar(page)).toContainText(/step [\d,]+ \/ 100,000/);
		const second = await context.newPage();
		await second.goto('/');
		await second.getByRole('button', { name: 'Use it here' }).click();
		await expect(button(second, '▶ Continue')).toBeEnabled();
		const [run] = await storedRuns(second);
		expect(run).toMatchObject({ end: 'running' });
		await expect(standing(second)).toHaveText(`Paused at step ${run.step.toLocaleString('en')}.`);
		await expect(page.getByRole('alert')).toContainText('The lab is in use in another tab.');
		await expect(button(page, '▶ Continue')).toBeDisabled();

		await page.getByRole('button', { name: 'Use it here' }).click();
		await expect(second.getByRole('alert')).toContainText('The lab is in use in another tab.');
		await expect(standing(page)).toHaveText(`Paused at step ${run.step.toLocaleString('en')}.`);
		expect(await storedRuns(page)).toEqual([run]);
	},
);
