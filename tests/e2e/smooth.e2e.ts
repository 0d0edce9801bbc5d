/** The page stays responsive while a run draws its curves for five minutes. Long form only. */
import { expect, test } from '@playwright/test';
import type { Experiment } from '#lab/run/experiment.ts';
import { recordTasks } from '../../scripts/lib/pageTasks.ts';
import { bar, button, openExperiment, standing } from './lab.ts';

const steps = 10_000;
/** At this pace the run takes five minutes. */
const pace = { kind: 'slow', milliseconds: 30 } as const;

/** Milliseconds of the processor (docs/benchmarks.md). A busy machine does not change them. */
const limit = 50;

// Playwright's own trace copies the page in tasks of 100 ms.
test.use({ trace: 'off' });

test(
	'tasks of the page stay short while it draws 10,000 steps',
	{ tag: '@long' },
	async ({ page }) => {
		const change: Partial<Experiment> = {
			steps,
			batching: { size: 1, context: 64, layout: 'packed' },
			evaluation: { every: 100, examples: 1, finalExamples: 1, samples: 1 },
			checkpointEvery: 5000,
		};
		await openExperiment(page, change, { pace });
		await button(page, '▶ Train').click();
		// The start of a run compiles and builds the page; the curves grow from now on.
		await expect(bar(page)).toContainText(/step [\d,]{3,} \//);
		const frames = await page.evaluateHandle(() => {
			const seen: number[] = [];
			const count = (time: number) => (seen.push(time), requestAnimationFrame(count));
			requestAnimationFrame(count);
			return seen;
		});
		const recorded = await recordTasks(page);
		await expect(standing(page)).toHaveText(`Finished: ${steps.toLocaleString('en')} steps.`, {
			timeout: 560_000,
		});
		const times = await frames.evaluate((seen) => seen);
		const tasks = [...(await recorded()).page].sort((a, b) => b - a);
		const longest = tasks.slice(0, 5).map((milliseconds) => milliseconds.toFixed(0));
		console.log(`${tasks.length} tasks. The longest: ${longest.join(', ')} ms of the processor.`);
		const seconds = (times[times.length - 1] - times[0]) / 1000;
		console.log(
			`${(times.length / seconds).toFixed(1)} frames a second in ${seconds.toFixed(0)} s.`,
		);
		expect(tasks.length).toBeGreaterThan(1000);
		expect(tasks.filter((milliseconds) => milliseconds >= limit)).toEqual([]);
	},
);
