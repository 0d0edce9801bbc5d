/** Times the page's script at each update while a long run draws its curves on the workbench. */
import type { Page } from 'playwright';
import { encodeLink } from '../../src/lab/run/link.ts';
import type { HeadlessLab } from '../../scripts/lib/headlessRun.ts';

interface PageUpdate {
	/** The newest step when the update began. */
	readonly step: number;
	/** Script from the start of the update to the end of Svelte's work; without layout and paint. */
	readonly milliseconds: number;
}
export interface LiveCharts {
	/** Charts on the page. */
	readonly charts: number;
	readonly steps: number;
	readonly updates: readonly PageUpdate[];
}

declare global {
	interface Window {
		pageUpdates: { step: number; milliseconds: number }[];
	}
}

/** Trains small batches, so that updates with thousands of steps come soon. */
export async function timeLiveCharts(lab: HeadlessLab, steps: number): Promise<LiveCharts> {
	const { page, info } = lab;
	const experiment = {
		...info.defaultExperiment,
		steps,
		batching: { ...info.defaultExperiment.batching, size: 8 },
		evaluation: { every: 50, examples: 8, finalExamples: 8, samples: 1 },
		checkpointEvery: 1000,
	};
	await page.evaluate((link) => (location.hash = link), encodeLink(experiment));
	await recordUpdates(page);
	await page.getByRole('radio', { name: 'full' }).check();
	await page.getByRole('button', { name: '▶ Train', exact: true }).click();
	await page
		.getByText(`Finished: ${steps.toLocaleString('en')} steps.`)
		.waitFor({ state: 'attached', timeout: 600_000 });
	const charts = await page.locator('main svg[role="img"]').count();
	return { charts, steps, updates: await page.evaluate(() => window.pageUpdates) };
}

const recordUpdates = (page: Page): Promise<void> =>
	page.evaluate(() => {
		window.pageUpdates = [];
		let step = 0;
		window.skillet!.client.subscribe((event) => {
			if (event.event !== 'run.events') return;
			for (const runEvent of event.events) if (runEvent.type === 'step') step = runEvent.step;
		});
		const nextFrame = window.requestAnimationFrame.bind(window);
		const laterTask = window.setTimeout.bind(window);
		window.requestAnimationFrame = (callback) =>
			nextFrame((time) => {
				// A frame's callback begins the task that draws (page/state/frames.ts).
				window.setTimeout = ((draw: () => void) =>
					laterTask(() => {
						const began = performance.now();
						const before = step;
						draw();
						// Svelte draws in a microtask that `draw` queued, so it runs before the second one.
						queueMicrotask(() =>
							queueMicrotask(() =>
								window.pageUpdates.push({ step: before, milliseconds: performance.now() - began }),
							),
						);
					})) as typeof setTimeout;
				callback(time);
				window.setTimeout = laterTask;
			});
	});

/** Rows of a table: the updates of each thousand steps. */
export function updateRows({ updates, steps }: LiveCharts): string[][] {
	const rows = [['steps', 'updates', 'median ms', '95 % below', 'longest ms']];
	for (let from = 0; from < steps; from += 1000) {
		const times = updates
			.filter(({ step }) => step > from && step <= from + 1000)
			.map(({ milliseconds }) => milliseconds)
			.sort((a, b) => a - b);
		const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
		rows.push([`${from + 1}–${from + 1000}`, `${times.length}`, at(0.5), at(0.95), at(1)]);
	}
	return rows;
}
