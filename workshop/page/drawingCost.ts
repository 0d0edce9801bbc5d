/** Measures the drawing: its script per frame, and the steps per second while it draws. */
import type { Page } from 'playwright';
import { mean } from '../../src/engine/core/statistics.ts';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import { encodeLink } from '../../src/lab/run/link.ts';
import type { HeadlessLab } from '../../scripts/lib/headlessRun.ts';

export interface DrawingCost {
	/** Milliseconds of script in each frame that painted, sorted. */
	readonly slow: readonly number[];
	readonly full: readonly number[];
	/** All drawings of four policies in turns at full speed, together. */
	readonly turns: readonly number[];
	/** Steps per second, window by window: the drawing and tables in its place take turns. */
	readonly drawn: readonly number[];
	readonly tables: readonly number[];
}

declare global {
	interface Window {
		drawing: { frames: number[]; steps: number };
	}
}

/** More than a fast GPU trains meanwhile. */
const manySteps = 200_000;
const windows = 6;
const windowMilliseconds = 4000;

/** Trains the default experiment, first at 1×, then at full speed. */
export async function timeDrawing({ page, info }: HeadlessLab): Promise<DrawingCost> {
	const experiment = {
		...info.defaultExperiment,
		steps: manySteps,
		evaluation: { every: manySteps, examples: 8, finalExamples: 8, samples: 1 },
		checkpointEvery: manySteps,
	};
	await page.evaluate((link) => (location.hash = link), encodeLink(experiment));
	await watch(page);
	await page.getByRole('radio', { name: '1×', exact: true }).check();
	await page.getByRole('button', { name: '▶ Train', exact: true }).click();
	await page.waitForFunction(() => window.drawing.steps > 20, null, { timeout: 120_000 });
	await measured(page);
	const slow = (await measured(page)).frames;
	await page.getByRole('radio', { name: 'full', exact: true }).check();
	await measured(page);
	const full: number[] = [];
	const drawn: number[] = [];
	const tables: number[] = [];
	for (let i = 0; i < windows; i++) {
		const withDrawing = await measured(page);
		full.push(...withDrawing.frames);
		drawn.push(withDrawing.rate);
		await page.keyboard.press('t');
		tables.push((await measured(page)).rate);
		await page.keyboard.press('t');
	}
	await page.getByRole('button', { name: '❙❙ Pause', exact: true }).click();
	const turns = await timeTurns(page, experiment);
	const sorted = (times: readonly number[]) => times.toSorted((a, b) => a - b);
	return { slow: sorted(slow), full: sorted(full), turns: sorted(turns), drawn, tables };
}

async function timeTurns(page: Page, experiment: Experiment): Promise<readonly number[]> {
	const others = ['proportional', 'mos', 'mospec'];
	const race = others.map((id) => [{ fromStep: 0, id, settings: {} }]);
	await page.evaluate((link) => (location.hash = link), encodeLink(experiment, { race }));
	const begun = await page.evaluate(() => window.drawing.steps);
	await page.getByRole('button', { name: '▶ Start', exact: true }).click();
	await page.waitForFunction((steps) => window.drawing.steps > steps + 40, begun, {
		timeout: 120_000,
	});
	await measured(page);
	const first = await measured(page);
	return [...first.frames, ...(await measured(page)).frames];
}

/** The frames and the steps of the next window. */
async function measured(page: Page) {
	const read = () =>
		page.evaluate(() => {
			const { frames, steps } = window.drawing;
			window.drawing.frames = [];
			return { frames, steps, now: performance.now() };
		});
	const before = await read();
	await page.waitForTimeout(windowMilliseconds);
	const { frames, steps, now } = await read();
	return { frames, rate: (1000 * (steps - before.steps)) / (now - before.now) };
}

const watch = (page: Page): Promise<void> =>
	page.evaluate(() => {
		window.drawing = { frames: [], steps: 0 };
		window.skillet!.client.subscribe((event) => {
			if (event.event !== 'run.events') return;
			for (const runEvent of event.events) if (runEvent.type === 'step') window.drawing.steps++;
		});
		let paints = 0;
		let last = -1;
		const { prototype } = CanvasRenderingContext2D;
		const clear = Object.getOwnPropertyDescriptor(prototype, 'clearRect')!;
		const { value } = clear as { value: (...box: unknown[]) => void };
		Object.defineProperty(prototype, 'clearRect', {
			...clear,
			value(...box: unknown[]) {
				paints++;
				value.apply(this, box);
			},
		});
		const nextFrame = window.requestAnimationFrame.bind(window);
		window.requestAnimationFrame = (callback) =>
			nextFrame((time) => {
				const [began, before] = [performance.now(), paints];
				callback(time);
				if (paints === before) return;
				const { frames } = window.drawing;
				const milliseconds = performance.now() - began;
				// The drawings of lanes paint in one frame.
				if (time === last && frames.length > 0) frames[frames.length - 1] += milliseconds;
				else frames.push(milliseconds);
				last = time;
			});
	});

/** Rows of a table: the frames at each speed, and the steps with and without the drawing. */
export function drawingRows({ slow, full, turns, drawn, tables }: DrawingCost) {
	const at = (times: readonly number[], share: number) =>
		(times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2);
	const row = (name: string, times: readonly number[]) => [
		name,
		`${times.length}`,
		...[0.5, 0.95, 1].map((share) => at(times, share)),
	];
	return {
		frames: [
			['speed', 'frames', 'median ms', '95 % below', 'longest ms'],
			row('1×', slow),
			row('full', full),
			row('four in turns, full', turns),
		],
		drawn: mean(drawn),
		tables: mean(tables),
		ratio: mean(drawn) / mean(tables),
	};
}
