/** The queue by keyboard: experiments line up, a reload does not lose them, and they train. */
import { expect, test } from '@playwright/test';
import { openExperiment, pickPolicy, storedRuns } from './lab.ts';

test('two policies line up, survive a reload, and train one after another', async ({ page }) => {
	await openExperiment(page, { steps: 12 });
	const toQueue = () => page.getByRole('button', { name: 'Queue', exact: true }).press('Enter');
	const controls = page.getByRole('group', { name: 'Queue controls' });
	const list = page.getByRole('list', { name: 'Experiments in the queue' });
	await toQueue();
	await controls.getByRole('button', { name: 'Add this experiment' }).press('Enter');
	await expect(controls).toContainText('1 experiment waits.');
	await page.getByRole('button', { name: 'Workbench', exact: true }).click();
	await pickPolicy(page, 'By size');
	await toQueue();
	await controls.getByRole('button', { name: 'Add this experiment' }).press('Enter');
	await page.getByLabel('Links of experiments').fill('nonsense');
	await page.getByRole('button', { name: 'Add links' }).press('Enter');
	await expect(page.getByText(/^Line 1: /)).toBeVisible();

	await page.reload();
	await toQueue();
	await expect(list.getByRole('listitem')).toHaveCount(2);
	// The controls of the workbench's run stand above the workbench only.
	await expect(page.getByRole('region', { name: 'Run', exact: true })).toBeHidden();
	await controls.getByRole('button', { name: '▶ Train the queue' }).press('Enter');
	await expect(list.getByText('done: see Runs')).toHaveCount(2);
	const runs = await storedRuns(page);
	expect(runs.map(({ end, experiment }) => `${experiment.policy[0].id} ${end}`).sort()).toEqual([
		'proportional finished',
		'uniform finished',
	]);
});
