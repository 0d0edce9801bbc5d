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
const drawnAt = (page: Page) => drawing(page).evaluate((node) => node.getBoundingClientRect().top);

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
	expect(await drawnAt(page)).toBeLessThan(150);
	const shown = await countShown(page);
	expect(shown.controls).toBeLessThanOrEqual(20);
	expect(shown.words).toBeLessThanOrEqual(120);
	// The base model types one answer, and a screen reader has them all.
	await expect(drawing(page).getByText('→')).toHaveCount(1);
	await expect(drawing(page).getByText(/^To “.+” the model answers “.+”, which is /)).toHaveCount(
		9,
	);
	// All of the drawing is in sight.
	await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).toBe(768);
	const more = page.getByRole('button', { name: 'More', exact: true });
	await more.click();
	await expect(page.getByRole('menuitem')).toContainText([
		'Class',
		'Runs',
		'Questions',
		'Data',
		'Models',
		'Settings',
		'Tables',
		'Keys and terms',
	]);
	await page.getByRole('menuitem', { name: 'Runs' }).click();
	await expect(page).toHaveTitle('Runs · Skillet');
	await page.getByRole('button', { name: 'Workbench' }).click();
	await button(page, 'Ask…').click();
	await page.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(page.getByRole('dialog')).toContainText('Base');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Eight skills' }).click();
	await expect(page.getByRole('menuitem', { name: 'Eight skills again' })).toBeVisible();
	await page.keyboard.press('Escape');

	await depth(page, 'Lab').check();
	await expect(page.getByRole('button', { name: 'Runs' })).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Mix over time' })).toBeVisible();
	await page.reload();
	await expect(depth(page, 'Lab')).toBeChecked();
	await depth(page, 'Simple').check();
	await expect(page.getByRole('heading', { name: 'Mix over time' })).toHaveCount(0);
	await page.reload();
	await expect(depth(page, 'Simple')).toBeChecked();
});

/** Tops of the drawing in all frames since the page was opened. */
const watchTops = (page: Page) =>
	page.evaluate(() => {
		const tops: number[] = [];
		const note = () => {
			const top = document.querySelector('.drawing')?.getBoundingClientRect().top;
			if (top !== undefined && tops.at(-1) !== top) tops.push(top);
			requestAnimationFrame(note);
		};
		note();
		return Object.assign(window, { tops }).tops.length;
	});
const seenTops = (page: Page) =>
	page.evaluate(() => (window as unknown as { tops: number[] }).tops);

for (const [at, width] of [
	['simple', 1366],
	['simple', 820],
	['simple', 390],
	['lab', 1366],
] as const)
	test(
		`in ${at}, ${width} px, a run's start and end, a warning and a switch move nothing`,
		{ tag: width === 820 || at === 'lab' ? '@long' : [] },
		async ({ page }) => {
			await page.setViewportSize({ width, height: 844 });
			const experiment = await experimentOfLink(page, { steps: 12 });
			await page.goto(`/#${encodeLink(experiment, { view: { depth: at } })}`);
			await expect(button(page, '▶ Train')).toBeVisible();
			const policy = page.getByRole('group', { name: 'Policy', exact: true });
			await expect(policy.getByRole('button').last()).toBeVisible();
			const ready = page.locator('.page').getByText(/^A small language model learns/);
			await expect(ready).toBeVisible();
			const scores = page.locator('[data-skill] .figure b');
			await expect(scores.first()).toContainText('%');
			const tested = await scores.allTextContents();
			await watchTops(page);
			await bar(page).getByLabel('full').check();
			await button(page, '▶ Train').click();
			await expect(button(page, '▶ Train again')).toBeVisible();
			const line = page.getByRole('region', { name: 'What happens' });
			await expect(line).toContainText('After 12 steps');
			// A notice lies over the line.
			await page.evaluate(() => (location.hash = '#3.broken'));
			await expect(page.getByRole('alert')).toContainText('The link cannot be opened');
			// The error lies over the text, and not over the result.
			if (at === 'simple') {
				const number = page.locator('.progress b').last();
				const isSeen = (node: Element) => {
					const { x, y, width, height } = node.getBoundingClientRect();
					return node.contains(document.elementFromPoint(x + width / 2, y + height / 2));
				};
				expect(await number.evaluate(isSeen)).toBe(true);
			}
			await page.getByRole('region', { name: 'Notices' }).getByRole('button').last().click();
			await expect(page.getByRole('alert')).toHaveCount(0);
			await button(page, 'Reset').click();
			await expect(line).toContainText('A small language model learns');
			expect(await seenTops(page)).toHaveLength(1);
			// “Now” is the model before training; the run that has left is an outline.
			await expect(scores).toHaveText(tested);
			await expect(page.locator('[data-skill] .ghost')).toHaveCount(tested.length);
			await policy.getByRole('button', { name: 'Follows what is hard' }).click();
			await expect(line).toContainText('MoS');
			await expect(scores).toHaveText(tested);
			// Lab shows the settings of the policy, each as many as it has.
			if (at === 'simple') expect(await seenTops(page)).toHaveLength(1);
		},
	);

