/** A lesson from a file, played by its buttons, across a reload; a wrong file; a lesson's link. */
import { expect, test, type Page } from '@playwright/test';
import { readLink } from '#lab/run/link.ts';
import { bar, button, openTab, runToStep, standing, storedRuns } from './lab.ts';

/** Six steps of four examples. */
const lesson = `---
lesson: 1
title: Six steps
question: Do six steps teach anything?
minutes: 1
curve: exact('reversing')
seen: 'The loss began at {before} nats.'
experiment: {train: [reversing], watch: [stories], steps: 6, batch: 4, evaluate: 3}
---

## Read

A *short* run: <b>.

## Guess

\`\`\`step
ask: Will six steps teach reversing?
choices:
  - No: { op: <, value: 0.5 }
  - Yes: { op: '>=', value: 0.5 }
\`\`\`

## Train

\`\`\`step
train: end
keep:
  before: loss('reversing', 0)
\`\`\`

## Answer

The loss was {before} nats.

\`\`\`step
answer: true
\`\`\`

## More

Read on.
`;
const good = lesson.replace(': <b>.', '.');
const file = (text: string) => ({
	name: 'six.md',
	mimeType: 'text/markdown',
	buffer: Buffer.from(text),
});

test(
	'a lesson from a file is checked, played, kept over a reload, and shared as a link',
	{ tag: '@long' },
	async ({ page, context }) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.goto('/');
		await page.getByRole('navigation').getByRole('button', { name: 'Lessons' }).click();
		const picker = page.getByLabel('Open a lesson file…').and(page.locator('input'));
		await picker.setInputFiles(file(lesson));
		await expect(page.getByRole('main').getByRole('alert')).toContainText(
			'six.md, line 13: text: "<b>" has no place in a lesson.',
		);
		await picker.setInputFiles(file(good));

		const column = page.getByRole('region', { name: 'Six steps' });
		const current = column.locator('[aria-current="step"]');
		await current.getByRole('button', { name: 'Next' }).press('Enter');
		// The pressed button has gone: the keyboard goes on in the next step.
		await expect(current).toContainText('Guess');
		await expect(current).toBeFocused();
		await column.getByLabel('No', { exact: true }).check();
		await current.getByRole('button', { name: 'Next' }).press('Enter');
		await expect(page.getByText('Step 3 of 5: Train')).toBeAttached();
		await current.getByRole('button', { name: 'Do it for me' }).press('Enter');
		await expect(current).toContainText('Your run agrees with your guess: “No”.');
		await expect(current).toBeFocused();
		await expect(current).toContainText(/The loss was \d\.\d\d nats/);
		await page.reload();
		await expect(current).toContainText('Your run agrees with your guess: “No”.');
		await page.setViewportSize({ width: 390, height: 844 });
		await current.getByRole('button', { name: 'Next' }).evaluate((next: HTMLElement) => {
			scrollTo(0, document.body.scrollHeight);
			next.click();
		});
		await expect(current).toContainText('Read on.');
		await expect(current).toBeInViewport();
		await page.setViewportSize({ width: 1440, height: 900 });
		await current.getByRole('button', { name: 'Finish' }).click();
		await expect(column).toContainText('Done');
		const end = column.getByRole('listitem').filter({ hasText: 'What you saw' });
		await expect(end).toContainText(/The loss began at \d\.\d\d nats\./);
		await expect(end.getByRole('img')).toHaveAccessibleName(/You guessed from 0\s% to 50\s%/);
		await expect(end).toContainText('you guessed here');
		await end.getByRole('button', { name: 'Copy my result' }).click();
		await expect(end.getByRole('button', { name: 'Copied' })).toBeVisible();
		const result = await page.evaluate(() => navigator.clipboard.readText());
		await page.getByRole('button', { name: 'Class', exact: true }).click();
		const results = page.getByRole('main', { name: 'Class' });
		const lines = `Ann ${result}\nBen ${result}\nBen ${result}`;
		await results.getByRole('textbox', { name: /^One result a line/ }).fill(lines);
		await expect(results.getByRole('img', { name: /pupils/ })).toHaveAccessibleName(
			/^reverse letters: answers right: Equal shares: 2 pupils, 1 curve, \d+\s%\.$/,
		);
		await expect(results).toContainText('✓ No: 2');
		await expect(results).toContainText('Ben (line 3): A copy of line 2');
		await expect(results).toContainText('2 results are one curve');
		const transfer = await page.evaluateHandle((text) => {
			const files = new DataTransfer();
			files.items.add(new File([text], 'Cy.txt', { type: 'text/plain' }));
			return files;
		}, result);
		await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
		await expect(results).toContainText('3 results are one curve');
		const give = results.getByRole('group').filter({ hasText: 'Give a lesson' });
		if (!(await give.getByRole('textbox').isVisible())) await give.locator('summary').click();
		await results.getByRole('button', { name: 'Copy the link for the class' }).click();
		await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
		const link = await page.evaluate(() => navigator.clipboard.readText());
		const other = await context.newPage();
		await page.close();
		await other.goto(link);
		await expect(other.getByRole('region', { name: 'Six steps' })).toContainText('Step 1 of 5');
	},
);

