/**
 * The longest tasks of the page while a visitor opens the lab, a run, a study of 200 cells, a
 * published one of 126, the library and the list of 500 runs. Processor time from Chromium's
 * trace, and the clock's long tasks.
 */
import type { Locator, Page } from 'playwright';
import { highest } from '../../src/engine/core/statistics.ts';
import { planCells } from '../../src/lab/study/cells.ts';
import { studyText } from '../../src/lab/study/keptStudy.ts';
import { parseStudy } from '../../src/lab/study/parse.ts';
import { toResult, type CellOutcome } from '../../src/lab/study/result.ts';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import type { RunRecord } from '../../src/lab/run/stores.ts';
import type { RunEvent } from '../../src/lab/training/events.ts';
import type { LabOnPage } from '../../scripts/lib/headlessRun.ts';
import { recordTasks } from './pageTasks.ts';

export const storedRuns = 500;
const seeds = 40;
export const studyCells = 5 * seeds;
export const studyTitle = 'Two hundred cells';
const published = /^Does any mix beat equal shares on seven/;
/** Milliseconds after which something that opens is shown, on a busy machine too. */
const settling = 5000;

export interface Opening {
	readonly what: string;
	/** The longest task, in milliseconds of the processor. */
	readonly processor: number;
	/** The longest task of 50 ms or more by the clock; 0: there was none. */
	readonly clock: number;
}

declare global {
	interface Window {
		longTasks: number[];
	}
}

export async function timeOpenings(lab: LabOnPage): Promise<readonly Opening[]> {
	const { page } = lab;
	await fillProfile(lab);
	await page.addInitScript(() => {
		window.longTasks = [];
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) window.longTasks.push(duration);
		}).observe({ type: 'longtask', buffered: false });
	});
	await page.reload();
	await page.evaluate(() => window.skillet!.ready);
	const done: Opening[] = [];
	const time = async (what: string, open: () => Promise<unknown>, shown: Locator) => {
		const cost = await longestTask(page, open);
		if (!(await shown.isVisible())) throw new Error(`${what}: not shown after ${settling} ms.`);
		console.log(`  ${what}: ${cost.processor.toFixed(0)} ms`);
		done.push({ what, ...cost });
	};
	/** Found before the record, because a search by role and name is a long task of the page. */
	const press = async (what: string, name: string | RegExp, shown: Locator) => {
		const button = await page.getByRole('button', { name, exact: true }).first().elementHandle();
		if (!button) throw new Error(`No button ${String(name)}`);
		await time(what, () => button.click(), shown);
	};
	await time('the lab', () => page.reload(), page.getByRole('button', { name: '▶ Train' }));
	const row = page.getByText('Run 7', { exact: true }).first();
	await press(`the list of ${storedRuns} runs`, 'Runs', row);
	const heading = page.getByRole('heading', { name: studyTitle }).first();
	await press(`a study of ${studyCells} cells`, 'Compare', heading);
	const table = page.getByRole('table').last();
	await time('its tables', () => page.keyboard.press('t'), table);
	await page.keyboard.press('t');
	await page.getByRole('button', { name: 'Runs', exact: true }).first().click();
	await row.waitFor();
	await press('the study again, from that list', 'Compare', heading);
	await page.getByRole('button', { name: 'Published studies' }).click();
	await press('a published study of 126 cells', published, page.getByText('How to read this'));
	for (const name of ['Skills…', 'Models…', 'Settings…']) {
		await press(`the library: ${name}`, name, page.getByRole('dialog'));
		await page.keyboard.press('Escape');
	}
	await page.getByRole('button', { name: 'Runs', exact: true }).first().click();
	await row.click();
	await press('a run', 'Open', page.getByText(/step 300 \/ 300/).first());
	return done;
}

