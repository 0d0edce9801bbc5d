/** The lab in a headless browser, driven through the real page: what `npm start` without a display and the benches use. */
import { chromium, type Browser, type Page } from 'playwright';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEvent } from '#training/events.ts';
import type { HeadlessReport } from '#page/shell/headless.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { browserArgs } from './browser.ts';

export interface LabOnPage {
	readonly info: LabInfo;
	/** For what a measurement wants beside the run: heap, version, console. */
	readonly page: Page;
	/** Trains to the end; null is the default experiment. A run that fails still gives its events. One at a time. */
	run(
		experiment: Experiment | null,
		listen?: (report: HeadlessReport) => void,
	): Promise<readonly RunEvent[]>;
}
export interface HeadlessLab extends LabOnPage {
	close(): Promise<void>;
}

export interface LabOptions {
	/** The browser's path. */
	readonly browser: string;
	readonly url: string;
	/** WebGPU on the CPU instead of a GPU. */
	readonly software: boolean;
	/** Progress of opening: the model's fetch, the first compile. */
	readonly listen?: (report: HeadlessReport) => void;
}

export const labViewport = { width: 1440, height: 900 };

/** Opens the page and waits until it is ready. Throws what the page throws. */
export async function openLab(options: LabOptions): Promise<HeadlessLab> {
	const { browser, url, software, listen } = options;
	const program = await chromium.launch({
		executablePath: browser,
		args: browserArgs({ software }),
	});
	return labIn(program, url, listen);
}

/** The same in a browser that is there already; closing the lab closes it. */
export async function labIn(
	program: Browser,
	url: string,
	listen?: LabOptions['listen'],
): Promise<HeadlessLab> {
	try {
		const page = await program.newPage({ viewport: labViewport });
		return { ...(await openLabOn(page, url, listen)), close: () => program.close() };
	} catch (error) {
		await program.close();
		throw error;
	}
}

/** The same on a page of somebody's. */
export async function openLabOn(
	page: Page,
	url: string,
	listen?: LabOptions['listen'],
): Promise<LabOnPage> {
	const failure = watchForFailure(page);
	let listener = listen;
	await page.exposeFunction('skilletReport', (report: HeadlessReport) => listener?.(report));
	const info = await Promise.race([failure, openPage(page, url)]);
	return {
		info,
		page,
		async run(experiment, onReport) {
			listener = onReport;
			return Promise.race([
				failure,
				page.evaluate(
					(json) => window.skillet!.run(JSON.parse(json) as Experiment | null),
					JSON.stringify(experiment),
				),
			]);
		},
	};
}

async function openPage(page: Page, url: string): Promise<LabInfo> {
	await page.goto(url);
	await page.waitForFunction(() => window.skillet !== undefined, undefined, { timeout: 60_000 });
	return page.evaluate(() => window.skillet!.ready);
}

/** Rejects when the page dies or throws what nobody catches. */
function watchForFailure(page: Page): Promise<never> {
	const failure = new Promise<never>((_, reject) => {
		page.on('crash', () => reject(new Error('The browser tab crashed. Is there enough memory?')));
		page.on('close', () =>
			reject(new Error('The browser was closed, or its connection was lost.')),
		);
		page.on('pageerror', reject);
	});
	failure.catch(() => {}); // seen by whoever races against it
	return failure;
}
