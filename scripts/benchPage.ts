/**
 * `npm run bench:page`: time and memory of the page (docs/dev/benchmarks.md).
 *   start    seconds to the first point of a curve: cold (with a build) and warm; and of a visit
 *   steps    milliseconds per step of the default experiment, by backend
 *   memory   MB of JavaScript and of the whole tab, with 50,000 imported rows, while it trains
 *   race     seconds of a race of four lanes of the default experiment
 *   charts   milliseconds of script per update of the workbench in a run of 5,000 steps
 *   drawing  milliseconds of script per frame of the drawing, and steps per second with it
 *   opening  the longest tasks when runs, a study and the library open in a full profile
 */
import { rmSync } from 'node:fs';
import type {} from '#lab/features/race/page/headlessRace.ts';
import type { StepEvent } from '#lab/training/events.ts';
import { ensureBrowser, hasGpu, type Browser } from './lib/browser.ts';
import { runScript } from './lib/faults.ts';
import { outputFile, readCommand, someOf } from './lib/command.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { drawingRows, timeDrawing } from './lib/drawingCost.ts';
import { openLab, type HeadlessLab } from './lib/headlessRun.ts';
import { timeLiveCharts, updateRows } from './lib/liveCharts.ts';
import { timeOpenings } from './lib/openingCost.ts';
import { table, writeJson } from './lib/output.ts';
import { timePageStart, type PageStart } from './lib/pageStart.ts';
import { serve } from './lib/serve.ts';

const importedRows = 50_000;

const chartSteps = 5000;
const parts = ['start', 'steps', 'race', 'memory', 'charts', 'drawing', 'opening'] as const;
/** The page's own first race. */
const lanes = ['uniform', 'proportional', 'mos', 'mospec'];
type Part = (typeof parts)[number];

const measure: Record<Part, (browser: Browser) => Promise<unknown>> = {
	async start(browser) {
		const cold = await secondsToFirstStep(browser, { cold: true });
		const warm = await secondsToFirstStep(browser, { cold: false });
		console.log(`First point of a curve: ${cold.toFixed(1)} s cold, ${warm.toFixed(1)} s warm.`);
		const site = await serve(siteFolder, 0);
		const visits = await timePageStart(browser.path, site.url, !hasGpu());
		await site.close();
		const row = (name: string, { content, all, curve }: PageStart) => [
			name,
			...[content, all, curve].map((seconds) => seconds.toFixed(2)),
		];
		console.log(
			table([
				['visit, seconds to', 'first content', 'whole first screen', 'a moving curve'],
				row('first', visits.cold),
				row('second', visits.warm),
			]),
		);
		return { cold, warm, visits };
	},
	async steps(browser) {
		const rows = [
			await timeSteps(browser, 'wasm', 60),
			await timeSteps(browser, 'webgpu', hasGpu() ? 300 : 4),
		];
		console.log(
			table([
				['backend', 'device', 'steps', 'median ms per step', 'tokens per s'],
				...rows.map((row) => [
					row.backend,
					row.device,
					String(row.steps),
					row.medianMilliseconds.toFixed(1),
					row.tokensPerSecond.toFixed(0),
				]),
			]),
		);
		return rows;
	},
	async race(browser) {
		const { seconds, alone, device } = await withLab(browser, '', timeRace);
		console.log(
			`A race of ${lanes.length} lanes on ${device}: ${seconds.toFixed(1)} s; ` +
				`the first lane alone: ${alone.toFixed(1)} s.`,
		);
		return { seconds, alone, device, lanes };
	},
	async memory(browser) {
		const { javaScript, total } = await memoryWithRows(browser);
		console.log(
			`Training with ${importedRows} imported rows: ${javaScript.toFixed(0)} MB of ` +
				`JavaScript, ${total.toFixed(0)} MB in all.`,
		);
		return { javaScript, total, importedRows };
	},
	async charts(browser) {
		const measured = await withLab(browser, '', (lab) => timeLiveCharts(lab, chartSteps));
		console.log(`Script per update with ${measured.charts} live charts:`);
		console.log(table(updateRows(measured)));
		return measured;
	},
	async drawing(browser) {
		const measured = await withLab(browser, '', timeDrawing);
		const { frames, drawn, tables, ratio } = drawingRows(measured);
		console.log('Script per frame of the drawing:');
		console.log(table(frames));
		console.log(
			`Steps per second at full speed: ${drawn.toFixed(1)} with the drawing, ` +
				`${tables.toFixed(1)} with tables in its place (ratio ${ratio.toFixed(3)}).`,
		);
		return measured;
	},
	async opening(browser) {
		const measured = await withLab(browser, '', timeOpenings);
		console.log('Longest task of the page in ms:');
		console.log(
			table([
				['opened', 'of the processor', 'by the clock'],
				...measured.map(({ what, processor, clock }) => [
					what,
					processor.toFixed(0),
					clock.toFixed(0),
				]),
			]),
		);
		return measured;
	},
};