async function longestTask(page: Page, open: () => Promise<unknown>) {
	const tasks = await recordTasks(page);
	await page.evaluate(() => void (window.longTasks = []));
	await open();
	await page.waitForTimeout(settling);
	// Short tasks without end would show no long task, and no frame either.
	await page.waitForFunction(() => true, undefined, { polling: 'raf', timeout: settling });
	const clock = await page.evaluate(() => Math.max(0, ...window.longTasks));
	return { clock, processor: highest((await tasks()).page) };
}

/** One trained run, its copies under other names, and a study with its results in 200 cells. */
export async function fillProfile(lab: LabOnPage): Promise<void> {
	const { info, page } = lab;
	const { defaultExperiment } = info;
	const evaluation = { ...defaultExperiment.evaluation, examples: 8, finalExamples: 8 };
	const experiment = { ...defaultExperiment, evaluation };
	const events = await lab.run(experiment, undefined, 'template');
	await page.evaluate(copyRuns, storedRuns);
	const text = makeStudy(defaultExperiment, events, info);
	const stored = await page.evaluate(
		(json) => window.skillet!.client['study.restore']({ file: new File([json], 'study.json') }),
		text,
	);
	if (!stored) throw new Error('The profile has this study already.');
}

/**
 * Writes copies of the run `template` to the database of the page. It runs there, and the names of
 * functions inside would be calls of the command's own helper.
 */
async function copyRuns(count: number): Promise<void> {
	const opening = indexedDB.open('skillet');
	await new Promise((resolve) => (opening.onsuccess = resolve));
	const database = opening.result;
	const read = database.transaction(['runs', 'runEvents']);
	const record = read.objectStore('runs').get('template');
	const under = IDBKeyRange.bound(['template'], ['template', []]);
	const keys = read.objectStore('runEvents').getAllKeys(under);
	const segments = read.objectStore('runEvents').getAll(under);
	await new Promise((resolve) => (read.oncomplete = resolve));
	const write = database.transaction(['runs', 'runEvents'], 'readwrite');
	const { experiment, startedAt, ...others } = record.result as RunRecord;
	for (let i = 0; i < count; i++) {
		const copy = { ...others, id: `copy-${i}`, name: `Run ${i}`, startedAt: startedAt - i };
		write.objectStore('runs').put({ ...copy, experiment: { ...experiment, seed: i + 2 } });
		segments.result.forEach((segment, n) => {
			const [, part] = keys.result[n] as [string, number];
			write.objectStore('runEvents').put(segment, [copy.id, part]);
		});
	}
	await new Promise((resolve) => (write.oncomplete = resolve));
	database.close();
}

function makeStudy(
	experiment: Experiment,
	events: readonly RunEvent[],
	{ models, skills }: LabOnPage['info'],
): string {
	const ids = ['uniform', 'proportional', 'temperature', 'mos', 'mospec'];
	const study = parseStudy(
		{
			version: 1,
			title: studyTitle,
			experiment,
			policies: ids.map((id) => ({ label: id, id })),
			seeds: Array.from({ length: seeds }, (_, i) => i + 1),
		},
		{ file: 'study.json', base: experiment, models, skills },
	);
	const outcomes = planCells(study, skills).map((cell, i): CellOutcome => {
		const noise = (value: number) => Math.min(1, Math.max(0, value + 0.02 * Math.sin(i * value)));
		const varied = events.map((event) =>
			event.type !== 'evaluation'
				? event
				: {
						...event,
						averageExact: event.averageExact === null ? null : noise(event.averageExact),
						skills: event.skills.map((score) => ({
							...score,
							exact: score.exact === null ? null : noise(score.exact),
							loss: score.loss + 0.02 * Math.sin(i),
						})),
					},
		);
		const result = toResult(cell, varied, 20_000, { backend: 'wasm' });
		const { key, factors } = cell;
		return { studyId: 'cells', cell: key, factors, at: Date.now(), kind: 'done', result };
	});
	const record = { id: 'cells', study, madeAt: Date.now(), keepRuns: false, going: false };
	return studyText({ record, outcomes });
}
