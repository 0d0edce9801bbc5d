/** Simple, the depth of a first visit: what it shows, where it stands, and the way to Lab. */
import { expect, test, type Page } from '@playwright/test';
import { encodeLink } from '#lab/run/link.ts';
import { bar, button, experimentOfLink, skillRows, standing } from './lab.ts';

/** A browser that has never been here. */
const firstVisit = { cookies: [], origins: [] };
test.use({ storageState: firstVisit, viewport: { width: 1366, height: 768 } });

const depth = (page: Page, name: 'Simple' | 'Lab') =>
	page.getByRole('group', { name: 'Depth of the page' }).getByLabel(name, { exact: true });
const drawing = (page: Page) => page.locator('.drawing');
const top = (page: Page) => drawing(page).evaluate((node) => node.getBoundingClientRect().top);

/** What a visitor sees on the screen: controls outside the drawing, and words with a letter. */
const countShown = (page: Page) =>
	page.evaluate(() => {
		const isSeen = (element: Element) => {
			const { width, height, top } = element.getBoundingClientRect();
			return (
				width > 2 &&
				height > 2 &&
				top < innerHeight &&
				element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
			);
		};
		// A choice of several counts once, as it is one stop of the Tab key.
		const stops = 'button, a[href], input:not([type=radio]), select, textarea, fieldset';
		const controls = [...document.querySelectorAll(stops)].filter(
			(element) => isSeen(element) && !element.closest('.drawing'),
		);
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		let words = 0;
		for (let node = walker.nextNode(); node; node = walker.nextNode())
			if (node.parentElement && isSeen(node.parentElement))
				words += (node.textContent ?? '').split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
		return { controls: controls.length, words };
	});

test('a first visit is Simple: the drawing, Train and the mixes; Lab is remembered', async ({
	page,
}) => {
	await page.goto('/');
	await expect(skillRows(page)).toHaveCount(9);
	await expect(standing(page)).toHaveText('Nothing is trained yet.');
	await expect(bar(page).getByRole('button', { name: 'Chooses examples' })).toBeVisible();
	await expect(depth(page, 'Simple')).toBeChecked();
	expect(await top(page)).toBeLessThan(150);
	const shown = await countShown(page);
	expect(shown.controls).toBeLessThanOrEqual(20);
	// All of the drawing is in sight.
	await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBe(768);
	const more = page.getByRole('button', { name: 'More', exact: true });
	await more.click();
	await expect(page.getByRole('menuitem')).toContainText([
		'Class',
		'Runs',
		'Queue',
		'Studies',
		'Questions',
		'Skills…',
		'Settings…',
		'Models…',
		'Tables',
		'Keys and terms',
		'Dark page',
	]);
	await page.getByRole('menuitem', { name: 'Runs' }).click();
	await expect(page).toHaveTitle('Runs · Skillet');
	await page.getByRole('button', { name: 'Workbench' }).click();

	await depth(page, 'Lab').check({ force: true });
	await expect(page.getByRole('button', { name: 'Queue' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Mix over time' })).toBeVisible();
	await page.reload();
	await expect(depth(page, 'Lab')).toBeChecked();
	await depth(page, 'Simple').check({ force: true });
	await expect(page.getByRole('heading', { name: 'Mix over time' })).toHaveCount(0);
	await page.reload();
	await expect(depth(page, 'Simple')).toBeChecked();
});

test('the drawing stays where it is while a run starts, is switched, warns and ends', async ({
	page,
}) => {
	const experiment = await experimentOfLink(page, { steps: 12 });
	await page.goto(`/#${encodeLink(experiment, { view: { depth: 'simple' } })}`);
	await expect(bar(page).getByRole('button', { name: 'Chooses examples' })).toBeVisible();
	const before = await top(page);
	await bar(page).getByLabel('full').check({ force: true });
	await button(page, '▶ Train').click();
	await expect(button(page, '▶ Train again')).toBeVisible();
	expect(await top(page)).toBe(before);
	// A notice lies over the line.
	await page.evaluate(() => (location.hash = '#3.broken'));
	await expect(page.getByRole('alert')).toContainText('The link cannot be opened');
	expect(await top(page)).toBe(before);
	await page.getByRole('region', { name: 'Notices' }).getByRole('button').last().click();
	await expect(page.getByRole('alert')).toHaveCount(0);
	await button(page, 'Reset').click();
	await button(page, 'Follows what is hard').click();
	await expect(page.getByRole('region', { name: 'What happens' })).toContainText('MoS');
	expect(await top(page)).toBe(before);
});

test('a link with settings of its own opens Lab, and one that names its depth opens that', async ({
	page,
}) => {
	const experiment = await experimentOfLink(page, { steps: 12 });
	await page.goto(`/#${encodeLink(experiment)}`);
	await expect(depth(page, 'Lab')).toBeChecked();
	// The address names it, so a reload shows the same page; a plain visit is still Simple.
	await page.reload();
	await expect(depth(page, 'Lab')).toBeChecked();
	await page.goto('about:blank');
	await page.goto('/');
	await expect(depth(page, 'Simple')).toBeChecked();
	await page.goto('about:blank');
	await page.goto(`/#${encodeLink(experiment, { view: { depth: 'simple' } })}`);
	await expect(depth(page, 'Simple')).toBeChecked();
});
