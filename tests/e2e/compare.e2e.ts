/** Comparisons: from two files, in turns, interrupted, resumed, longer, reported, saved, linked. */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { readLink } from '#lab/run/link.ts';
import { openExperiment, standing, storedRuns, button } from './lab.ts';

const cell = (page: Page, name: RegExp) => page.getByRole('button', { name });
const done = (page: Page) => page.getByRole('status').filter({ hasText: 'cells done' });
const lanes = (page: Page) => page.getByRole('article', { name: /^Lane / });
const openForm = async (page: Page) => {
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await page.getByRole('button', { name: 'New comparison' }).click();
};

async function download(page: Page, what: string): Promise<{ name: string; text: string }> {
	await page.getByRole('button', { name: 'Download' }).click();
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('menuitem', { name: what }).click(),
	]);
	return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('in turns: paused, reloaded, continued, and trained with more seeds', async ({ page }) => {
	await openExperiment(page, {
		steps: 120,
		checkpointEvery: 5,
		evaluation: { every: 8, examples: 2, finalExamples: 4, samples: 1 },
	});
	await openForm(page);
	await page.getByRole('radio', { name: '1 seed' }).check();
	await page.getByRole('radio', { name: 'in turns' }).check();
	await expect(page.getByText('2 cells, 240 steps in all')).toBeVisible();
	await page.getByRole('button', { name: '▶ Start' }).click();
	await expect(lanes(page)).toHaveCount(2);
	await expect(lanes(page).locator('canvas')).toHaveCount(2);
	// What wins a skill, and a curve for each lane with its name.
	await expect(page.getByText(/^Step (?:8|16|24|32): /)).toBeVisible();
	await expect(page.getByRole('img', { name: /^Average .* over the steps/ })).toBeVisible();
	await page.keyboard.press('Space');
	await expect(page.getByRole('button', { name: '▶ Continue' })).toBeVisible();
	const hash = await page.evaluate(() => window.location.hash);
	expect(readLink(hash).race?.map(([{ id }]) => id)).toEqual(['mos']);

	await page.reload();
	await expect(lanes(page).first()).toContainText('Average');
	await page.getByRole('button', { name: '▶ Continue' }).first().click();
	await expect(done(page)).toHaveText(/^2 of 2 cells done/);
	await expect(page.getByText(/on this seed/).first()).toBeVisible();
	await page.getByRole('button', { name: 'Train 2 more seeds' }).click();
	await expect(done(page)).toHaveText(/^\d of 6 cells done/);
});

test('two files and MoS against equal shares: at most eight clicks', async ({ page }) => {
	await openExperiment(page, { steps: 40 });
	let clicks = 0;
	const click = async (name: string, role: 'button' | 'radio' = 'button') => {
		clicks++;
		await page.getByRole(role, { name, exact: true }).first().click();
	};
	const file = (name: string) => ({
		name: `${name}.jsonl`,
		mimeType: 'application/jsonl',
		buffer: Buffer.from(
			Array.from(
				{ length: 80 },
				(_, i) => `${JSON.stringify({ prompt: `${name} ${i}?`, answer: `${i % 7}` })}\n`,
			).join(''),
		),
	});
	await click('Data');
	clicks++;
	const data = page.getByRole('main', { name: 'Data' });
	const files = [file('clocks'), file('coins')];
	await data.locator('input[type="file"]').first().setInputFiles(files);
	await click('Import all 2 that are ready');
	await click('Train on these 2 alone');
	await click('Compare');
	await click('New comparison');
	await click('▶ Start');
	await expect(
		page.getByRole('heading', { level: 2, name: /Equal shares and .*MoS/ }),
	).toBeVisible();
	await expect(page.getByRole('button', { name: '❙❙ Pause' })).toBeVisible();
	expect(clicks).toBeLessThanOrEqual(8);
});

test('one after another: three seeds are interrupted, resumed, reported and saved', async ({
	page,
}) => {
	await openExperiment(page, { steps: 24, checkpointEvery: 5 });
	await page.getByRole('button', { name: 'Compare', exact: true }).click();
	await page.getByRole('button', { name: /^Does any policy beat equal shares/ }).click();
	await expect(
		page.getByRole('heading', { name: 'Comparisons that the study names' }),
	).toBeVisible();
	await page.getByRole('button', { name: /^By size, skillet-base, seed 11: / }).click();
	await expect(cell(page, /^Open on the workbench/)).toBeEnabled();
	expect((await download(page, 'Tables as Markdown')).text).toContain('## Differences');
	await cell(page, /^Back to the shelf/).click();
	await page.getByRole('button', { name: 'New comparison' }).click();
	await page.getByText('More', { exact: true }).last().click();
	await page.getByLabel('Title').fill('Two policies');
	await expect(page.getByText('6 cells, 144 steps in all')).toBeVisible();
	const shares = page.getByRole('textbox', { name: 'Shares of the domain, %' });
	await shares.fill('x');
	await expect(page.getByRole('alert')).toContainText('domainShares');
	await shares.fill('');

	await page.getByRole('button', { name: '▶ Start' }).click();
	// Its first cell has begun.
	await expect(cell(page, /^Equal shares, seed 1: (?:training )?[\d.]+/)).toBeVisible();
	await page.reload();
	await page.getByRole('button', { name: '▶ Continue' }).first().click();
	await expect(done(page)).toHaveText(/^6 of 6 cells done/);
	// The runs of the cells are deleted, but their results are stored.
	await expect.poll(() => storedRuns(page)).toEqual([]);
	await expect(page.getByRole('heading', { name: 'Scores' })).toBeVisible();
	const csv = await download(page, 'Every cell and skill as CSV');
	expect(csv.name).toBe('two-policies-results.csv');
	expect(csv.text.trim().split('\r\n')).toHaveLength(1 + 6 * 3);

	// The workbench repeats the result of a cell.
	const chosen = cell(page, /^Equal shares, seed 2: [\d.]+$/);
	const [, shown] = /: ([\d.]+)$/.exec((await chosen.getAttribute('aria-label')) ?? '') ?? [];
	await chosen.click();
	await page.getByRole('button', { name: 'Open on the workbench' }).click();
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText('Finished: 24 steps.');
	const average = await page.evaluate(async () => {
		const { client } = window.skillet!;
		const [run] = await client['run.list']();
		const events = await client['run.events']({ runId: run.id });
		const last = events.findLast((event) => event.type === 'evaluation');
		return last?.averageExact ?? NaN;
	});
	expect((100 * average).toFixed(1)).toBe(shown);
});
