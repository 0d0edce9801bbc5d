/** The tasks and the frames of the page while a run draws 10,000 steps, in about five minutes. */
import { encodeLink } from '../../src/lab/run/link.ts';
import type { HeadlessLab } from '../../scripts/lib/headlessRun.ts';
import { recordTasks } from './pageTasks.ts';

const steps = 10_000;
const pace = { kind: 'slow', milliseconds: 30 } as const;

export interface SmoothRun {
	readonly seconds: number;
	/** Milliseconds of the processor of each task of the page. */
	readonly tasks: readonly number[];
	readonly framesPerSecond: number;
}

export async function timeSmoothRun({ page, info }: HeadlessLab): Promise<SmoothRun> {
	const experiment = {
		...info.defaultExperiment,
		steps,
		batching: { size: 1, context: 64, layout: 'packed' } as const,
		evaluation: { every: 100, examples: 1, finalExamples: 1, samples: 1 },
		checkpointEvery: 5000,
	};
	const link = encodeLink(experiment, { view: { pace } });
	await page.evaluate((hash) => (location.hash = hash), link);
	await page.getByRole('button', { name: '▶ Train', exact: true }).click();
	// The start of a run compiles and builds the page; the curves grow from now on.
	await page.getByText(/step [\d,]{3,} \//).waitFor();
	const frames = await page.evaluateHandle(() => {
		const counter = {
			seen: [] as number[],
			count(time: number) {
				counter.seen.push(time);
				requestAnimationFrame((next) => counter.count(next));
			},
		};
		counter.count(performance.now());
		return counter;
	});
	const recorded = await recordTasks(page);
	await page
		.getByText(`Finished: ${steps.toLocaleString('en')} steps.`)
		.waitFor({ state: 'attached', timeout: 1_200_000 });
	const times = await frames.evaluate(({ seen }) => seen);
	const { page: tasks } = await recorded();
	const seconds = (times[times.length - 1] - times[0]) / 1000;
	return { seconds, tasks, framesPerSecond: times.length / seconds };
}
