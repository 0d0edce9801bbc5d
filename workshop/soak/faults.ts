/** Faults of the page's surroundings during a run: each ends in the undisturbed curve. */
import type { Page } from 'playwright';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import { makeChance } from './chance.ts';
import { makeProfile, startBrowser, type BrowserProcess } from './browserProcess.ts';
import type { SoakOptions } from './interruptions.ts';
import {
	readCurve,
	deleteRun,
	demand,
	differenceFrom,
	findRun,
	labWorker,
	lastMark,
	openLab,
	play,
	runEvents,
	sleep,
	smallExperiment,
	undisturbed,
	untilFinished,
	waitUntilReady,
	type Told,
	type WatchedGpu,
} from './lab.ts';

/** A page that trains, and what a fault may use. */
interface Scene {
	readonly browser: BrowserProcess;
	readonly page: Page;
	readonly told: Told;
	readonly url: string;
	/** A drawn pause, in milliseconds. */
	readonly pause: () => Promise<void>;
}
/** Does something to a page that trains the run `soak`; returns the page on which it continues. */
type Fault = (scene: Scene) => Promise<Pick<Scene, 'page' | 'told'>>;

const runId = 'soak';

export const pageFaults: { readonly [name: string]: Fault } = {
	/** Both threads, by a year, forth and back. */
	async 'clock jumps'({ page, told, pause }) {
		for (const days of [365, -730, 365]) {
			const jump = (by: number) => {
				const { now } = Date;
				Date.now = () => now() + by;
			};
			await page.evaluate(jump, days * 86_400_000);
			await labWorker(page).evaluate(jump, days * 86_400_000);
			await pause();
		}
		return { page, told };
	},

	async 'frozen tab'({ page, told, pause }) {
		const session = await page.context().newCDPSession(page);
		for (let i = 0; i < 3; i++) {
			await session.send('Page.setWebLifecycleState', { state: 'frozen' });
			await sleep(1000);
			await session.send('Page.setWebLifecycleState', { state: 'active' });
			await pause();
		}
		return { page, told };
	},

	async 'worker crash'({ page, told, pause }) {
		await labWorker(page).evaluate(() => {
			setTimeout(() => {
				throw new Error('a crash on purpose');
			});
		});
		await page.getByText('The lab has stopped.').first().waitFor();
		const mark = lastMark(told);
		await pause();
		await page.reload();
		await waitUntilReady(page);
		await continueFrom(page, mark);
		return { page, told };
	},

	/** The worker ends without an event. The page misses its heartbeat after a minute. */
	async 'silent end'({ page, told }) {
		const ending = labWorker(page).evaluate(() => close());
		ending.catch(() => undefined);
		const notice = page.getByText('The lab does not answer.').first();
		await notice.waitFor({ timeout: 180_000 });
		const mark = lastMark(told);
		await page.reload();
		await waitUntilReady(page);
		await continueFrom(page, mark);
		return { page, told };
	},

	/** The second tab waits with a message and opens when the first closes. */
	async 'two tabs'({ browser, page, told, url, pause }) {
		const second = await browser.newPage();
		const opening = openLab(second, url);
		await second.getByText('The lab is open in another tab.').first().waitFor();
		await pause();
		const mark = lastMark(told);
		await page.close();
		const after = await opening;
		await continueFrom(second, mark);
		return { page: second, told: after };
	},

	/** The device in use is destroyed, three times. Without a GPU the run does not notice. */
	async 'device lost'({ page, told, pause }) {
		for (let i = 0; i < 3; i++) {
			await labWorker(page).evaluate(() => (globalThis as WatchedGpu).soakGpu?.device?.destroy());
			await pause();
		}
		return { page, told };
	},
};

/** Step `mark` is stored, and the run goes on from there. */
async function continueFrom(page: Page, mark: number): Promise<void> {
	const stored = await findRun(page, runId);
	demand(
		stored !== undefined && stored.step >= mark,
		`Step ${mark} was said to be stored, the run is at ${stored?.step ?? 'none'}.`,
	);
	if (stored.end === 'running') await play(page, runId);
}

export interface FaultResult {
	readonly fault: string;
	readonly times: number;
	readonly backend: string;
	/** Runs that ended on the processor, whose losses are almost those of the GPU. */
	readonly onProcessor: number;
}

/** Each fault `times` times, at drawn moments of a run of `steps` steps. */
export async function runFaults(
	{ program, url, seed, log }: SoakOptions,
	{ times, steps, only = Object.keys(pageFaults) }: FaultSettings,
): Promise<readonly FaultResult[]> {
	const results: FaultResult[] = [];
	const profile = makeProfile();
	const browser = await startBrowser(program, profile.folder);
	try {
		let page = await browser.newPage();
		let told = await openLab(page, url);
		const { device } = await page.evaluate(() => window.skillet!.ready);
		const change: Partial<Experiment> = { steps, seed, checkpointEvery: 10 };
		const experiment = await smallExperiment(page, change);
		const whole = await undisturbed(page, experiment);
		for (const fault of only) {
			let onProcessor = 0;
			for (let n = 0; n < times; n++) {
				const chance = makeChance(seed, fault, n);
				const pause = () => sleep(chance.between(20, 600));
				told.statuses.length = 0;
				await play(page, runId, experiment);
				await pause();
				({ page, told } = await pageFaults[fault]({ browser, page, told, url, pause }));
				if ((await findRun(page, runId))?.end !== 'finished') await untilFinished(told);
				const events = await runEvents(page, runId);
				differenceFrom(whole, events);
				await deleteRun(page, runId);
				if (readCurve(events) === whole) continue;
				// After several losses the lab stays on the processor until it is opened again.
				onProcessor++;
				await page.reload();
				await waitUntilReady(page);
			}
			results.push({ fault, times, backend: device.backend, onProcessor });
			log?.(`${fault}: ${times} times`);
		}
		return results;
	} finally {
		await browser.close();
		profile.remove();
	}
}

export interface FaultSettings {
	readonly times: number;
	readonly steps: number;
	/** Names of faults; by default all. */
	readonly only?: readonly string[];
}
