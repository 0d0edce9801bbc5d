/**
 * `bench:page`: time and memory of the page (docs/benchmarks.md).
 *   start    seconds to the first point of a curve: cold (with a build) and warm; and of a visit
 *   steps    milliseconds per step of the default experiment, by backend
 *   memory   MB of JavaScript and of the whole tab, with 50,000 imported rows, while it trains
 *   turns    seconds of four policies of the default experiment in turns
 *   charts   milliseconds of script per update of the workbench in a run of 5,000 steps
 *   drawing  milliseconds of script per frame of the drawing, and steps per second with it
 *   opening  the longest tasks when runs, studies and the library open in a full profile
 *   smooth   the longest tasks and the frames while 10,000 steps are drawn, in five minutes
 */
import { sum, median } from '../src/engine/core/statistics.ts';
import { rmSync } from 'node:fs';
import type { StepEvent } from '../src/lab/training/events.ts';
import { withLab } from '../scripts/lib/bench/site.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { ensureBrowser, hasGpu } from '../scripts/lib/browser.ts';
import { siteFolder } from '../scripts/lib/build.ts';
import { someOf } from '../scripts/lib/command.ts';
import { drawingRows, timeDrawing } from './page/drawingCost.ts';
import type { HeadlessLab } from '../scripts/lib/headlessRun.ts';
import { timeLiveCharts, updateRows } from './page/liveCharts.ts';
import { timeOpenings } from './page/openingCost.ts';
import { table, tableOf } from '../scripts/lib/output.ts';
import { timePageStart } from './page/pageStart.ts';
import type { Study } from '../src/lab/study/study.ts';
import { timeSmoothRun } from './page/smoothRun.ts';

const importedRows = 50_000;
const chartSteps = 5000;
const lanes = ['uniform', 'proportional', 'mos', 'mospec'];

const measure = {
	async start() {
		const cold = await secondsToFirstStep({ cold: true });
		const warm = await secondsToFirstStep({ cold: false });
		console.log(`First point of a curve: ${cold.toFixed(1)} s cold, ${warm.toFixed(1)} s warm.`);
		const visits = await timePageStart();
		console.log(
			tableOf(Object.entries(visits), {
				'visit, seconds to': ([name]) => (name === 'cold' ? 'first' : 'second'),
				'first content': ([, { content }]) => content.toFixed(2),
				'whole first screen': ([, { all }]) => all.toFixed(2),
				'a moving curve': ([, { curve }]) => curve.toFixed(2),
			}),
		);
		return { cold, warm, visits };
	},
	async steps() {
		const rows = [await timeSteps('wasm', 60), await timeSteps('webgpu', hasGpu() ? 300 : 4)];
		console.log(
			tableOf(rows, {
				backend: ({ backend }) => backend,
				device: ({ device }) => device,
				steps: ({ steps }) => String(steps),
				'median ms per step': ({ medianMilliseconds }) => medianMilliseconds.toFixed(1),
				'tokens per s': ({ tokensPerSecond }) => tokensPerSecond.toFixed(0),
			}),
		);
		return rows;
	},
	async turns() {
		const { seconds, alone, device } = await withLab(timeTurns);
		console.log(
			`${lanes.length} policies in turns on ${device}: ${seconds.toFixed(1)} s; ` +
				`the first alone: ${alone.toFixed(1)} s.`,
		);
		return { seconds, alone, device, lanes };
	},
	async memory() {
		const { javaScript, total } = await memoryWithRows();
		console.log(
			`Training with ${importedRows} imported rows: ${javaScript.toFixed(0)} MB of ` +
				`JavaScript, ${total.toFixed(0)} MB in all.`,
		);
		return { javaScript, total, importedRows };
	},
	async charts() {
		const measured = await withLab((lab) => timeLiveCharts(lab, chartSteps));
		console.log(`Script per update with ${measured.charts} live charts:`);
		console.log(table(updateRows(measured)));
		return measured;
	},
	async drawing() {
		const measured = await withLab(timeDrawing);
		const { frames, drawn, tables, ratio } = drawingRows(measured);
		console.log('Script per frame of the drawing:');
		console.log(table(frames));
		console.log(
			`Steps per second at full speed: ${drawn.toFixed(1)} with the drawing, ` +
				`${tables.toFixed(1)} with tables in its place (ratio ${ratio.toFixed(3)}).`,
		);
		return measured;
	},
	async opening() {
		const measured = await withLab(timeOpenings);
		console.log('Longest task of the page in ms:');
		console.log(
			tableOf(measured, {
				opened: ({ what }) => what,
				'of the processor': ({ processor }) => processor.toFixed(0),
				'by the clock': ({ clock }) => clock.toFixed(0),
			}),
		);
		return measured;
	},
	async smooth() {
		const measured = await withLab(timeSmoothRun);
		const { seconds, tasks, framesPerSecond } = measured;
		const longest = tasks.toSorted((a, b) => b - a).slice(0, 5);
		console.log(
			`${tasks.length} tasks of the page in ${seconds.toFixed(0)} s, the longest ` +
				`${longest.map((milliseconds) => milliseconds.toFixed(0)).join(', ')} ms of the ` +
				`processor; ${framesPerSecond.toFixed(1)} frames a second.`,
		);
		return measured;
	},
};

