/**
 * Reloads and kills at drawn moments of a run. After each, the run is at a step that the page was
 * told to be stored, or later, with all its events; a finished run has the undisturbed curve.
 */
import type { Page } from 'playwright';
import type { Experiment } from '#lab/run/experiment.ts';
import { makeChance } from '../fuzz/chance.ts';
import { makeProfile, startBrowser, type BrowserProcess } from './browserProcess.ts';
import {
	readCurve,
	deleteRun,
	demand,
	findRun,
	lastMark,
	openLab,
	play,
	runEvents,
	sleep,
	smallExperiment,
	undisturbed,
	waitUntilReady,
	type Told,
} from './lab.ts';

export interface Interruptions {
	readonly reloads: number;
	readonly kills: number;
	/** Runs that were finished, each with the curve of an undisturbed run. */
	readonly finishedRuns: number;
	/** Steps that were trained after their checkpoint and had to be trained again. */
	readonly repeatedSteps: number;
}

export interface SoakOptions {
	/** Path of the browser. */
	readonly program: string;
	readonly url: string;
	readonly seed: number;
	readonly log?: (line: string) => void;
}

const runId = 'soak';
const run = { steps: 150, checkpointEvery: 5 };

export const trainings = {
	full: {},
	/** LoRA on a base stored as int8. */
	int8: { adapter: { rank: 4, alpha: 8, base: 'int8' } },
} as const satisfies { readonly [name: string]: Partial<Experiment> };
export type Training = keyof typeof trainings;

/** The first `reloads` interruptions reload the page; the others kill the browser. */
export async function interruptRuns(
	{ program, url, seed, log }: SoakOptions,
	{ reloads, kills }: Pick<Interruptions, 'reloads' | 'kills'>,
	training: Training = 'full',
): Promise<Interruptions> {
	const profile = makeProfile();
	let browser: BrowserProcess | undefined;
	try {
		browser = await startBrowser(program, profile.folder);
		let page = await browser.newPage();
		let told = await openLab(page, url);
		let [finishedRuns, repeatedSteps] = [0, 0];
		for (let n = 0; n < reloads + kills; n++) {
			const chance = makeChance(seed, 'interruption', n);
			const isNew = !(await findRun(page, runId));
			const experiment = await smallExperiment(page, {
				...run,
				...trainings[training],
				seed: seed + finishedRuns,
			});
			// The interruption can come while the run is being created or opened.
			const playing = play(page, runId, isNew ? experiment : undefined);
			playing.catch(() => undefined);
			await sleep(chance.between(20, 4000));
			const marks = { step: lastMark(told), isFinished: isFinished(told) };
			const seen = told.events.findLast(({ type }) => type === 'step')?.step ?? 0;
			if (n < reloads) {
				clear(told);
				await page.reload();
				await waitUntilReady(page);
			} else {
				await browser.kill();
				browser = await startBrowser(program, profile.folder);
				page = await browser.newPage();
				told = await openLab(page, url);
			}
			const stored = await expectKept(page, marks.step);
			repeatedSteps += Math.max(0, seen - stored.step);
			log?.(`${n < reloads ? 'Reload' : 'Kill'} ${n + 1}: step ${seen}, stored ${stored.step}`);
			if (stored.end !== 'finished') {
				demand(!marks.isFinished, 'A finished run is no longer finished.');
				continue;
			}
			const curve = readCurve(await runEvents(page, runId));
			demand(curve === (await undisturbed(page, experiment)), 'The curve differs.');
			finishedRuns++;
			await deleteRun(page, runId);
			clear(told);
		}
		demand(told.errors.length === 0, `The page reports: ${told.errors.join('; ')}`);
		return { reloads, kills, finishedRuns, repeatedSteps };
	} finally {
		await browser?.close();
		profile.remove();
	}
}

const isFinished = ({ statuses }: Told): boolean => statuses.at(-1)?.kind === 'finished';

function clear({ events, statuses }: Told): void {
	events.length = 0;
	statuses.length = 0;
}

/** The stored run, complete up to its step, which is not before `mark`. */
async function expectKept(page: Page, mark: number) {
	const stored = await findRun(page, runId);
	demand(stored !== undefined || mark < 0, `The run is gone; step ${mark} was said to be stored.`);
	if (!stored) return { step: 0, end: 'running' };
	demand(stored.step >= mark, `Step ${mark} was said to be stored; the run is at ${stored.step}.`);
	const events = await runEvents(page, runId);
	const steps = events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
	const isComplete = steps.length === stored.step && steps.every((step, i) => step === i + 1);
	demand(isComplete, `The run is at step ${stored.step} and has ${steps.length} steps stored.`);
	return stored;
}
