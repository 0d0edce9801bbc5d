/** A study: written, trained, interrupted by a reload, resumed, its report read and saved. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { openExperiment, standing, storedRuns, button } from './lab.ts';

const cell = (page: Page, name: RegExp) => page.getByRole('button', { name });
const done = (page: Page) => page.getByRole('status').filter({ hasText: 'cells done' });

async function download(page: Page, what: string): Promise<{ name: string; text: string }> {
	await page.getByRole('button', { name: 'Download' }).click();
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name: what }).click(),
	]);
	return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('a study of two policies and two seeds is interrupted, resumed, reported and saved', async ({
	page,
}) => {
	await openExperiment(page, { steps: 40, checkpointEvery: 5 });
	await page.getByRole('button', { name: 'Studies', exact: true }).click();
	await page.getByRole('button', { name: /^Does any policy beat equal shares/ }).click();
	await expect(
		page.getByRole('heading', { name: 'Comparisons that the study names' }),
	).toBeVisible();
	await page.getByRole('button', { name: /^By size, skillet-base, seed 11: / }).click();
	await expect(cell(page, /^Open on the workbench/)).toBeEnabled();
	expect((await download(page, 'Tables as Markdown')).text).toContain('## Differences');
	await cell(page, /^Back to the shelf/).click();
	await page.getByRole('button', { name: 'New study' }).click();
	await page.getByLabel('Title').fill('Two policies');
	await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2');
	await expect(page.getByText('4 cells, 160 steps in all')).toBeVisible();
	await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2, x');
	await expect(page.getByRole('alert')).toContainText('seeds');
	await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2');
	await page.getByRole('button', { name: 'Make the study' }).click();

	await page.getByRole('button', { name: '▶ Start' }).click();
	// Its first cell has begun.
	await expect(cell(page, /^Equal shares, seed 1: (?:training )?[\d.]+/)).toBeVisible();
	await page.reload();
	await page.getByRole('button', { name: '▶ Continue' }).first().click();
	await expect(done(page)).toHaveText(/^4 of 4 cells done/);
	// The runs of the cells are deleted, but their results are stored.
	await expect.poll(() => storedRuns(page)).toEqual([]);
	await expect(page.getByRole('heading', { name: 'Scores' })).toBeVisible();
	const csv = await download(page, 'Every cell and skill as CSV');
	expect(csv.name).toBe('two-policies-results.csv');
	expect(csv.text.trim().split('\r\n')).toHaveLength(1 + 4 * 3);

	// The workbench repeats the result of a cell.
	const chosen = cell(page, /^Equal shares, seed 2: [\d.]+$/);
	const [, shown] = /: ([\d.]+)$/.exec((await chosen.getAttribute('aria-label')) ?? '') ?? [];
	await chosen.click();
	await page.getByRole('button', { name: 'Open on the workbench' }).click();
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText('Finished: 40 steps.');
	const average = await page.evaluate(async () => {
		const { client } = window.skillet!;
		const [run] = await client['run.list']();
		const events = await client['run.events']({ runId: run.id });
		const last = events.findLast((event) => event.type === 'evaluation');
		return last?.averageExact ?? NaN;
	});
	expect((100 * average).toFixed(1)).toBe(shown);
});
