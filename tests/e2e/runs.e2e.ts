/** Stored runs: named, tagged, found, compared, forked from a checkpoint, and deleted. */
import { expect, test, type Page } from '@playwright/test';
import type { Experiment } from '#lab/run/experiment.ts';
import { button, curve, openExperiment, smallExperiment, standing, storedRuns } from './lab.ts';

/** Trains a run through the hook and keeps it. */
const trainBeside = (page: Page, experiment: Experiment) =>
	page.evaluate(
		async (json) =>
			void (await window.skillet!.run(JSON.parse(json) as Experiment, { keep: true })),
		JSON.stringify(experiment),
	);

test('runs are named, tagged, found, compared, forked and deleted', async ({ page }) => {
	await openExperiment(page);
	const uniform = await smallExperiment(page);
	const policy = [{ fromStep: 0, id: 'temperature', settings: { tau: 10 } }];
	await trainBeside(page, uniform);
	await trainBeside(page, { ...uniform, policy });
	await page.getByRole('button', { name: 'Runs', exact: true }).click();
	const list = page.getByRole('region', { name: 'Runs' });
	const rows = list.getByRole('checkbox');
	await expect(rows).toHaveCount(2);
	await expect(list.getByRole('checkbox', { checked: true })).toHaveCount(0);

	await list.getByRole('button', { name: /^Equal shares, seed/ }).click();
	await list.getByRole('textbox', { name: 'Name' }).fill('Baseline');
	await list.getByRole('combobox', { name: 'Tags' }).fill('tuesday');
	await page.keyboard.press('Enter');
	await list.getByRole('textbox', { name: 'Notes' }).fill('Every skill alike.');
	await page.keyboard.press('Tab');
	await expect
		.poll(async () => (await storedRuns(page))[1])
		.toMatchObject({ name: 'Baseline', tags: ['tuesday'], notes: 'Every skill alike.' });

	await list.getByRole('searchbox').fill('baseline tuesday');
	await expect(rows).toHaveCount(1);
	await list.getByRole('searchbox').fill('nothing of the kind');
	await expect(list).toContainText('No run has all of these words');
	await list.getByRole('searchbox').fill('');
	await list.getByRole('button', { name: 'Show runs tagged tuesday' }).click();
	await expect(rows).toHaveCount(1);
	await list.getByRole('combobox', { name: 'Tagged: tuesday' }).click();
	await page.getByRole('option', { name: 'any tag' }).click();
	await expect(rows).toHaveCount(2);

	await list.getByRole('button', { name: 'Tick all of these' }).click();
	await list.getByRole('button', { name: 'Compare the ticked' }).click();
	const differs = page.getByRole('region', { name: 'What differs' });
	await expect(differs.getByRole('row', { name: /^Policy/ })).toContainText('Temperature τ 10');
	await expect(differs.getByRole('row')).toHaveCount(2);
	await expect(page.getByRole('img', { name: /^Average .* over the steps/ })).toBeVisible();
	const bySkill = page.getByRole('region', { name: 'By skill, at the end' });
	await expect(bySkill).toContainText('Worst skill');
	for (const frame of [bySkill, differs])
		expect(
			await frame.evaluate(
				(box) => box.clientWidth - box.querySelector('table')!.getBoundingClientRect().width,
			),
		).toBeLessThan(1);

	await page.getByRole('button', { name: 'Runs', exact: true }).click();
	await list.getByRole('combobox', { name: /^At step: / }).click();
	await page.getByRole('option', { name: '10', exact: true }).click();
	await list.getByRole('combobox', { name: /^Continue with: / }).click();
	await page.getByRole('option', { name: /^By size Skills/ }).click();
	await list.getByRole('button', { name: 'Fork', exact: true }).click();
	await expect(standing(page)).toHaveText('Paused at step 10.');
	await expect(page.getByRole('button', { name: 'Step 10: By size' })).toBeVisible();
	await button(page, '▶ Continue').click();
	await expect(standing(page)).toHaveText('Finished: 24 steps.');
	const [fork, , parent] = await storedRuns(page);
	expect(fork).toMatchObject({ parent: { runId: parent.id, step: 10 }, end: 'finished' });
	const upTo10 = async (id: string) =>
		(await curve(page, id)).filter((event) => (event as { step: number }).step <= 10);
	const before = (await upTo10(fork.id)).filter(
		(event) => (event as { type: string }).type !== 'policySwitched',
	);
	expect(before).toEqual(await upTo10(parent.id));

	await page.getByRole('button', { name: 'Checkpoint of step 15: fork the run here' }).click();
	await expect(page.getByRole('button', { name: 'Fork at step 15' })).toBeVisible();
	await page.keyboard.press('Escape');

	await button(page, 'Train on…').click();
	const form = page.getByRole('dialog', { name: 'Train on…' });
	await expect(form.getByLabel('Steps from there')).toHaveValue('24');
	await form.getByLabel('Steps from there').fill('6');
	await form.getByRole('button', { name: 'Train on', exact: true }).click();
	await expect(standing(page)).toHaveText('Finished: 30 steps.');
	await expect(page.getByRole('button', { name: 'Step 24: trained on' })).toBeVisible();
	const [longer] = await storedRuns(page);
	expect(longer).toMatchObject({
		parent: { runId: fork.id, step: 24 },
		experiment: { steps: 30, schedule: { stretches: [{ until: 24, steps: 24, then: 'again' }] } },
	});

	await page.getByRole('button', { name: 'Runs', exact: true }).click();
	await expect(rows).toHaveCount(4);
	await list.getByRole('button', { name: 'Delete…' }).click();
	await expect(page.getByRole('dialog')).toContainText('6 checkpoints');
	await page.getByRole('button', { name: 'Delete for good' }).click();
	await expect(rows).toHaveCount(3);
	expect((await storedRuns(page)).map(({ id }) => id)).not.toContain(parent.id);
	await list
		.getByRole('button', { name: /^Equal shares → By size/ })
		.last()
		.click();
	await expect(list).toContainText('Forked at step 10 from a run that is deleted');
});
