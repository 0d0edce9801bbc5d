/** A run with a switch: interrupted, resumed, and repeated from its link with equal numbers. */
import { expect, test } from '@playwright/test';
import {
	bar,
	button,
	curve,
	linkedExperiment,
	openExperiment,
	pickPolicy,
	runToStep,
	standing,
	storedRuns,
} from './lab.ts';

const long = process.env['SKILLET_SUITE'] === 'long';
const ends = { timeout: long ? 300_000 : 60_000 };

test('a switch is marked, and the curve is equal after a reload and from the link', async ({
	page,
	browser,
}) => {
	const steps = long ? 300 : 24;
	await openExperiment(page, { steps });
	await runToStep(page, 8);
	await pickPolicy(page, 'Proportional');
	await expect(page.getByRole('button', { name: 'Step 8: Proportional' })).toBeVisible();
	const switched = [
		{ fromStep: 0, id: 'uniform', settings: {} },
		{ fromStep: 8, id: 'proportional', settings: {} },
	];
	await expect.poll(async () => (await linkedExperiment(page)).policy).toEqual(switched);

	// Interrupted during slow training, so that the run cannot end first.
	await button(page, 'Slow').click();
	await expect(bar(page)).toContainText(new RegExp(`step (9|10) / ${steps}`));
	await page.reload();
	// A slow machine stores a checkpoint of a later step before the reload.
	await expect(standing(page)).toHaveText(/^Paused at step (8|9|10)\.$/);
	expect((await linkedExperiment(page)).policy).toEqual(switched);
	await button(page, '▶ Continue').click();
	await expect(standing(page)).toHaveText(`Finished: ${steps} steps.`, ends);
	const [run] = await storedRuns(page);
	expect(run).toMatchObject({ end: 'finished', step: steps, experiment: { policy: switched } });
	const here = await curve(page, run.id);
	expect(here.filter((event) => (event as { type: string }).type === 'step')).toHaveLength(steps);

	const context = await browser.newContext();
	const elsewhere = await context.newPage();
	await elsewhere.goto(page.url());
	await button(elsewhere, '▶ Train').click();
	await expect(standing(elsewhere)).toHaveText(`Finished: ${steps} steps.`, ends);
	await expect(elsewhere.getByRole('button', { name: 'Step 8: Proportional' })).toBeVisible();
	const [repeated] = await storedRuns(elsewhere);
	expect(await curve(elsewhere, repeated.id)).toEqual(here);
	await context.close();
});
