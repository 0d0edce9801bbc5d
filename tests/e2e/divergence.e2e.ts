/** A run that diverges stops and suggests a learning rate, which works. */
import { expect, test } from '@playwright/test';
import { button, openExperiment, standing, storedRuns } from './lab.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';

test(
	'the run names its last good step and keeps it, and the suggested rate trains',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page, {
			steps: 200,
			optimizer: { ...defaultOptimizer, learningRate: 1, weightDecay: 10, clip: 1e6 },
		});
		await button(page, '▶ Train').click();
		const alert = page.getByRole('alert').filter({ hasText: 'The run failed at step' });
		await expect(alert).toContainText(
			/The run stopped at step \d+\. Everything up to step \d+ is kept\./,
		);
		await expect(alert).toContainText('Start again with a learning rate of 0.003 instead of 1.');
		const [failed] = await storedRuns(page);
		expect(failed).toMatchObject({ end: 'failed' });
		expect(failed.step % 5).toBe(0);

		await alert.getByRole('button', { name: 'New run with learning rate 0.003' }).click();
		await expect(alert).toHaveCount(0);
		await expect(standing(page)).toHaveText(/^Training: step/);
		await button(page, '❙❙ Pause').click();
		await expect(standing(page)).toHaveText(/^Paused at step/);
		expect((await storedRuns(page))[0].experiment.optimizer.learningRate).toBe(0.003);
	},
);
