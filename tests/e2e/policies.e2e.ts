/** Policies: chosen with a preset, watched while they think, switched and switched back, replayed; examples that are picked. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Experiment } from '#experiment/experiment.ts';
import { button, openExperiment, pickPolicy, runToStep, smallExperiment, standing } from './lab.ts';

const evaluation = { every: 20, examples: 2, finalExamples: 2, samples: 0 };
const why = (page: Page): Locator => page.getByRole('region', { name: 'Why', exact: true });
const chosen = (page: Page, label: string): Locator =>
	page.getByRole('combobox', { name: new RegExp(`^${label}: `) });
async function choose(page: Page, label: string, option: string): Promise<void> {
	await chosen(page, label).click();
	await page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
}

test('MoS with a preset: what it says, sees and follows; switched away and back, and every chart is marked', async ({
	page,
}) => {
	await openExperiment(page, { steps: 60, evaluation });
	await pickPolicy(page, 'MoS A small');
	await expect(chosen(page, 'Preset')).toHaveAccessibleName('Preset: Lab');
	await choose(page, 'Preset', 'Paper');
	await page.getByText(/^All settings/).click();
	await expect(page.getByRole('spinbutton', { name: 'Steps between updates' })).toHaveValue('100');
	await page.getByRole('spinbutton', { name: 'Steps between updates' }).fill('50');
	await page.keyboard.press('Tab');
	await expect(chosen(page, 'Preset')).toHaveAccessibleName('Preset: your own');
	await choose(page, 'Preset', 'Lab');
	await expect(page.getByRole('spinbutton', { name: 'Steps between updates' })).toHaveValue('10');

	await runToStep(page, 40);
	await expect(why(page).getByRole('columnheader', { name: 'Reward' })).toBeVisible();
	await expect(
		why(page).getByRole('img', { name: /^Share of the mix over the steps\./ }),
	).toBeVisible();
	await expect(
		why(page)
			.getByRole('region', { name: 'Cosine between skills' })
			.getByRole('cell', { name: '1.0' }),
	).toHaveCount(2);
	await expect(
		page.getByRole('group', { name: 'Run', exact: true }).getByText(/probes \d+ %/),
	).toBeVisible();

	await why(page)
		.getByText(/^Earlier/)
		.click();
	const first = why(page).getByRole('listitem').last().getByRole('button');
	await first.click();
	await expect(why(page).getByText(/^As of step \d+:/)).toBeVisible();
	await first.click();
	await expect(why(page).getByText(/^As of step/)).toHaveCount(0);

	await pickPolicy(page, 'Uniform');
	await runToStep(page, 44);
	await pickPolicy(page, 'MoS A small');
	await runToStep(page, 50);
	for (const mark of ['Step 40: Uniform', 'Step 44: MoS'])
		await expect(page.getByRole('button', { name: mark })).toBeVisible();
	const charts = page.locator('.chart[role="img"]');
	await expect(charts).toHaveCount(6);
	for (const chart of await charts.all())
		await expect(chart).toHaveAccessibleName(/The policy is switched at step 40 and 44\.$/);
});

test('by keyboard: settings unfolded, a sentence of the log chosen, figures as a table', async ({
	page,
}) => {
	await openExperiment(page, { steps: 60, evaluation });
	await pickPolicy(page, 'MoS A small');
	await runToStep(page, 22);
	const settings = page.locator('summary', { hasText: 'All settings' });
	await settings.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('spinbutton', { name: 'Steps between updates' })).toBeVisible();
	await why(page).locator('summary', { hasText: 'Earlier' }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(why(page).getByText(/^As of step \d+:/)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(why(page).getByText(/^As of step/)).toHaveCount(0);
	await page.keyboard.press('t');
	await expect(
		why(page).getByRole('region', { name: 'Share of the mix over the steps' }).getByRole('row'),
	).not.toHaveCount(0);
});

test('a run’s average mix is replayed as fixed shares, with the run behind it', async ({
	page,
}) => {
	await openExperiment(page, { steps: 24, evaluation });
	await pickPolicy(page, 'Proportional');
	await button(page, '▶ Train').click();
	await expect(standing(page)).toHaveText('Finished: 24 steps.');
	await page.getByRole('button', { name: 'Runs', exact: true }).click();
	await page.getByRole('button', { name: 'Replay its average mix' }).click();
	await expect(chosen(page, 'Policy')).toHaveAccessibleName('Policy: Replay of an average mix');
	await expect(page.getByText(/^other run: Proportional, seed/)).toBeAttached();
	await expect(standing(page)).toHaveText('Nothing is trained yet.');
});

/** Half of add's answers wrong, and few rows: what is picked comes again. */
async function openNoisy(page: Page): Promise<void> {
	await page.goto('/');
	const small = await smallExperiment(page, { steps: 24, evaluation });
	const noise = { wrongShare: 0.5, duplicates: 0, rows: 40 };
	const experiment: Experiment = {
		...small,
		skills: small.skills.map((skill) => (skill.id === 'add' ? { ...skill, noise } : skill)),
	};
	const fragment = await page.evaluate(async (json) => {
		const { client } = window.skillet!;
		const pinned = await client['experiment.pin']({ experiment: JSON.parse(json) as Experiment });
		return client['link.encode']({ experiment: pinned });
	}, JSON.stringify(experiment));
	await page.goto(`/#${fragment.replace(/^#/, '')}`);
}

test('picked examples: how many are wrong, how often each came, and the example itself', async ({
	page,
}) => {
	await openNoisy(page);
	await pickPolicy(page, 'Random examples');
	await runToStep(page, 20);
	await why(page).getByRole('button', { name: 'Picks' }).click();
	await expect(
		why(page).getByText(/^80 picks of \d+ different examples, out of \d+\.$/),
	).toBeVisible();
	await expect(why(page).getByText(/^\d+ % of what was trained on$/)).toBeVisible();
	const rows = why(page).getByRole('button', { name: /^Show example/ });
	await why(page).getByRole('button', { name: 'answer', exact: true }).click();
	await expect(why(page).getByRole('columnheader', { name: /^answer/ })).toHaveAttribute(
		'aria-sort',
		'descending',
	);
	await rows.first().click();
	const example = why(page).getByRole('cell', { name: /^add \d+\+\d+= \d+ wrong on purpose$/ });
	await expect(example).toBeVisible();
});
