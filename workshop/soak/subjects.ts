/** What is interrupted: a run, a run of LoRA on int8, a comparison in turns, a study. */
import type { Page } from 'playwright';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import type { Study } from '../../src/lab/study/study.ts';
import type { CellOutcome } from '../../src/lab/study/result.ts';
import {
	readCurve,
	deleteRun,
	demand,
	findRun,
	runEvents,
	sleep,
	smallExperiment,
	undisturbed,
	type Told,
} from './lab.ts';

/** Training that can be interrupted. */
export interface Subject {
	/** Begins, or continues what is stored. */
	play(page: Page): Promise<void>;
	/** Throws if anything is missing that `told` says is stored. */
	check(page: Page, told: Told): Promise<Progress>;
	/** Throws unless the finished training has the bits of an undisturbed one; deletes it. */
	compareAndDelete(page: Page): Promise<void>;
}
export interface Progress {
	/** Steps of all its runs at their last checkpoint. */
	readonly step: number;
	readonly isFinished: boolean;
}

const change = { steps: 80, checkpointEvery: 5 };

export const subjects = {
	full: runSubject('mos'),
	int8: runSubject('uniform', { rank: 4, alpha: 8, base: 'int8' }),
	turns: (seed) => studySubject(seed, 'turns'),
	study: (seed) => studySubject(seed),
} as const satisfies { readonly [name: string]: (seed: number) => Subject };
export type SubjectName = keyof typeof subjects;

const soakRun = 'soak';

/** A run, which must equal one that nothing disturbs. */
function runSubject(
	policy: string,
	adapter?: NonNullable<Experiment['adapter']>,
): (seed: number) => Subject {
	const whole = async (page: Page, seed: number) => ({
		...(await smallExperiment(page, { ...change, seed, ...(adapter && { adapter }) })),
		policy: [{ fromStep: 0, id: policy, settings: {} }],
	});
	return (seed) => ({
		async play(page) {
			const isNew = !(await findRun(page, soakRun));
			const experiment = await whole(page, seed);
			await page.evaluate(playRun, JSON.stringify({ isNew, runId: soakRun, experiment }));
		},
		async check(page, { marks }) {
			const { step, end } = await expectKept(page, soakRun, marks.get(soakRun) ?? -1);
			return { step, isFinished: end === 'finished' };
		},
		async compareAndDelete(page) {
			const curve = readCurve(await runEvents(page, soakRun));
			demand(curve === (await undisturbed(page, await whole(page, seed))), 'The curve differs.');
			await deleteRun(page, soakRun);
		},
	});
}

/** In the page: makes the run or continues it. */
async function playRun(json: string): Promise<void> {
	const { client } = window.skillet!;
	const { isNew, runId, experiment } = JSON.parse(json) as {
		readonly isNew: boolean;
		readonly runId: string;
		readonly experiment: Experiment;
	};
	if (isNew) await client['run.create']({ runId, experiment });
	else await client['run.resume']({ runId });
	await client['run.play']({ runId, pace: { kind: 'full' } });
}

/** The stored run, complete up to its step, which is not before `mark`. */
async function expectKept(page: Page, runId: string, mark: number) {
	const stored = await findRun(page, runId);
	if (!stored && mark >= 0)
		throw new Error(
			`The run is gone; step ${mark} was said to be stored. ${await page.evaluate(storageState)}`,
		);
	if (!stored) return { step: 0, end: 'running' };
	demand(stored.step >= mark, `Step ${mark} was said to be stored; the run is at ${stored.step}.`);
	const events = await runEvents(page, runId);
	const steps = events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
	const isComplete = steps.length === stored.step && steps.every((step, i) => step === i + 1);
	demand(isComplete, `The run is at step ${stored.step} and has ${steps.length} steps stored.`);
	return stored;
}

/** In the page: whether the database is there at all, or only the run is not. */
async function storageState(): Promise<string> {
	const { ready, client } = window.skillet!;
	const { keepsData } = await ready;
	const runs = await client['run.list']();
	return JSON.stringify({
		keepsData,
		runs: runs.map(({ id, step }) => [id, step]),
		databases: await indexedDB.databases(),
		estimate: await navigator.storage.estimate(),
	});
}

