/**
 * Crashes of the browser's GPU process during runs, 1 to 3 in each. The run goes on: on a new
 * device with the same curve, or on the processor with a warning and almost the same losses.
 */
import { makeChance } from './chance.ts';
import { makeProfile, startBrowser } from './browserProcess.ts';
import type { SoakOptions } from './interruptions.ts';
import {
	readCurve,
	demand,
	differenceFrom,
	findRun,
	openLab,
	play,
	runEvents,
	sleep,
	smallExperiment,
	undisturbed,
	untilFinished,
} from './lab.ts';

export interface GpuCrashes {
	readonly runs: number;
	readonly crashes: number;
	/** Runs that ended on a GPU with the undisturbed curve, bit for bit. */
	readonly onGpu: number;
	/** Runs that ended on the processor, after their warning. */
	readonly onProcessor: number;
	/** Largest relative difference of a loss of the latter. */
	readonly lossDifference: number;
}

const steps = 60;

/** Each run has a browser of its own: after several crashes Chromium offers no GPU any more. */
export async function crashGpu(
	{ program, url, seed, log }: SoakOptions,
	times: number,
): Promise<GpuCrashes> {
	let [crashes, onGpu, onProcessor, lossDifference] = [0, 0, 0, 0];
	let whole: string | undefined;
	for (let n = 0; n < times; n++) {
		const chance = makeChance(seed, 'gpu crash', n);
		const profile = makeProfile();
		const browser = await startBrowser(program, profile.folder);
		try {
			const page = await browser.newPage();
			const told = await openLab(page, url);
			const { device } = await page.evaluate(() => window.skillet!.ready);
			demand(device.backend === 'webgpu', `The lab trains on ${device.backend}, not on a GPU.`);
			const experiment = await smallExperiment(page, { steps, seed, checkpointEvery: 10 });
			whole ??= await undisturbed(page, experiment);
			const session = await browser.browser.newBrowserCDPSession();
			told.statuses.length = 0;
			await play(page, 'soak', experiment);
			for (let i = 0; i <= n % 3; i++) {
				await sleep(chance.between(100, 2500));
				if ((await findRun(page, 'soak'))?.end !== 'running') break;
				await session.send('Browser.crashGpuProcess');
				crashes++;
			}
			if ((await findRun(page, 'soak'))?.end !== 'finished') await untilFinished(told);
			const events = await runEvents(page, 'soak');
			const isSame = readCurve(events) === whole;
			const difference = differenceFrom(whole, events);
			log?.(`Run ${n + 1}: ${isSame ? 'the same bits' : `difference ${difference}`}`);
			demand(told.errors.length === 0, `The page reports: ${told.errors.join('; ')}`);
			if (isSame) onGpu++;
			else onProcessor++;
			lossDifference = Math.max(lossDifference, difference);
		} finally {
			await browser.close();
			profile.remove();
		}
	}
	return { runs: times, crashes, onGpu, onProcessor, lossDifference };
}
