/** Neither violations that axe knows nor small text in the page's places, dialogs and states. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { button, openExperiment, openTab, pickPolicy, smallExperiment, standing } from './lab.ts';

const isLong = process.env['SKILLET_SUITE'] === 'long';

/** Text of less than 12 px, and on a wide window of less than 14 px. */
const smallTexts = (page: Page) =>
	page.evaluate(() => {
		const least = innerWidth >= 1440 ? 14 : 12;
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found: string[] = [];
		for (let text = texts.nextNode(); text; text = texts.nextNode()) {
			// The browser draws tooltips in its own size.
			if (text.parentElement instanceof SVGTitleElement) continue;
			const size = parseFloat(getComputedStyle(text.parentElement!).fontSize);
			if (text.textContent?.trim() && size < least) found.push(`${size} px: ${text.textContent}`);
		}
		return found;
	});

/** Adds each violation to the test's failures, and goes on. */
async function check(page: Page, state: string): Promise<void> {
	// The other results would take most of the time on a page with many nodes.
	const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
	// No page has a frame of another origin, for which axe would open a page of its own.
	const { violations } = await axe.setLegacyMode().analyze();
	const found = violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
	);
	found.push(...(await smallTexts(page)));
	expect.soft(found, `${state} in ${page.viewportSize()?.width} px`).toEqual([]);
}

const head = (page: Page) => page.getByRole('navigation').first();
const goTo = (page: Page, name: string) =>
	head(page).getByRole('button', { name, exact: true }).click();

async function checkPlaces(page: Page): Promise<void> {
	const shown = head(page).locator('button[aria-pressed]');
	await shown.first().waitFor();
	const places = await shown.allInnerTexts();
	for (const name of places) {
		await goTo(page, name);
		await expect(page.locator('main[aria-label]')).toBeVisible();
		// The place replaces it, and axe would miss the one that it saw first.
		await expect(page.getByText(/^Loading: /)).toHaveCount(0);
		await check(page, name);
	}
	await goTo(page, places[0]);
}

async function checkDialogs(page: Page): Promise<void> {
	for (const opener of await page.getByRole('banner').locator('[aria-haspopup="dialog"]').all()) {
		await opener.click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toBeVisible();
		// Closed details have more fields.
		for (const more of await dialog.locator('summary').all()) await more.click();
		await check(page, await opener.innerText());
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
	}
}

/** Opens what `trigger` names, checks it and closes it. */
async function checkPopups(page: Page, trigger: string): Promise<void> {
	for (const opener of await page.locator(trigger).all()) {
		if (!(await opener.isVisible())) continue;
		await opener.click();
		await check(page, `${trigger}: ${await opener.getAttribute('aria-label')}`);
		await page.keyboard.press('Escape');
	}
}

test('the main places have no violation', async ({ page }) => {
	await page.goto('/');
	await page.evaluate(() => window.skillet!.ready);
	await checkPlaces(page);
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toBeVisible();
	await check(page, 'help');
});

for (const colorScheme of ['light', 'dark'] as const)
	for (const viewport of [
		{ width: 1440, height: 900 },
		{ width: 390, height: 844 },
	])
		test.describe(`${colorScheme}, ${viewport.width} px`, () => {
			test.skip(!isLong, 'long');
			test.use({ colorScheme, viewport });

			test('before the first step', async ({ page, context }) => {
				await openExperiment(page);
				await checkPlaces(page);
				await checkDialogs(page);
				await checkPopups(page, '[role="combobox"], button[aria-haspopup="menu"]');
				const depth = page.getByRole('group', { name: 'Depth of the page' });
				await depth.getByLabel('Simple', { exact: true }).check();
				await check(page, 'Simple');
				const wide = await page.evaluate(() => document.documentElement.scrollWidth);
				expect(wide).toBe(viewport.width);
				await depth.getByLabel('Lab', { exact: true }).check();
				const second = await context.newPage();
				await second.goto('/');
				await expect(second.getByRole('status').first()).toContainText('another tab');
				await check(second, 'another tab');
				await second.close();
				await page.evaluate(() => (location.hash = '#3.broken'));
				await expect(page.getByRole('alert')).toBeVisible();
				await check(page, 'a broken link');
			});

			test('after a run of each kind of policy', async ({ page }) => {
				await openExperiment(page, { steps: 12, checkpointEvery: 4 });
				for (const policy of [
					'Follows what is hard',
					'Serves one',
					'Random examples',
					'Fixed shares',
				]) {
					await pickPolicy(page, policy);
					await button(page, '▶ Train').click();
					await expect(standing(page)).toHaveText('Finished: 12 steps.');
					await openTab(page, 'Why');
					for (const part of await page.getByRole('tabpanel').locator('h2 button').all()) {
						await part.click();
						await check(page, `${policy}: ${await part.innerText()}`);
					}
				}
				await checkPopups(page, '.explain, button[aria-haspopup="menu"]');
				for (const key of ['1', 't']) {
					await page.keyboard.press(key);
					await check(page, `key ${key}`);
				}
				await page.keyboard.press('t');
				await checkPlaces(page);
				await goTo(page, 'Runs');
				await page.getByRole('button', { name: 'Tick all of these' }).click();
				await page.getByRole('button', { name: 'Compare the ticked' }).click();
				await check(page, 'compared runs');
			});

			test('a study, questions with answers, and a file', async ({ page }) => {
				const experiment = await openExperiment(page, { steps: 12 });
				await button(page, '▶ Train').click();
				await expect(standing(page)).toHaveText('Finished: 12 steps.');
				await goTo(page, 'Questions');
				await page.getByRole('button', { name: 'Answer now' }).click();
				await expect(page.getByRole('table').first()).toBeVisible();
				await check(page, 'a report of questions');
				await goTo(page, 'Compare');
				await page.getByRole('button', { name: 'New comparison' }).click();
				await check(page, 'a new comparison');
				await page.getByText('More', { exact: true }).last().click();
				await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2');
				await page.getByRole('radio', { name: 'in turns' }).check();
				await check(page, 'a new comparison with all fields');
				await page.getByRole('button', { name: '▶ Start' }).click();
				const done = page.getByRole('status').filter({ hasText: 'cells done' });
				await expect(done).toHaveText(/^4 of 4/);
				await check(page, 'a comparison');
				await goTo(page, 'Data');
				const rows = Array.from({ length: 60 }, (_, i) => `${i},${i + 1}`);
				const buffer = Buffer.from(['question,answer', ...rows].join('\n'));
				const data = page.getByRole('main', { name: 'Data' });
				await data
					.locator('input[type="file"]')
					.first()
					.setInputFiles({ name: 'next.csv', mimeType: 'text/csv', buffer });
				await expect(data.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
				await check(page, 'an import');
				const [skill] = experiment.skills;
				const missing = { ...skill, id: 'file:0', version: 0, sha256: '0'.repeat(64) };
				const skills = [missing, ...(await smallExperiment(page)).skills.slice(1)];
				await page.goto(`/#${encodeLink({ ...experiment, skills })}`);
				await page.reload();
				// It opens by itself, and the page behind it has no heading then.
				await expect(page.getByRole('dialog')).toBeVisible();
				await check(page, 'a missing file');
			});
		});