test('the end names gain and loss, the run before, and has one button @long', async ({ page }) => {
	await page.goto('/');
	await bar(page).getByLabel('full').check();
	await button(page, '▶ Train').click();
	const line = page.getByRole('region', { name: 'What happens' });
	await expect(line).toContainText(/Most gained: [^,]+, \+\d+ points \(\+\d+ to \+\d+\)\./);
	await expect(line).toContainText(/Most lost: stories, −\d+ points \(−\d+ to −\d+\)\./);
	const next = line.getByRole('button');
	await expect(next).toHaveText('Try another mix');
	await next.click();
	await expect(bar(page).getByRole('button', { name: 'Follows what is hard' })).toHaveAttribute(
		'aria-pressed',
		'true',
	);
	await button(page, '▶ Train').click();
	await expect(line).toContainText(/are right, the run before \d+\s%: (too close to call|[+−]\d+)/);
	await expect(next).toHaveText('Compare');
	// The policy’s warning is a half-sentence of the end.
	await expect(line).toContainText('where little was left to learn');
	await expect(page.locator('.notice')).toHaveCount(0);
	await next.click();
	await expect(page).toHaveTitle('Runs · Skillet');
});

/** How far the layout has shifted since the page began to load, as Chromium adds it up. */
const shift = (page: Page) => page.evaluate(() => (window as unknown as { shift: number }).shift);

for (const [at, width, height, tag] of [
	['simple', 1366, 768, ''],
	['lab', 1366, 768, ' @long'],
	['simple', 390, 844, ' @long'],
	['lab', 390, 844, ''],
] as const)
	test(`in ${at}, ${width} px, nothing moves while the page loads${tag}`, async ({ page }) => {
		await page.setViewportSize({ width, height });
		await page.addInitScript((depth) => {
			localStorage.setItem('skillet.depth', depth);
			const shifted = Object.assign(window, { shift: 0 });
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries())
					shifted.shift += (entry as unknown as { value: number }).value;
			}).observe({ type: 'layout-shift', buffered: true });
		}, at);
		await page.goto('/');
		// The base model is tested.
		await expect(skillRows(page).first().locator('.figure')).toContainText('%');
		expect(await shift(page)).toBeLessThan(0.02);
		// The same with a stored run.
		await button(page, '▶ Train').click();
		await expect(page.getByText(/^step [1-9]/).first()).toBeVisible();
		await button(page, '❙❙ Pause').click();
		await expect(button(page, '▶ Continue')).toBeVisible();
		await page.goto('about:blank');
		await page.goto('/');
		await expect(standing(page)).toHaveText(/^Paused at step /);
		expect(await shift(page)).toBeLessThan(0.02);
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
