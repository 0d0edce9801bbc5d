/** RAISE on the default experiment does not prepare: its preparation comes with the lab. */
import { expect, test, type Page } from '@playwright/test';
import { shippedPreparation } from '#lab/run/readyPreparation.ts';
import { linkedExperiment, pickPolicy, runToStep, storedRuns } from './lab.ts';

const title = 'Chooses examples';
const preparedIn = (page: Page, runId: string) =>
	page.evaluate(
		async (id) =>
			(await window.skillet!.client['run.events']({ runId: id })).filter(
				({ type }) => type === 'prepared',
			),
		runId,
	);

test(
	'the preparation of the lab is used, is said, and can be made again',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/');
		await page.evaluate(() => window.skillet!.ready);
		await pickPolicy(page, title);
		const measured = shippedPreparation.measured.toLocaleString('en');
		await expect(
			page.getByText(`Prepared before: 12,000 updates and ${measured} measured examples.`),
		).toBeVisible();
		await runToStep(page, 2);
		const { policy } = await linkedExperiment(page);
		expect(policy[0].artefact).toBe(shippedPreparation.sha256);
		const [{ id }] = await storedRuns(page);
		expect(await preparedIn(page, id)).toMatchObject([
			{ artefact: shippedPreparation.sha256, updates: 0 },
		]);
		// Another setting needs a preparation of its own, and the old one brings this one back.
		const episodes = page.getByRole('spinbutton', { name: 'Roll-outs K' });
		await episodes.fill('39');
		await episodes.press('Enter');
		await expect(page.getByText(/^It prepares first: /)).toBeVisible();
		await episodes.fill('40');
		await episodes.press('Enter');
		await page.getByRole('button', { name: 'Prepare again here' }).click();
		await expect(page.getByText(/^It prepares first: 12,000 updates/)).toBeVisible();
	},
);