test(
	'a step whose condition never comes true says so, and lets the visitor go on',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/#lesson=example');
		await page.getByRole('button', { name: 'Lessons', exact: true }).click();
		const waits = "until: { measure: exact, skill: reversing, op: '>', value: 2 }";
		const never = good.replace('train: end', `train: end\n${waits}`);
		const picker = page.getByLabel('Open a lesson file…').and(page.locator('input'));
		await picker.setInputFiles(file(never));
		const current = page.locator('[aria-current="step"]');
		await current.getByRole('button', { name: 'Next' }).click();
		await current.getByRole('button', { name: 'Continue without a guess' }).click();
		await current.getByRole('button', { name: 'Next' }).click();
		const goOn = current.getByRole('button', { name: 'Continue all the same' });
		await expect(goOn).toHaveCount(0);
		// The main button does the step.
		await button(page, '▶ Train').click();
		await expect(current).toContainText('has not happened: exact(reversing) > 2');
		await goOn.click();
		await expect(current).toContainText('Your run says: “No”.');
	},
);

test(
	'a lesson that is left during an action does not say that the next one is stuck',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/#lesson=mixing');
		const current = page.locator('[aria-current="step"]');
		await current.getByRole('button', { name: 'Do it for me' }).click();
		await expect(bar(page)).toContainText(/step [1-9]/);
		await page.evaluate(() => (window.location.hash = '#lesson=noise'));
		await expect(current).toContainText('1. Clean data');
		await expect(current.getByRole('button', { name: 'Do it for me' })).toBeEnabled();
		await expect(current).not.toContainText('has not happened');
	},
);

test(
	'a lesson begins anew although a run of its experiment is on the workbench',
	{ tag: '@long' },
	async ({ page }) => {
		await page.goto('/?backend=wasm');
		await runToStep(page, 2);
		await page.evaluate(() => (location.hash = '#lesson=forgetting'));
		await expect(page.getByRole('region', { name: /^Forgetting/ })).toBeVisible();
		await expect(bar(page)).toContainText('step 0 / 300');
		expect(await storedRuns(page)).toHaveLength(1);
	},
);

test('a step that is not reached has only its title, and a reload keeps the experiment', async ({
	page,
}) => {
	await page.goto('/?from=a-course#lesson=transfer');
	const column = page.getByRole('region', { name: 'Skills help and hurt' });
	const steps = column.getByRole('listitem');
	await expect(steps.nth(0)).toContainText(/47 - 3 = → \d/);
	for (const i of [1, 2, 3, 4]) {
		await expect(steps.nth(i).getByRole('heading')).toHaveCount(1);
		await expect(steps.nth(i).getByRole('paragraph')).toHaveCount(0);
	}
	const skills = () =>
		page.evaluate(async () => {
			const found = await window.skillet?.experiment();
			return found?.skills.map(({ id }) => id) ?? null;
		});
	const trained = ['addition', 'subtraction', 'stories'];
	await expect.poll(skills).toEqual(trained);
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	const code = page.getByRole('textbox', { name: 'Embed in a page', includeHidden: true });
	const [, fragment] = /"http[^?"]+\?embed#([^"]+)"/.exec(await code.inputValue())!;
	expect(readLink(fragment).view?.note).toBe(
		'Skills help and hurt: Does it matter which other skill a skill is trained beside?',
	);
	await page.keyboard.press('Escape');
	expect(new URL(page.url()).hash).toBe('#lesson=transfer');
	await page.reload();
	await expect(column).toBeVisible();
	await expect.poll(skills).toEqual(trained);
	await page.goto('about:blank');
	await page.goto('/');
	await expect(column).toBeVisible();
	await expect.poll(skills).toEqual(trained);
});

test(
	'by keys, a step leads to the mark where its reader forks',
	{ tag: '@long' },
	async ({ page }) => {
		const forks = good
			.replace('steps: 6, batch: 4, evaluate: 3', 'steps: 60, batch: 4, evaluate: 30')
			.replace('Read on.', '```step\nfork: {at: 50, to: proportional}\n```');
		await page.goto('/#lesson=example');
		await page.evaluate(() => window.skillet!.ready);
		await expect(page.getByRole('region', { name: 'Twice as long' })).toBeVisible();
		// The lesson says what to press.
		await expect(page.getByText('Press Train, and watch')).toHaveCount(0);
		const transfer = await page.evaluateHandle((text) => {
			const files = new DataTransfer();
			files.items.add(new File([text], 'forks.md', { type: 'text/markdown' }));
			return files;
		}, forks);
		await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
		const column = page.getByRole('region', { name: 'Six steps' });
		const current = column.locator('[aria-current="step"]');
		await current.getByRole('button', { name: 'Next' }).press('Enter');
		await current.getByRole('button', { name: 'Continue without a guess' }).press('Enter');
		await current.getByRole('button', { name: 'Next' }).press('Enter');
		await current.getByRole('button', { name: 'Do it for me' }).press('Enter');
		await expect(current).toContainText('Your run says: “No”.');
		await current.getByRole('button', { name: 'Next' }).press('Enter');
		await expect(current).toBeFocused();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await expect(current.getByRole('button', { name: 'Show me where' })).toBeFocused();
		await page.keyboard.press('Enter');
		const mark = page.getByRole('dialog', { name: 'Fork at step 50' });
		const policy = mark.getByRole('combobox', { name: /^Continue with: / });
		await expect(policy).toBeFocused();
		await policy.press('Enter');
		await page.keyboard.type('By size');
		await page.keyboard.press('Enter');
		await mark.getByRole('button', { name: 'Fork at step 50' }).press('Enter');
		await openTab(page, 'Lesson');
		await expect(column).toContainText('Done');
		await expect(standing(page)).toHaveText('Paused at step 50.');
	},
);

