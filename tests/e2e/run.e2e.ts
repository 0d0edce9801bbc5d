/** A run with a switch: interrupted, resumed, and repeated from its link with equal numbers. */
import { expect, test } from '@playwright/test';
import {
	bar,
	button,
	curve,
	linkedExperiment,
	openExperiment,
	openTab,
	pickPolicy,
	runToStep,
	standing,
	storedRuns,
} from './lab.ts';

const long = process.env['SKILLET_SUITE'] === 'long';
const ends = { timeout: 300_000 };

test('a switch is marked, and the curve is equal after a reload and from the link', async ({
	page,
	browser,
}) => {
	const steps = long ? 300 : 24;
	await openExperiment(page, { steps });
	await runToStep(page, 8);
	await pickPolicy(page, 'By size Skills');
	await expect(page.getByRole('button', { name: 'Step 8: By size' })).toBeVisible();
	const switched = [
		{ fromStep: 0, id: 'uniform', settings: {} },
		{ fromStep: 8, id: 'proportional', settings: {} },
	];
	await expect.poll(async () => (await linkedExperiment(page)).policy).toEqual(switched);

	// Interrupted in the rest after a step, so that the run cannot end first.
	await page.evaluate(async () => {
		const { client } = window.skillet!;
		const [{ id: runId }] = await client['run.list']();
		await client['run.play']({ runId, pace: { kind: 'slow', milliseconds: 600_000 } });
	});
	await expect(bar(page)).toContainText(`step 9 / ${steps}`);
	await page.reload();
	await expect(standing(page)).toHaveText(
		'Paused at step 8. Up to step 9 it trains again, bit for bit.',
	);
	await expect(bar(page)).toContainText('repeats to 9');
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
	await expect(elsewhere.getByRole('button', { name: 'Step 8: By size' })).toBeVisible();
	const [repeated] = await storedRuns(elsewhere);
	expect(await curve(elsewhere, repeated.id)).toEqual(here);
	await context.close();
});

test(
	'an adapter is chosen in Settings, trains, answers and goes on after a reload',
	{ tag: '@long' },
	async ({ page }) => {
		await openExperiment(page, { steps: 10 });
		await page.getByRole('button', { name: 'Settings', exact: true }).click();
		const trained = page.getByRole('group', { name: 'What is trained' });
		// Another live part is empty while all data are here.
		const memory = trained.getByRole('status').filter({ hasText: /./ });
		await expect(memory).toHaveText(/all weights [\d.]+ MB; adapter [\d.]+ MB/);
		await trained.getByRole('radio', { name: 'LoRA', exact: true }).click();
		const layers = trained.getByRole('textbox', { name: 'Layers', exact: true });
		await layers.fill('no_proj');
		await expect(memory).toContainText('no layer matches no_proj');
		await layers.fill('all-linear');
		await trained.getByRole('textbox', { name: 'Rank', exact: true }).fill('4');
		await page.getByRole('button', { name: 'Apply as a new run' }).click();
		const adapter = { rank: 4, alpha: 8, targets: 'all-linear' };
		await expect.poll(async () => (await linkedExperiment(page)).adapter).toEqual(adapter);
		await runToStep(page, 5);

		await openTab(page, 'Ask');
		await page.getByRole('textbox', { name: 'Prompt' }).fill('reverse abc=');
		await page.getByRole('button', { name: 'Ask', exact: true }).click();
		await expect(page.getByText('Tuned, step 5')).toBeVisible();
		await expect(page.locator('dl[aria-live] dd')).toHaveText([/./, /./]);

		await page.reload();
		await expect(standing(page)).toHaveText('Paused at step 5.');
		await button(page, '▶ Continue').click();
		await expect(standing(page)).toHaveText('Finished: 10 steps.', ends);
		const [run] = await storedRuns(page);
		expect(run.experiment.adapter).toEqual(adapter);
		// The saved weights have the layout of the base.
		const sizes = await page.evaluate(
			async (runId) =>
				(await window.skillet!.client['model.export']({ runId, page: '', form: 'model' })).map(
					({ name, blob }) => [name, blob.size] as const,
				),
			run.id,
		);
		expect(new Map(sizes).get('model.safetensors')).toBeGreaterThan(900_000);
	},
);
