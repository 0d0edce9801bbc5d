/** Links with results, links that cut the page down, and runs as files, each opened elsewhere. */
import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { bar, button, openExperiment, openTab, standing, storedRuns } from './lab.ts';

const steps = 6;
const finished = `Finished: ${steps} steps.`;
const dialog = (page: Page) => page.getByRole('dialog');

async function train(page: Page): Promise<void> {
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText(finished);
}
async function openShare(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await expect(dialog(page).getByRole('heading', { name: 'Share', exact: true })).toBeVisible();
}
const address = (page: Page) => dialog(page).getByRole('textbox', { name: 'Link', exact: true });
async function elsewhere(browser: Browser, url: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await page.goto(url);
	return page;
}
/** An experiment of these journeys that takes seconds, with or without noise. */
const open = (page: Page, seed: number) =>
	openExperiment(page, {
		steps,
		seed,
		evaluation: { every: 6, examples: 2, finalExamples: 4, samples: 0 },
	});

test(
	'a link carries results, and the page compares a repetition with them bit for bit',
	{ tag: '@long' },
	async ({ page, browser }) => {
		await open(page, 3);
		await openShare(page);
		await expect(dialog(page)).toContainText('Results can go along when the run has finished.');
		await expect(dialog(page).getByRole('img', { name: 'QR code of the link' })).toBeVisible();
		await dialog(page).getByRole('button', { name: 'Close' }).click();
		await train(page);
		await openShare(page);
		const withResults = dialog(page).getByRole('checkbox', { name: /^With this run’s results/ });
		await expect(withResults).toBeChecked();
		const link = await address(page).inputValue();
		expect(link.length).toBeLessThanOrEqual(400);
		await expect(dialog(page).getByRole('img', { name: 'QR code of the link' })).toBeVisible();
		await withResults.uncheck();
		await expect
			.poll(async () => (await address(page).inputValue()).length)
			.toBeLessThan(link.length - 50);

		const other = await elsewhere(browser, link);
		await openTab(other, 'Why');
		await other.getByRole('button', { name: 'Results', exact: true }).click();
		const expected = other.getByRole('region', { name: 'As the link says' });
		await expect(expected).toContainText('Train to the end, and the two are compared.');
		await expect(
			other.locator('[data-skill] polyline[stroke-dasharray="1 4"]').first(),
		).toBeVisible();
		await train(other);
		await expect(other.getByText('✓ Same as the link says, bit for bit.')).toBeVisible();
		await expect(expected.getByRole('status')).toContainText('The same, bit for bit');
		// The expected results survive a reload, and another seed has none.
		await other.reload();
		await openTab(other, 'Why');
		await expect(expected.getByRole('status')).toContainText('The same, bit for bit');
		await other
			.getByRole('button', { name: /skills/ })
			.first()
			.click();
		await other.getByRole('menuitem', { name: 'The same with seed 4' }).click();
		await train(other);
		await openTab(other, 'Why');
		await other.getByRole('button', { name: 'Results', exact: true }).click();
		await expect(expected).toBeHidden();
		await expect(other.getByText('✗ Differs from the link')).toBeHidden();
		await other.context().close();
	},
);

test(
	'a link that cuts the page down says so, and one button undoes it',
	{ tag: '@long' },
	async ({ page, browser }) => {
		const note = 'Watch <img src=x onerror="document.title=1"> reverse.';
		const hide = ['mix', 'overTime', 'settings', 'pace'];
		const experiment = await open(page, 3);
		const link = `/#${encodeLink(experiment, { view: { hide, note } })}`;
		const lesson = await elsewhere(browser, new URL(link, page.url()).href);
		await expect(lesson.getByText(note)).toBeVisible();
		await expect(lesson.locator('aside img')).toHaveCount(0);
		await expect(lesson.getByRole('tab', { name: 'Mix', exact: true })).toHaveCount(0);
		await expect(lesson.getByRole('button', { name: 'Settings', exact: true })).toHaveCount(0);
		await expect(bar(lesson).getByRole('button', { name: 'Stop' })).toHaveCount(0);
		await train(lesson);
		await lesson.reload();
		await expect(lesson.getByRole('tab', { name: 'Mix', exact: true })).toHaveCount(0);
		await lesson.getByRole('button', { name: 'Show everything' }).click();
		await expect(lesson.getByRole('tab', { name: 'Mix', exact: true })).toBeVisible();
		await expect(lesson.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
		await lesson.context().close();
	},
);

test(
	'a whole run is saved and imported elsewhere, and half of a file is refused',
	{ tag: '@long' },
	async ({ page, browser }) => {
		await open(page, 3);
		await train(page);
		await openShare(page);
		await dialog(page)
			.getByRole('checkbox', { name: /^with its weights/ })
			.check();
		const download = page.waitForEvent('download');
		await dialog(page).getByRole('button', { name: 'Save the run…' }).click();
		const saved = await download;
		expect(saved.suggestedFilename()).toMatch(
			/^skillet-uniform-on-.*-seed-3-.*\.skillet\.json\.gz$/,
		);
		const buffer = await readFile(await saved.path());
		const [run] = await storedRuns(page);

		const other = await elsewhere(browser, '/');
		const give = async (content: Buffer) => {
			await openShare(other);
			const chooser = other.waitForEvent('filechooser');
			await dialog(other).getByRole('button', { name: 'Import a run…' }).click();
			await (
				await chooser
			).setFiles({ name: 'class.skillet.json.gz', mimeType: 'application/gzip', buffer: content });
		};
		await give(buffer.subarray(0, buffer.length / 2));
		await expect(other.getByRole('alert')).toContainText(
			'class.skillet.json.gz: its compressed content is damaged',
		);
		expect(await storedRuns(other)).toEqual([]);
		await dialog(other).getByRole('button', { name: 'Close' }).click();

		await give(buffer);
		const notice = other.getByText('class.skillet.json.gz is imported');
		await expect(notice).toBeVisible();
		const [{ id, experiment, end, step }] = await storedRuns(other);
		expect({ id, experiment, end, step }).toEqual({
			id: run.id,
			experiment: run.experiment,
			end: 'finished',
			step: steps,
		});
		await other
			.getByRole('region', { name: 'Notices' })
			.getByRole('button', { name: 'Open', exact: true })
			.click();
		await expect(standing(other)).toHaveText(finished);
		// The file has the weights, so the model answers.
		await openTab(other, 'Ask');
		await other.getByRole('button', { name: 'Ask', exact: true }).click();
		await expect(other.getByText(`Tuned, step ${steps}`)).toBeVisible();
		await other.context().close();
	},
);
