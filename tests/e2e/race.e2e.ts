/** A race by mouse and keyboard: lanes, switch, drop, reload, result, link, study. */
import { expect, test, type Page } from '@playwright/test';
import { readLink } from '#lab/run/link.ts';
import { openExperiment, storedRuns } from './lab.ts';

const controls = (page: Page) => page.getByRole('group', { name: 'Race controls' });
const lane = (page: Page, name: string) => page.getByRole('article', { name });
const openRace = async (page: Page, steps: number) => {
	await openExperiment(page, {
		steps,
		evaluation: { every: 8, examples: 2, finalExamples: 4, samples: 1 },
	});
	await page.getByRole('button', { name: 'Race', exact: true }).click();
};
/** Two lanes are there at first, and MoS is offered as the third. */
const addMos = (page: Page) =>
	controls(page).getByRole('button', { name: 'Add “Follows what is hard (MoS)”' }).click();
/** The value of a lane in the words of the chart of training losses. */
const lossOf = async (page: Page, policy: string): Promise<number> => {
	const chart = page.getByRole('img', { name: /^Training loss \(/ });
	if (!(await chart.isVisible())) await page.getByText('Training loss (', { exact: false }).click();
	const label = (await chart.getAttribute('aria-label')) ?? '';
	return Number(new RegExp(`${policy} ([\\d.]+)`).exec(label)?.[1]);
};
async function choosePolicy(page: Page, lane: number, title: string): Promise<void> {
	await page.getByRole('combobox', { name: new RegExp(`^Policy of lane ${lane}: `) }).click();
	await page.getByRole('option', { name: new RegExp(`^${title}(?!,)`) }).click();
}

test('pause, switch a lane, drop another, and continue after a reload', async ({ page }) => {
	// A key that is pressed before the screen has loaded acts on the race.
	await page.route(/racePage.*js/, async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await route.continue();
	});
	await openRace(page, 1000);
	// Each lane shows its mix before the start.
	const lanes = page.getByRole('article', { name: /^Lane / });
	await expect(lanes).toHaveCount(2);
	await expect(lanes.locator('canvas')).toHaveCount(2);
	await addMos(page);
	await page.keyboard.press('Space');
	// After the evaluation at step 8 the lanes have places.
	await expect(controls(page)).toContainText(/Step (?:9|\d\d)/);
	await page.keyboard.press('Space');
	await expect(controls(page).getByRole('button', { name: '▶ Continue' })).toBeVisible();
	// The curves move at every step, and each line has its name at its end.
	expect(await lossOf(page, 'Equal shares')).toBeGreaterThan(0);
	const losses = page.getByRole('region', { name: 'Training loss' });
	for (const name of ['Equal shares', 'By size', 'Follows what is hard'])
		await expect(losses.locator('svg text', { hasText: name })).toBeVisible();
	await choosePolicy(page, 1, 'Lifts small skills');
	await expect(lane(page, 'Lane 1: Equal shares → Lifts small skills (temperature)')).toContainText(
		/Lifts small skills from step/,
	);
	await page.getByRole('button', { name: 'Drop Follows what is hard (MoS)' }).first().click();
	await expect(lane(page, 'Lane 3: Follows what is hard (MoS)')).toContainText('Dropped at step');
	await expect(lane(page, 'Lane 1: Equal shares').locator('.rank')).toHaveText(/\d/);
	await expect(lane(page, 'Lane 3: Follows what is hard (MoS)').locator('.rank')).toHaveText('');
	const before = await storedRuns(page);

	await page.reload();
	await expect(lane(page, 'Lane 3: Follows what is hard (MoS)')).toContainText('Dropped at step');
	await expect(lane(page, 'Lane 1: Equal shares → Lifts small skills (temperature)')).toBeVisible();
	await controls(page).getByRole('button', { name: '▶ Continue' }).click();
	const [{ step }] = before;
	await expect
		.poll(async () =>
			Math.min(
				...(await storedRuns(page)).filter(({ end }) => end === 'running').map((run) => run.step),
			),
		)
		.toBeGreaterThan(step);
	await controls(page).getByRole('button', { name: 'Reset' }).click();
	await expect(controls(page).getByRole('button', { name: '▶ Start' })).toBeEnabled();
	expect((await storedRuns(page)).map(({ id }) => id).sort()).toEqual(
		before.map(({ id }) => id).sort(),
	);
});

test(
	'a race of three ends with a sentence, has a link, and becomes a study',
	{ tag: '@long' },
	async ({ page }) => {
		await openRace(page, 24);
		// The workbench's test of the base model is the first point of every lane.
		await expect(lane(page, 'Lane 1: Equal shares')).toContainText(/Average\s*\d+\s%/);
		await expect(controls(page).getByRole('group', { name: 'Speed' })).toBeVisible();
		await addMos(page);
		await choosePolicy(page, 2, 'Fixed');
		await controls(page).getByRole('button', { name: '▶ Start' }).press('Enter');
		await lane(page, 'Lane 2: Fixed').getByRole('combobox').focus();
		await expect(page.getByText(/on this seed/)).toBeVisible();
		// The list of policies has gone: who works by keys stays at the lane.
		await expect(lane(page, 'Lane 2: Fixed')).toBeFocused();
		const hash = await page.evaluate(() => window.location.hash);
		expect(readLink(hash).race?.map(([{ id }]) => id)).toEqual(['fixed', 'mos']);

		await page.reload();
		await expect(page.getByText(/on this seed/)).toBeVisible();
		await page.getByRole('button', { name: 'Keep as a study' }).press('Enter');
		await expect(
			page.getByRole('heading', {
				name: /^Race: Equal shares, Fixed.*, and Follows what is hard \(MoS\) \(1 seed\)/,
			}),
		).toBeVisible();
		// Who works by keys reads on in the place that has opened.
		await expect(page.getByRole('main', { name: 'Studies' })).toBeFocused();
		expect(await storedRuns(page)).toHaveLength(3);
	},
);