await runScript(async () => {
	const { json, only } = readCommand({
		name: 'npm run bench:page',
		purpose:
			'Measures the page: start, ms per step, a race, memory, and script per update and frame.',
		example: '--only charts --json charts.json',
		options: { only: someOf(parts, 'What is measured'), json: outputFile('All results') },
	});
	const browser = await ensureBrowser(console.log);
	const results: Partial<Record<Part, unknown>> = {};
	for (const part of parts) if (only.includes(part)) results[part] = await measure[part](browser);
	writeJson(json, results);
});

async function withLab<T>(
	browser: Browser,
	query: string,
	use: (lab: HeadlessLab) => Promise<T>,
): Promise<T> {
	await buildIfStale(console.log);
	const site = await serve(siteFolder, 0);
	const lab = await openLab({ browser: browser.path, url: site.url + query, software: !hasGpu() });
	try {
		return await use(lab);
	} finally {
		await lab.close();
		await site.close();
	}
}

async function secondsToFirstStep(browser: Browser, { cold }: { cold: boolean }): Promise<number> {
	if (cold) rmSync('dist', { recursive: true, force: true });
	const began = performance.now();
	return withLab(browser, '', async (lab) => {
		let first = Number.NaN;
		await lab.run({ ...lab.info.defaultExperiment, steps: 5 }, ({ events }) => {
			if (Number.isNaN(first) && events.some((event) => event.type === 'step'))
				first = (performance.now() - began) / 1000;
		});
		return first;
	});
}

/** Leaves out the first two steps, which compile. */
function timeSteps(browser: Browser, backend: 'wasm' | 'webgpu', steps: number) {
	return withLab(browser, `?backend=${backend}`, async (lab) => {
		const { defaultExperiment, device } = lab.info;
		const evaluation = { every: steps, examples: 1, finalExamples: 1, samples: 0 };
		const events = await lab.run({ ...defaultExperiment, steps: steps + 2, evaluation });
		const timed = events.filter((event): event is StepEvent => event.type === 'step').slice(2);
		const times = timed.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
		const tokens = timed.flatMap((event) => event.tokens).reduce((sum, count) => sum + count, 0);
		return {
			backend: device.backend,
			device: device.name,
			steps,
			medianMilliseconds: times[Math.floor(times.length / 2)],
			tokensPerSecond: (1000 * tokens) / times.reduce((sum, time) => sum + time, 0),
		};
	});
}

/** From the call to the end of the last lane. The run alone comes first and loads the model. */
async function timeRace(lab: HeadlessLab) {
	const seconds = async (work: () => Promise<unknown>) => {
		const began = performance.now();
		await work();
		return (performance.now() - began) / 1000;
	};
	const alone = await seconds(() => lab.run(null));
	const raced = await seconds(() =>
		lab.page.evaluate(
			(ids) => window.skillet!.race(ids.map((id) => [{ fromStep: 0, id, settings: {} }])),
			lanes,
		),
	);
	return { seconds: raced, alone, device: lab.info.device.name };
}

/** Imports question-answer rows through the page's client, then trains with them. */
function memoryWithRows(browser: Browser): Promise<{ javaScript: number; total: number }> {
	return withLab(browser, '', async (lab) => {
		await lab.page.evaluate(async (rows) => {
			const lines = Array.from({ length: rows }, (_, i) =>
				JSON.stringify({
					question: `What is ${i} plus ${i % 977}? Think of it step by step.`,
					answer: `It is ${i + (i % 977)}, since ${i} and ${i % 977} make that.`,
				}),
			);
			const { client, ready } = window.skillet!;
			const file = new File([lines.join('\n')], 'sums.jsonl');
			const { mapping } = await client['import.inspect']({ importId: 'bench', file });
			const options = {
				name: 'sums',
				role: 'domain',
				heldOutShare: 0.01,
				seed: 1,
				maskPrivate: false,
			} as const;
			const { skillId } = await client['import.start']({
				importId: 'bench',
				file,
				mapping: mapping!,
				options,
			});
			const info = (await client['skill.list']()).find(({ id }) => id === skillId)!;
			const { defaultExperiment } = await ready;
			const added = {
				id: info.id,
				name: info.name,
				version: 0,
				sha256: info.fingerprint,
				use: 'train',
			} as const;
			const evaluation = { every: 1000, examples: 20, finalExamples: 20, samples: 0 };
			const experiment = {
				...defaultExperiment,
				steps: 1000,
				evaluation,
				skills: [...defaultExperiment.skills, added],
			};
			await client['run.create']({ runId: 'bench', experiment });
			await client['run.play']({ runId: 'bench', pace: { kind: 'full' } });
		}, importedRows);
		await lab.page.waitForTimeout(20_000);
		const measured = await lab.page.evaluate(() =>
			(
				performance as unknown as {
					measureUserAgentSpecificMemory(): Promise<{
						bytes: number;
						breakdown: { bytes: number; types: string[] }[];
					}>;
				}
			).measureUserAgentSpecificMemory(),
		);
		const script = measured.breakdown
			.filter(({ types }) => types.includes('JavaScript'))
			.reduce((sum, { bytes }) => sum + bytes, 0);
		return { javaScript: script / 1e6, total: measured.bytes / 1e6 };
	});
}
