/**
 * A teacher gives a lesson to pupils over plain http from another machine, each with another seed,
 * and pastes their results into Class: on the screen, on a projector, and on paper.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { Collector } from '../../scripts/lib/Collector.ts';
import { locateBrowser, testBrowserArgs } from '../../scripts/lib/browser.ts';
import { siteFolder } from '../../scripts/lib/build.ts';
import { serve } from '../../scripts/lib/serve.ts';

const browserPath = locateBrowser();
const site = `http://class.test:${process.env['SKILLET_E2E_PORT']}`;
/** What a browser keeps of earlier visits. */
const visited = (values: Readonly<Record<string, string>>) => ({
	cookies: [],
	origins: [
		{
			origin: site,
			localStorage: Object.entries(values).map(([name, value]) => ({
				name: `skillet.${name}`,
				value,
			})),
		},
	],
});
// The teacher has Class in the head of the page; pupils have the page of a first visit.
test.use({
	storageState: visited({ depth: 'lab' }),
	launchOptions: {
		args: [...testBrowserArgs(), '--host-resolver-rules=MAP class.test 127.0.0.1'],
		...(browserPath && { executablePath: browserPath.path }),
	},
	baseURL: `${site}/`,
});

/** Two runs of six steps of four examples. */
const lesson = `---
lesson: 1
title: Two mixes
question: Which mix knows fewer capitals?
minutes: 1
curve: loss('capitals')
seen: 'It was {first} nats, then {second}.'
transfer: {ask: What makes it worse at a skill?, choices: [Bad luck, Less practice], right: 2}
experiment: {train: [capitals, french], steps: 6, batch: 4, evaluate: 3}
---

## First run

\`\`\`step
train: end
keep:
  first: loss('capitals')
\`\`\`

## Guess

\`\`\`step
ask: How will the second mix end?
choices:
  - With less loss: { op: <, value: first }
  - With more loss: { op: '>=', value: first }
\`\`\`

## Second run

\`\`\`step
experiment: {train: [capitals, french], steps: 6, batch: 4, evaluate: 3, policy: proportional}
train: end
keep:
  second: loss('capitals')
\`\`\`

## Answer

\`\`\`step
answer: true
\`\`\`
`;

const classOf = (page: Page) => page.getByRole('main', { name: 'Class' });

/** Opens the lesson as the teacher's own. The link is for pupils. */
async function giveLesson(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Lessons', exact: true }).click();
	await page
		.getByLabel('Open a lesson file…')
		.and(page.locator('input'))
		.setInputFiles({ name: 'two.md', mimeType: 'text/markdown', buffer: Buffer.from(lesson) });
	// A pupil's column has no button for teachers.
	const column = page.getByRole('region', { name: 'Two mixes' });
	await expect(column).toBeVisible();
	await expect(column.getByRole('button', { name: /class/ })).toHaveCount(0);
	return linkFor(page, 'Two mixes');
}

/** The link of a lesson, from Class. The open lesson is chosen there already. */
async function linkFor(page: Page, title: string): Promise<string> {
	await page.evaluate(() => void (window.location.hash = '#class'));
	const results = classOf(page);
	await expect(results.getByRole('combobox', { name: `Lesson: ${title}` })).toBeVisible();
	const link = await results.getByRole('textbox', { name: 'Link for the class' }).inputValue();
	await results.getByText('Give a lesson', { exact: true }).click();
	return link;
}

/** Plays a lesson of two runs to its end, with this guess. */
async function play(page: Page, link: string, guess: number): Promise<void> {
	await page.goto(link);
	const current = page.locator('[aria-current="step"]');
	const transfer = page.getByRole('group', { name: 'What makes it worse at a skill?' });
	await current.getByRole('button', { name: 'Do it for me' }).waitFor();
	const hasTransfer = await transfer.isVisible();
	if (hasTransfer) await transfer.getByRole('radio', { name: 'Bad luck' }).check();
	await current.getByRole('button', { name: 'Do it for me' }).click();
	// The question before the lesson has radios too, in the step before.
	await current.getByRole('button', { name: 'Continue without a guess' }).waitFor();
	await current.getByRole('radio').nth(guess).check();
	await current.getByRole('button', { name: 'Next' }).click();
	await current.getByRole('button', { name: 'Do it for me' }).click();
	await expect(current).toContainText('Your run');
	await current.getByRole('button', { name: 'Finish' }).click();
	await expect(page.getByRole('heading', { name: 'What you saw' })).toBeVisible();
	if (hasTransfer) await transfer.getByRole('radio', { name: 'Less practice' }).check();
}

