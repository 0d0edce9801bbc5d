/**
 * A visitor's session in a full profile: 500 stored runs, a study of 200 cells and own skills of
 * 200 MB. For each part of it: how long it takes, how long the worker does not answer, and how long
 * the page is busy.
 */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { chromium, type Page } from 'playwright';
import { highest } from '../../src/engine/core/statistics.ts';
import { encodeLink } from '../../src/lab/run/link.ts';
import { labViewport, openLabOn } from '../../scripts/lib/headlessRun.ts';
import { fillProfile, storedRuns, studyCells, studyTitle } from '../page/openingCost.ts';
import { recordTasks } from '../page/pageTasks.ts';
import { browserArgs, hasGpu } from '../../scripts/lib/browser.ts';
import type { SoakOptions } from './interruptions.ts';
import { demand } from './lab.ts';

/** All but `seconds` in milliseconds. A busy machine lengthens what the clock measures. */
export interface SessionPart {
	readonly what: string;
	/** From the press of a button until the page shows the result. */
	readonly seconds: number;
	/** Longest time until the worker answered, by the clock. */
	readonly silence: number;
	/** Longest task of a worker, by the processor's time. */
	readonly work: number;
	/** Longest task of the page, by the processor's time. */
	readonly task: number;
	/** The same by the clock; 0: less than 50 ms. */
	readonly clock: number;
}

const limits = { opening: 1, work: 1000, task: 100 };
/** Something that opens does so this often, and the fastest time counts. */
const openings = 3;
const skillBytes = 200e6;
/** Of the run and of each lane of the comparison. */
const steps = 40;
const listOfRuns = `open the list of ${storedRuns} runs`;
const largeStudy = `open a study of ${studyCells} cells`;
const patience = 1_800_000;

interface Watched {
	soakWatch?: { silence: number; clock: number; pings: number; timer: number };
}

/** Throws if something opens in more than a second, or a task of page or worker is too long. */
export async function playSession({ program, url, log }: SoakOptions): Promise<SessionPart[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-soak-'));
	// A context without a folder of its own keeps its data in memory.
	const browser = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
		executablePath: program,
		args: browserArgs({ software: !hasGpu() }),
		viewport: labViewport,
	});
	try {
		const page = await browser.newPage();
		const lab = await openLabOn(page, url);
		await fillProfile(lab);
		const file = path.join(folder, 'large.jsonl');
		await writeRows(file, skillBytes);
		const evaluation = { every: 20, examples: 20, finalExamples: 20, samples: 2 };
		const link = encodeLink({ ...lab.info.defaultExperiment, steps, evaluation });
		await page.goto(`${url}#${link}`);
		await page.reload();
		await page.evaluate(() => window.skillet!.ready);
		const done: SessionPart[] = [];
		const time = async (what: string, begin: Press, shown: string) => {
			const part = { what, ...(await watch(page, begin, shown)) };
			log?.(JSON.stringify(part));
			done.push(part);
		};
		const toWorkbench = async () => (await press('Workbench')(page))();
		for (let i = 0; i < openings; i++) {
			await time(listOfRuns, press('Runs'), `Run ${storedRuns - 1}`);
			await time(largeStudy, press('Compare'), studyTitle);
			await toWorkbench();
		}
		await page.getByRole('button', { name: 'Skills…', exact: true }).click();
		await page.getByRole('button', { name: 'Add files…', exact: true }).click();
		await time('read own skills of 200 MB', chooseFile(file), 'How many are there?');
		await time('import them', press('Import'), 'large is imported.');
		await (
			await press('Add to the experiment')(page)
		)();
		await time('train a run with them', press('▶ Train'), `Finished: ${steps} steps.`);
		await (
			await press('Questions')(page)
		)();
		await time('evaluate the run', press('Answer now'), 'Change from the base model');
		await (
			await press('Compare')(page)
		)();
		await (
			await press('New comparison')(page)
		)();
		await (
			await press('in turns')(page)
		)();
		await time('compare two policies', press('▶ Start'), 'Train 2 more seeds');
		for (const { what, work, task } of done) {
			demand(work <= limits.work, `${what}: a worker computes for ${work} ms.`);
			demand(task <= limits.task, `${what}: the page computes for ${task} ms.`);
		}
		for (const opened of [listOfRuns, largeStudy]) {
			const times = done.flatMap(({ what, seconds }) => (what === opened ? [seconds] : []));
			demand(Math.min(...times) <= limits.opening, `${opened}: ${times.join(', ')} s.`);
		}
		return done;
	} finally {
		await browser.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

type Press = (page: Page) => Promise<() => Promise<unknown>>;

/** Finds the button first: a search by role is a long task of the page. It waits until it works. */
const press =
	(name: string): Press =>
	async (page) => {
		const found = page.getByRole('button', { name, exact: true, disabled: false });
		const button = await found.first().elementHandle();
		if (!button) throw new Error(`No button ${name}`);
		return () => button.evaluate((element) => (element as HTMLElement).click());
	};

const chooseFile =
	(file: string): Press =>
	async (page) => {
		const input = await page.locator('[role="dialog"] input[type="file"]').first().elementHandle();
		if (!input) throw new Error('No input for files.');
		return () => input.setInputFiles(file);
	};

/** From the press until the page shows the text, and a second of what follows. */
async function watch(page: Page, begin: Press, shown: string): Promise<Omit<SessionPart, 'what'>> {
	const start = await begin(page);
	const tasks = await recordTasks(page);
	await page.evaluate(() => {
		const watched = { silence: 0, clock: 0, pings: 0, timer: 0 };
		(window as Watched).soakWatch = watched;
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries())
				watched.clock = Math.max(watched.clock, duration);
		}).observe({ type: 'longtask', buffered: false });
		watched.timer = window.setInterval(() => {
			const sent = performance.now();
			watched.pings++;
			void window.skillet!.client['lab.ping']().then(() => {
				watched.pings--;
				watched.silence = Math.max(watched.silence, performance.now() - sent);
			});
		}, 20);
	});
	const began = performance.now();
	await start();
	await page.waitForFunction((text) => document.body.textContent.includes(text), shown, {
		polling: 50,
		timeout: patience,
	});
	const seconds = (performance.now() - began) / 1000;
	await page.waitForTimeout(1000);
	const { silence, clock } = await page.evaluate(async () => {
		const watched = (window as Watched).soakWatch!;
		window.clearInterval(watched.timer);
		while (watched.pings > 0) await new Promise((resolve) => setTimeout(resolve, 20));
		return watched;
	});
	const recorded = await tasks();
	return { seconds, silence, clock, work: highest(recorded.workers), task: highest(recorded.page) };
}

/** Question-answer rows of a few sentences, until the file has this size. */
async function writeRows(file: string, bytes: number): Promise<void> {
	const stream = createWriteStream(file);
	const words = 'The clerk of the village counts the apples and the pears in the store.';
	for (let i = 0, written = 0; written < bytes; i++) {
		const prompt = `${i}: ${words.repeat(1 + (i % 9))} How many are there?`;
		const line = `${JSON.stringify({ prompt, answer: `There are ${i % 977} of them.` })}\n`;
		written += line.length;
		if (!stream.write(line)) await once(stream, 'drain');
	}
	await finished(stream.end());
}