const cellSteps = 40;
const studyId = 'soak';

/** Four cells of 40 steps. `order`: of the study that is interrupted; the other has none. */
function studySubject(seed: number, order?: 'turns'): Subject {
	return {
		async play(page) {
			const study = await smallStudy(page, seed);
			await page.evaluate(playStudy, JSON.stringify({ studyId, study, order }));
		},
		async check(page, { outcomes }) {
			const stored = await storedOutcomes(page, studyId);
			for (const told of outcomes)
				demand(
					stored.some((outcome) => bits([outcome]) === bits([told])),
					`The result of the cell ${told.cell} was told and is not stored.`,
				);
			const failed = stored.find(({ kind }) => kind === 'failed');
			demand(!failed, `A cell failed: ${JSON.stringify(failed)}`);
			const inHand = await page.evaluate(
				async (id) =>
					await window
						.skillet!.client['study.open']({ studyId: id })
						.then(({ runs }) => runs.reduce((sum, { step }) => sum + step, 0))
						.catch(() => 0),
				studyId,
			);
			return { step: stored.length * cellSteps + inHand, isFinished: stored.length === 4 };
		},
		async compareAndDelete(page) {
			const study = await smallStudy(page, seed);
			const whole = `${studyId} whole`;
			await page.evaluate(playStudy, JSON.stringify({ studyId: whole, study }));
			const isDone = async (id: string) => {
				const list = await window.skillet!.client['study.list']();
				const found = list.find(({ record }) => record.id === id);
				return found?.done === 4 && found.status.kind === 'idle';
			};
			// waitForFunction takes the promise of an asynchronous function for its answer.
			while (!(await page.evaluate(isDone, whole))) await sleep(200);
			const [some, all] = [await storedOutcomes(page, studyId), await storedOutcomes(page, whole)];
			demand(bits(some) === bits(all), 'The results of the study differ.');
			for (const id of [studyId, whole])
				await page.evaluate((id) => window.skillet!.client['study.delete']({ studyId: id }), id);
		},
	};
}

async function smallStudy(page: Page, seed: number): Promise<Study> {
	const experiment = await smallExperiment(page, { ...change, steps: cellSteps, seed });
	const ids = experiment.skills.map(({ id }) => id);
	return {
		version: 1,
		title: 'Soak',
		about: '',
		experiment,
		policies: ['mos', 'uniform'].map((id) => ({ label: id, id, settings: {} })),
		seeds: [seed, seed + 1],
		axes: {},
		budget: null,
		against: [],
		target: null,
		groups: { domain: ids, general: [] },
	};
}

/** In the page. */
async function playStudy(json: string): Promise<void> {
	const { client } = window.skillet!;
	const { studyId, study, order } = JSON.parse(json) as {
		readonly studyId: string;
		readonly study: Study;
		readonly order?: 'turns';
	};
	const list = await client['study.list']();
	if (!list.some(({ record }) => record.id === studyId))
		await client['study.create']({ studyId, study, keepRuns: false, ...(order && { order }) });
	await client['study.play']({ studyId });
}

const storedOutcomes = (page: Page, id: string): Promise<readonly CellOutcome[]> =>
	page.evaluate(async (studyId) => {
		const list = await window.skillet!.client['study.list']();
		if (!list.some(({ record }) => record.id === studyId)) return [];
		return (await window.skillet!.client['study.open']({ studyId })).outcomes;
	}, id);

/** The outcomes without their times. */
const bits = (outcomes: readonly CellOutcome[]): string =>
	JSON.stringify(
		outcomes
			.map((outcome) => ({ ...outcome, at: 0, studyId: '' }))
			.sort((a, b) => (a.cell < b.cell ? -1 : 1)),
		(key, value: unknown) => (/milliseconds$/i.test(key) ? 0 : value),
	);