/** The pupils play at the same time; one after another, each sends the line that is copied. */
async function collect(teacher: Page, browser: Browser, link: string, guesses: readonly number[]) {
	expect(new URL(link).origin).toBe(site);
	const pupils = await Promise.all(
		guesses.map(async (guess) => {
			const storageState = visited({ speed: 'full' });
			const context = await browser.newContext({ storageState, serviceWorkers: 'block' });
			const page = await context.newPage();
			await play(page, link, guess);
			return page;
		}),
	);
	await teacher.getByRole('button', { name: 'Class', exact: true }).click();
	const results = classOf(teacher)
		.getByRole('group')
		.filter({ has: teacher.getByText(/^One result a line/) });
	for (const [i, page] of pupils.entries()) {
		await page.bringToFront();
		await page.getByRole('button', { name: 'Copy my result' }).click();
		await expect(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
		await page.context().close();
		await teacher.bringToFront();
		// A paste folds the lines away.
		if (i > 0) await results.getByText(/^\d+ results?$/).click();
		await classOf(teacher).getByRole('textbox').press('ControlOrMeta+End');
		await teacher.keyboard.press('ControlOrMeta+V');
		await expect(results.getByText(i === 0 ? '1 result' : `${i + 1} results`)).toBeVisible();
		await expect(classOf(teacher).getByRole('textbox')).toBeHidden();
	}
}

test(
	'two pupils answer a teacher’s own lesson, and Class shows its picture',
	{ tag: '@long' },
	async ({ page, browser }) => {
		const errors: string[] = [];
		page.on('pageerror', ({ message }) => errors.push(message));
		await page.goto('/');
		const link = await giveLesson(page);
		await collect(page, browser, link, [0, 1]);

		const results = classOf(page);
		await expect(results.getByRole('heading', { name: 'Which mix knows' })).toBeVisible();
		await expect(results).toContainText('Two mixes · 2 pupils');
		// Each pupil has another seed, so no curve is that of two.
		await expect(results.getByRole('img')).toHaveAccessibleName(
			/^capitals: loss, in nats: Equal shares: 2 pupils, 2 curves, mean \d.*By size: 2 pupils, 2 curves, mean \d/,
		);
		await expect(results).toContainText('With less loss: 1');
		await expect(results).toContainText(/came true in [12] of 2 runs/);
		await expect(results).toContainText(/[012] of 2 guessed what their own run gave\./);
		await page.locator('body').click({ position: { x: 2, y: 2 } });
		await page.keyboard.press('p');
		await expect(page.getByRole('button', { name: 'End presenting' })).toBeVisible();
		await expect(results.getByRole('button')).toHaveCount(0);
		const inView = () =>
			results.evaluate((main) => main.getBoundingClientRect().bottom <= innerHeight + 1);
		expect(await inView()).toBe(true);
		await page.keyboard.press('Escape');
		await page.emulateMedia({ media: 'print' });
		await expect(results.getByRole('img')).toBeVisible();
		await expect(results.getByText('With less loss: 1')).toBeVisible();
		await expect(results.getByText('2 results')).toBeHidden();
		await expect(results.getByRole('button')).toHaveCount(0);
		expect(errors).toEqual([]);
	},
);

/** Of each pupil: the guess, the nickname and what else happens. */
const pupils = [
	{ guess: 0, name: 'Ada', phone: true },
	{ guess: 1, name: '', phone: true },
	{ guess: 1, name: 'Ben', reloads: true },
	{ guess: 0, name: 'Ada', sendsTwice: true },
	{ guess: 0, name: 'Zoë', sendsGarbage: true },
	{ guess: 1, name: '', floods: true },
	{ guess: 0, name: '' },
	{ guess: 1, name: 'Cy' },
];

/** What a pupil's own script could send instead of a result. */
const garbage = ['garbage', '{"line":"<b>"}', '[]', 'x'.repeat(100_000), '{"__proto__":{}}'];
const post = (page: Page, bodies: readonly string[]) =>
	page.evaluate(
		(texts) =>
			Promise.all(
				texts.map(async (body) => {
					const headers = { 'Content-Type': 'application/json' };
					return (await fetch('/class', { method: 'POST', headers, body })).status;
				}),
			),
		bodies,
	);

test('eight pupils send their results over http, and Class fills by itself', async ({
	page,
	browser,
}, { outputDir }) => {
	test.slow();
	const stored = path.join(outputDir, 'class.json');
	const unreported = (line: string) => {
		throw new Error(line);
	};
	let collector = new Collector(stored, unreported);
	let host = await serve(siteFolder, 21_000, { collector });
	const { port } = new URL(host.url);
	const address = `http://class.test:${port}`;
	await page.goto(`${address}/`);
	const link = await giveLesson(page);
	await page.goto(`${address}/c`);
	const results = classOf(page);
	await results.getByRole('textbox', { name: 'Code of the class' }).fill('WRONG');
	await results.getByRole('button', { name: 'Show what pupils send' }).click();
	await expect(results.getByRole('alert')).toContainText('The code is wrong.');
	await results.getByRole('textbox', { name: 'Code of the class' }).fill(collector.code);
	await results.getByRole('button', { name: 'Show what pupils send' }).click();
	await expect(results.getByText('0 results received')).toBeVisible();

	const send = async (person: (typeof pupils)[number]) => {
		const context = await browser.newContext({
			serviceWorkers: 'block',
			storageState: {
				cookies: [],
				origins: [{ origin: address, localStorage: [{ name: 'skillet.speed', value: 'full' }] }],
			},
			...(person.phone && {
				viewport: { width: 390, height: 844 },
				hasTouch: true,
				isMobile: true,
			}),
		});
		const pupil = await context.newPage();
		await play(pupil, link, person.guess);
		if (person.reloads) await pupil.reload();
		if (person.sendsGarbage)
			expect((await post(pupil, garbage)).every((status) => status >= 400)).toBe(true);
		if (person.floods)
			expect(await post(pupil, Array<string>(500).fill('{"line":"flood"}'))).toContain(429);
		for (let i = 0; i < (person.sendsTwice ? 2 : 1); i++) {
			await pupil.getByRole('textbox', { name: 'Nickname' }).fill(person.name);
			await pupil.getByRole('button', { name: 'Send to the class' }).click();
			await expect(pupil.getByText('Sent. Thank you!')).toBeVisible();
		}
		await context.close();
	};
	for (const [i, person] of pupils.entries()) {
		// The laptop is closed and opened: the code and what came are still there.
		if (i === 5) {
			await host.close();
			collector = new Collector(stored, unreported);
			host = await serve(siteFolder, Number(port), { collector, exact: true });
		}
		await send(person);
		// It arrives without a press.
		await expect(
			results.getByText(i === 0 ? '1 result received' : `${i + 1} results received`),
		).toBeVisible();
	}
	await expect(results).toContainText('Two mixes · 8 pupils');
	await expect(results).toContainText('With less loss: 4');
	// All eight answered the question wrongly before and rightly after.
	await expect(results).toContainText('Right before the lesson: 0 of 8; after it: 8.');
	await expect(results).toContainText(
		/The change is \+100 points, 95\s% interval from \+\d+ to \+100\./,
	);
	const answers = page.waitForEvent('download');
	await results.getByRole('button', { name: 'Save the answers as CSV' }).click();
	const csv = await readFile(await (await answers).path(), 'utf8');
	expect(csv.split('\r\n').slice(0, 2)).toEqual(['pupil,right_before,right_after', '1,0,1']);
	// The tab keeps the code.
	await page.reload();
	await page.goto(`${address}/c`);
	await expect(results.getByText('8 results received')).toBeVisible();
	const saved = page.waitForEvent('download');
	await results.getByRole('button', { name: 'Save all lines…' }).click();
	const text = await readFile(await (await saved).path(), 'utf8');
	expect(text.split('\n')).toHaveLength(8);
	expect(text.match(/^(Ada|Ben|Cy|Zoë)(?=: )/gm)?.toSorted()).toEqual([
		...['Ada', 'Ada', 'Ben', 'Cy', 'Zoë'],
	]);
	for (const viewport of [
		{ width: 1366, height: 768 },
		{ width: 1920, height: 1080 },
	]) {
		await page.setViewportSize(viewport);
		await page.locator('body').click({ position: { x: 2, y: 2 } });
		await page.keyboard.press('p');
		await expect(page.getByRole('button', { name: 'End presenting' })).toBeVisible();
		await expect(results).toContainText('Two mixes · 8 pupils');
		await expect(results).not.toContainText(/Ada|Ben|Cy|Zoë/);
		expect(
			await results.evaluate((main) => main.getBoundingClientRect().bottom <= innerHeight + 1),
		).toBe(true);
		await page.keyboard.press('Escape');
	}
	await results.getByRole('button', { name: 'Clear' }).click();
	await results.getByRole('button', { name: 'Clear' }).click();
	await expect(results.getByText('0 results received')).toBeVisible();
	await host.close();
});

test(
	'five pupils answer the first lesson, and Class shows both mixes with their intervals',
	{ tag: '@long' },
	async ({ page, browser }) => {
		await page.goto('/');
		const link = await linkFor(page, 'What is a mix?');
		expect(link).toMatch(/#lesson=mix&seeds=each$/);
		await collect(page, browser, link, [0, 1, 2, 2, 2]);
		const results = classOf(page);
		await expect(results.getByRole('img')).toHaveAccessibleName(
			/^capitals: answers right: capitals 50\s%, French 50\s%: 5 pupils, 5 curves, mean (?:9\d|100)\s%, 95\s% interval from .*capitals 5\s%, French 95\s%: 5 pupils, 5 curves, mean 1?\d\s%/,
		);
		await expect(results).toContainText('✓ Less than half as many: 3');
		await expect(results).toContainText('came true in 5 of 5 runs');
		await expect(results).toContainText('3 of 5 guessed what their own run gave.');
	},
);