test('the drawing is above the step on a tablet or a phone, and beside it to present', async ({
	page,
}) => {
	const top = (selector: string) =>
		page.locator(selector).evaluate((node) => node.getBoundingClientRect().top);
	await page.setViewportSize({ width: 820, height: 1180 });
	await page.goto('/#lesson=forgetting');
	const current = page.locator('.lesson [aria-current="step"]');
	await expect(current).toBeInViewport();
	await expect(page.locator('[data-skill]').first()).toBeVisible();
	for (const [width, height] of [
		[820, 1180],
		[390, 844],
	]) {
		await page.setViewportSize({ width, height });
		await expect.poll(() => top('.drawing')).toBeLessThan(300);
		// Half of the window is the drawing's, and the step is in sight below it.
		await expect.poll(() => top('.lesson')).toBeGreaterThan(height / 2);
		await expect(current).toBeInViewport();
	}
	// Steps that are not reached are dots, whose names a screen reader has.
	const ahead = page.locator('.lesson li.ahead');
	await expect(ahead.first()).toHaveAccessibleName(/./);
	expect((await ahead.first().boundingBox())!.width).toBeLessThan(12);
});

/** Cells, buttons and sentences that the window cuts. */
const cutIn = (page: Page) =>
	page.evaluate(() => {
		const parts = document.querySelectorAll<HTMLElement>('[role=cell], button, .pill, h2, p, svg');
		const cut = [...parts].filter((part) => {
			if (part.closest('ol, .skip, .visually-hidden') || !part.checkVisibility()) return false;
			const { right, bottom } = part.getBoundingClientRect();
			return right > innerWidth + 1 || bottom > innerHeight + 1;
		});
		const { scrollWidth, scrollHeight } = document.documentElement;
		const scrolls = scrollWidth > innerWidth || scrollHeight > innerHeight;
		return [...cut.map((part) => part.textContent), ...(scrolls ? ['the page scrolls'] : [])];
	});

for (const [width, height] of [
	[1366, 768],
	[1920, 1080],
])
	test(`presented at ${width} × ${height}, all is in sight and the mix changes in a run`, async ({
		page,
	}) => {
		await page.setViewportSize({ width, height });
		await page.goto('/#lesson=forgetting');
		await expect(page.locator('.lesson [aria-current="step"]')).toBeInViewport();
		await page.getByRole('button', { name: 'Present', exact: true }).click();
		await expect(page.getByRole('button', { name: 'End presenting' })).toBeVisible();
		await expect.poll(() => cutIn(page)).toEqual([]);
		await page.getByRole('button', { name: 'Leave the lesson' }).click();
		await expect.poll(() => cutIn(page)).toEqual([]);
		await button(page, '▶ Train').click();
		await expect(bar(page)).toContainText(/step [1-9]/);
		await expect.poll(() => cutIn(page)).toEqual([]);
		await bar(page).getByRole('button', { name: 'Follows what is hard' }).click();
		await expect(
			bar(page).getByRole('button', { name: 'Follows what is hard', pressed: true }),
		).toBeVisible();
		const slider = page.getByRole('slider', { name: 'Share of French' });
		const { x, y, height: high } = (await slider.boundingBox())!;
		const before = Number(await slider.getAttribute('aria-valuenow'));
		await page.mouse.move(x + 8, y + high / 2);
		await page.mouse.down();
		await page.mouse.move(x + 8, y + high / 2 - 20, { steps: 4 });
		const moved = Number(await slider.getAttribute('aria-valuenow')) - before;
		// Twenty enlarged pixels are fewer of the drawing's, of which 208 are the whole batch.
		const zoom = await page.locator('.page').evaluate((part) => part.currentCSSZoom);
		expect(zoom).toBeGreaterThan(1.1);
		expect(moved).toBeCloseTo((100 * 2 * 20) / zoom / 208, 0);
		await page.mouse.up();
		await expect(
			bar(page).getByRole('button', { name: 'Fixed shares', pressed: true }),
		).toBeVisible();
		expect(await storedRuns(page)).toHaveLength(1);
	});