type Part = keyof typeof measure;
const parts = Object.keys(measure) as Part[];

await runBenchmark(
	{
		name: 'npm run --prefix workshop bench:page',
		purpose:
			'Measures the page: start, ms per step, policies in turns, memory, and script per update and frame.',
		example: '--only charts --json charts.json',
		options: { only: someOf(parts, 'What is measured') },
	},
	async ({ only }) => {
		// Its search takes no part of the first measurement.
		await ensureBrowser(console.log);
		const results: Partial<Record<Part, unknown>> = {};
		for (const part of parts) if (only.includes(part)) results[part] = await measure[part]();
		return results;
	},
);

async function secondsToFirstStep({ cold }: { cold: boolean }): Promise<number> {
	if (cold) rmSync(siteFolder, { recursive: true, force: true });
	const began = performance.now();
	return withLab(async (lab) => {
		let first = Number.NaN;
		await lab.run({ ...lab.info.defaultExperiment, steps: 5 }, ({ events }) => {
			if (Number.isNaN(first) && events.some((event) => event.type === 'step'))
				first = (performance.now() - began) / 1000;
		});
		return first;
	});
}

/** Leaves out the first two steps, which compile. */
function timeSteps(backend: 'wasm' | 'webgpu', steps: number) {
	return withLab(
		async (lab) => {
			const { defaultExperiment, device } = lab.info;
			const evaluation = { every: steps, examples: 1, finalExamples: 1, samples: 0 };
			const events = await lab.run({ ...defaultExperiment, steps: steps + 2, evaluation });
			const timed = events.filter((event): event is StepEvent => event.type === 'step').slice(2);
			const times = timed.map(({ milliseconds }) => milliseconds);
			const tokens = sum(timed.flatMap((event) => event.tokens));
			return {
				backend: device.backend,
				device: device.name,
				steps,
				medianMilliseconds: median(times),
				tokensPerSecond: (1000 * tokens) / sum(times),
			};
		},
		{ query: `?backend=${backend}` },
	);
}

/** From the call to the end of the last run. The run alone comes first and loads the model. */
async function timeTurns(lab: HeadlessLab) {
	const seconds = async (work: () => Promise<unknown>) => {
		const began = performance.now();
		await work();
		return (performance.now() - began) / 1000;
	};
	const alone = await seconds(() => lab.run(null));
	const { defaultExperiment: experiment, device } = lab.info;
	const study: Study = {
		version: 1,
		title: 'Turns',
		about: '',
		experiment,
		policies: lanes.map((id) => ({ label: id, id, settings: {} })),
		seeds: [experiment.seed],
		axes: {},
		budget: null,
		against: [],
		target: null,
		groups: { domain: experiment.skills.map(({ id }) => id), general: [] },
	};
	const together = await seconds(() => lab.page.evaluate(trainInTurns, JSON.stringify(study)));
	return { seconds: together, alone, device: device.name };
}

/** Imports question-answer rows through the page's client, then trains with them. */
function memoryWithRows(): Promise<{ javaScript: number; total: number }> {
	return withLab(async (lab) => {
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

/** In the page. */
async function trainInTurns(json: string): Promise<void> {
	const { client } = window.skillet!;
	const [studyId, order] = ['turns', 'turns'] as const;
	const study = JSON.parse(json) as Study;
	await client['study.create']({ studyId, study, keepRuns: false, order });
	const ended = new Promise<void>((resolve) =>
		client.subscribe((event) => {
			if (event.event === 'study.status' && event.status.kind === 'idle') resolve();
		}),
	);
	await client['study.play']({ studyId });
	await ended;
}
