/** Drives the real page in a headless browser, for `npm start` and the benchmarks. */
import { chromium, type Page } from 'playwright';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { HeadlessReport } from '#lab/page/shell/headless.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { browserArgs } from './browser.ts';
import { browserClosed, SetupError } from './faults.ts';

export interface LabOnPage {
	readonly info: LabInfo;
	/** For other measurements: heap, version, console. */
	readonly page: Page;
	/**
	 * Trains one run to its end; null: the page's experiment. A failed run has events too. The run
	 * stays stored under `keepAs`; without it, the run is deleted.
	 */
	run(
		experiment: Experiment | null,
		listen?: (report: HeadlessReport) => void,
		keepAs?: string,
	): Promise<readonly RunEvent[]>;
}
export interface HeadlessLab extends LabOnPage {
	close(): Promise<void>;
}

export interface LabOptions {
	/** Path of the browser. */
	readonly browser: string;
	readonly url: string;
	/** WebGPU on the CPU instead of a GPU. */
	readonly software: boolean;
	/** Progress while the lab opens: download of the model, first compilation. */
	readonly listen?: (report: HeadlessReport) => void;
}

export const labViewport = { width: 1440, height: 900 };

/** Starts a browser, opens the page and waits until it is ready. Throws the page's errors. */
export async function openLab(options: LabOptions): Promise<HeadlessLab> {
	const { browser, url, software, listen } = options;
	const program = await chromium.launch({
		executablePath: browser,
		args: browserArgs({ software }),
	});
	try {
		const page = await program.newPage({ viewport: labViewport });
		return { ...(await openLabOn(page, url, listen)), close: () => program.close() };
	} catch (error) {
		await program.close();
		throw error;
	}
}

/** Opens the lab on an existing page. */
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
		async run(experiment, onReport, keepAs) {
			listener = onReport;
			return Promise.race([
				failure,
				page.evaluate(
					({ json, runId }) =>
						window.skillet!.run(JSON.parse(json) as Experiment | null, {
							...(runId !== undefined && { runId, keep: true }),
						}),
					{ json: JSON.stringify(experiment), runId: keepAs },
				),
			]);
		},
	};
}

/** A new browser would get Simple, which lacks most controls. */
export async function showAll(pages: Pick<Page, 'addInitScript'>): Promise<void> {
	await pages.addInitScript(() => localStorage.setItem('skillet.depth', 'lab'));
}

async function openPage(page: Page, url: string): Promise<LabInfo> {
	await showAll(page);
	await page.goto(url);
	await page.waitForFunction(() => window.skillet !== undefined, undefined, { timeout: 60_000 });
	return page.evaluate(() => window.skillet!.ready);
}

/** Rejects if the page crashes, closes or throws an uncaught error. */
function watchForFailure(page: Page): Promise<never> {
	const failure = new Promise<never>((_, reject) => {
		page.on('crash', () =>
			reject(new SetupError('The browser tab crashed. Is there enough memory?')),
		);
		page.on('close', () => reject(new SetupError(browserClosed)));
		page.on('pageerror', reject);
	});
	failure.catch(() => {}); // Callers race against it, so it is never unhandled.
	return failure;
}
