import { expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { InputError, NonFiniteError } from '#engine/core/errors.ts';
import { asMessage, statementText } from '#engine/core/message.ts';
import type { Evaluation, RunEvent } from '#lab/training/events.ts';
import { runRecord, stepEvents } from '../../../../tests/support/labValues.ts';
import { studyRecord } from '../../../../tests/support/studyValues.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { StorageError } from '#engine/core/errors.ts';
import { openStoresForEachTest, stores } from '../../../../tests/support/openTab.ts';
import { studyStores } from './store.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { Study, StudyRecord } from '#lab/study/study.ts';
import type { StudyStatus } from './Comparisons.ts';
import { cellRunId, Comparisons } from './Comparisons.ts';
import type { OpenToEnd, ToEndProgress } from '#lab/run/trainToEnd.ts';

const evaluation = (exact: number): Evaluation => ({
	skills: [{ loss: 1, exact, tokenAccuracy: 0.5, examples: 40 }],
	averageExact: exact,
	worstExact: { skill: 0, exact },
});
/** Policy and seed decide the score, so each cell has its own. */
const makeExact = ({ policy, seed }: Experiment) => seed / 100 + policy[0].id.length / 1000;
const makeEvents = (experiment: Experiment): RunEvent[] => [
	{ type: 'evaluation', step: 0, milliseconds: 1000, ...evaluation(0) },
	...stepEvents(1, 3),
	{ type: 'evaluation', step: 3, milliseconds: 500, ...evaluation(makeExact(experiment)) },
	{ type: 'finished', step: 3 },
];
const aborted = () => new DOMException('Something else was trained.', 'AbortError');
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

interface Training {
	readonly runId: string;
	readonly experiment: Experiment;
	readonly report: (progress: ToEndProgress) => void;
	readonly finish: () => void;
	readonly fail: (error: Error) => void;
}

openStoresForEachTest(studyStores);
let clock = 0;

/** A queue whose runs end at the test's command; `auto`: at once. */
function makeLab(auto = true) {
	const trainings: Training[] = [];
	/** Ids of the runs that train, in the order of their starts. */
	const trained: string[] = [];
	const paces: Pace[] = [];
	const told: string[] = [];
	const statuses: StudyStatus[] = [];
	const failing = new Map<string, Error>();
	const open: OpenToEnd = async ({ runId, experiment, group }, { signal, report }) => {
		signal.throwIfAborted();
		let finish: () => void = () => undefined;
		let fail: (error: Error) => void = () => undefined;
		const ended = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]));
		// It can be aborted before it is awaited.
		ended.catch(() => undefined);
		signal.addEventListener('abort', () => fail(aborted()));
		if (!(await stores.runs.get(runId)))
			await stores.runs.create(runRecord({ id: runId, experiment, ...(group && { group }) }));
		trainings.push({ runId, experiment, report, finish, fail });
		const failure = failing.get(experiment.policy[0].id);
		if (failure) fail(failure);
		else if (auto) finish();
		const train = async () => {
			trained.push(runId);
			await ended;
			await stores.runs.update(
				runRecord({ id: runId, experiment, ...(group && { group }), end: 'finished' }),
				[],
			);
			return { events: makeEvents(experiment), backend: 'wasm' };
		};
		return { train, keepPace: (pace) => void paces.push(pace) };
	};
	const queue = new Comparisons({
		studies: stores.studies,
		runs: stores.runs,
		listSkills: async () => [],
		open,
		forget: (runId) => stores.runs.delete(runId),
		watcher: {
			status: (_id, status) => void statuses.push(status),
			outcome: ({ kind, factors }) => void told.push(`${kind} ${factors.policy} ${factors.seed}`),
		},
		now: () => ++clock,
	});
	const rested = () =>
		vi.waitFor(() => {
			if (queue.status('study-1').kind !== 'idle') throw new Error('It is going.');
		});
	return { trainings, trained, paces, told, statuses, failing, queue, rested };
}

/** In the order of the training. */
const stored = async () =>
	(await stores.studies.outcomes('study-1'))
		.sort((a, b) => a.at - b.at)
		.map((outcome) =>
			outcome.kind === 'done'
				? [outcome.factors.policy, outcome.factors.seed, outcome.result.final.averageExact]
				: [outcome.factors.policy, outcome.factors.seed, statementText(outcome.message)],
		);
const all = [
	['uniform', 1, 0.017],
	['proportional', 1, 0.022],
	['uniform', 2, 0.027],
	['proportional', 2, 0.032],
];
const runs = async () => (await stores.runs.list()).map(({ id }) => id);
const withStudy = (changes: Partial<Study>) =>
	studyRecord({ study: { ...studyRecord().study, ...changes } });

it('trains every cell once, stores its result, and leaves no run', async () => {
	const lab = makeLab();
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await lab.rested();
	expect(await stored()).toEqual(all);
	expect(lab.told).toEqual([
		'done uniform 1',
		'done proportional 1',
		'done uniform 2',
		'done proportional 2',
	]);
	const [first] = await stores.studies.outcomes('study-1');
	expect(first).toMatchObject({ result: { steps: 3, backend: 'wasm' } });
	// Two evaluations and three steps of 80 ms: the time comes from the events.
	expect(first).toMatchObject({ result: { totalMilliseconds: 1740, trainingMilliseconds: 240 } });
	expect(await runs()).toEqual([]);
	expect(await stores.studies.get('study-1')).toEqual(studyRecord());
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle' });
});

it('keeps the runs under a name if the study asks for it', async () => {
	const lab = makeLab();
	await stores.studies.put(studyRecord({ keepRuns: true }));
	await lab.queue.play('study-1');
	await lab.rested();
	const names = (await stores.runs.list()).map(({ name }) => name);
	expect(names.sort()[0]).toBe('proportional, seed 1 · Uniform or proportional “Ä”');
	expect(names).toHaveLength(4);
	// Kept runs belong to the visitor, so a deleted study leaves them.
	await lab.queue.delete('study-1');
	expect(await runs()).toHaveLength(4);
	expect(await stores.studies.list()).toEqual([]);
});

const inTurns = (changes: Partial<StudyRecord> = {}) => studyRecord({ order: 'turns', ...changes });

it('in turns: the cells of a seed are open before one of them trains', async () => {
	const lab = makeLab(false);
	await stores.studies.put(inTurns());
	await lab.queue.play('study-1', { kind: 'slow', milliseconds: 5 });
	await vi.waitFor(() => expect(lab.trained).toHaveLength(2));
	expect(lab.trainings.map(({ experiment }) => experiment.seed)).toEqual([1, 1]);
	expect(lab.trained).toEqual(lab.trainings.map(({ runId }) => runId));
	await lab.queue.play('study-1', { kind: 'full' });
	expect(lab.paces).toEqual([{ kind: 'full' }, { kind: 'full' }]);
	lab.trainings[1].finish();
	await vi.waitFor(() => expect(lab.told).toEqual(['done proportional 1']));
	lab.trainings[0].fail(new InputError(asMessage('No such skill.')));
	// The next seed follows when all lanes of this one have ended.
	await vi.waitFor(() => expect(lab.trained).toHaveLength(4));
	expect(lab.told).toEqual(['done proportional 1', 'failed uniform 1']);
	lab.trainings[2].fail(aborted());
	await lab.rested();
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle', why: 'deviceInUse' });
	expect(await runs()).toEqual(lab.trained.slice(2).toReversed());
});

it('seeds that are added are trained, and the results so far stay', async () => {
	const lab = makeLab();
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await lab.rested();
	const { study } = await lab.queue.addSeeds('study-1', 2);
	expect(study.seeds).toEqual([1, 2, 3, 4]);
	await lab.queue.play('study-1');
	await lab.rested();
	expect((await stored()).slice(0, 4)).toEqual(all);
	expect((await stored()).map(([, seed]) => seed)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
	expect(lab.trainings).toHaveLength(8);
});

it('cuts a long name of a run between two characters', async () => {
	const lab = makeLab();
	const record = studyRecord({ keepRuns: true });
	const title = `x${'😀'.repeat(90)}`;
	await stores.studies.put({ ...record, study: { ...record.study, title } });
	await lab.queue.play('study-1');
	await lab.rested();
	for (const { name = '' } of await stores.runs.list()) {
		expect(name.length).toBeLessThanOrEqual(120);
		expect(name).toMatch(/😀…$/u);
	}
});

it('reports the running cell and its progress', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	const progress = { step: 7, steps: 20, doing: null, millisecondsPerStep: 12 };
	lab.trainings[0].report(progress);
	const cell = lab.trainings[0].runId.split(':')[2];
	const running = { kind: 'running', progress: { [cell]: progress } };
	expect(lab.queue.status('study-1')).toEqual(running);
	expect(lab.statuses.at(-1)).toEqual(running);
	expect((await stores.studies.get('study-1'))?.going).toBe(true);
	await lab.queue.delete('study-1');
	expect(await runs()).toEqual([]);
});

it('a pause keeps the current cell’s run, which resumes, also after a reload', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	lab.trainings[0].finish();
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(2));
	await lab.queue.pause('study-1');
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle' });
	expect(await runs()).toEqual([lab.trainings[1].runId]);
	expect((await stores.studies.get('study-1'))?.going).toBe(false);
	expect(await stored()).toEqual(all.slice(0, 1));

	const reloaded = makeLab();
	await reloaded.queue.play('study-1');
	await reloaded.rested();
	expect(reloaded.trainings.map(({ runId }) => runId)[0]).toBe(lab.trainings[1].runId);
	expect(reloaded.trainings).toHaveLength(3);
	expect(await stored()).toEqual(all);
	expect(await runs()).toEqual([]);
});

it('a study that a reload interrupted is marked until it is paused or resumed', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	const reloaded = makeLab();
	expect(reloaded.queue.status('study-1')).toEqual({ kind: 'idle' });
	expect((await stores.studies.get('study-1'))?.going).toBe(true);
	await reloaded.queue.pause('study-1');
	expect((await stores.studies.get('study-1'))?.going).toBe(false);
});

it('pauses with a reason if something else uses the device', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	lab.trainings[0].fail(aborted());
	await lab.rested();
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle', why: 'deviceInUse' });
	expect(await stored()).toEqual([]);
	expect(await runs()).toEqual([lab.trainings[0].runId]);
	expect((await stores.studies.get('study-1'))?.going).toBe(false);
});

it('a failed cell has a reason, the others train, and a retry starts again', async () => {
	const lab = makeLab();
	await stores.studies.put(studyRecord());
	const cause = new NonFiniteError(asMessage('The loss of step 2 is not a number.'));
	const message = `${cause.message} Everything up to step 0 is kept.`;
	lab.failing.set('proportional', new NonFiniteError(asMessage(`${message}`), {}, { cause }));
	await lab.queue.play('study-1');
	await lab.rested();
	expect(await stored()).toEqual([
		all[0],
		['proportional', 1, cause.message],
		all[2],
		['proportional', 2, cause.message],
	]);
	expect(await runs()).toEqual([]);

	lab.failing.clear();
	const failed = (await stores.studies.outcomes('study-1')).filter(({ kind }) => kind === 'failed');
	await lab.queue.retry('study-1', [failed[0].cell]);
	await lab.rested();
	expect((await stored()).filter(([, , what]) => what === cause.message)).toHaveLength(1);
	await lab.queue.retry('study-1');
	await lab.rested();
	expect((await stored()).sort()).toEqual([...all].sort());
	expect(lab.trainings).toHaveLength(6);
});

it('if a result cannot be stored, the study stops; the resumed study stores it', async () => {
	const lab = makeLab();
	await stores.studies.put(studyRecord());
	vi.spyOn(stores.studies, 'putOutcome').mockRejectedValueOnce(
		new StorageError(asMessage('The disk is full.')),
	);
	await lab.queue.play('study-1');
	await lab.rested();
	const status = lab.queue.status('study-1');
	expect(status).toMatchObject({ kind: 'idle', error: { code: 'storage' } });
	expect(await stored()).toEqual([]);
	expect(await runs()).toEqual([lab.trainings[0].runId]);
	await lab.queue.play('study-1');
	await lab.rested();
	expect(await stored()).toEqual(all);
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle' });
});

it('the mean mix of a failed cell waits, and is not a failed cell', async () => {
	const lab = makeLab();
	const mean = {
		label: 'mean of proportional',
		id: 'replay',
		settings: {},
		meanOf: 'proportional',
	};
	const { policies } = studyRecord().study;
	await stores.studies.put(withStudy({ policies: [...policies, mean], seeds: [1] }));
	lab.failing.set('proportional', new InputError(asMessage('No such skill.')));
	await lab.queue.play('study-1');
	await lab.rested();
	expect(await stored()).toEqual([all[0], ['proportional', 1, 'No such skill.']]);
	lab.failing.clear();
	await lab.queue.retry('study-1');
	await lab.rested();
	expect((await stored()).map(([policy]) => policy)).toEqual([
		'uniform',
		'proportional',
		'mean of proportional',
	]);
	// The study has one skill, so its share in the mean mix is 1.
	expect(lab.trainings.at(-1)?.experiment.policy[0].settings.ratios).toEqual({ addition: 1 });
});

it('one study trains at a time: starting another pauses it', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await stores.studies.put(studyRecord({ id: 'study-2' }));
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	await lab.queue.play('study-2');
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle' });
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(2));
	const key = lab.trainings[0].runId.split(':')[2];
	expect(lab.trainings[1].runId).toBe(cellRunId('study-2', key));
	// Two requests come at the same time: one study trains, and the other waits.
	await Promise.all([lab.queue.play('study-1'), lab.queue.play('study-2')]);
	await nextTask();
	const kinds = ['study-1', 'study-2'].map((id) => lab.queue.status(id).kind);
	expect(kinds.sort()).toEqual(['idle', 'running']);
	await Promise.all([lab.queue.delete('study-1'), lab.queue.delete('study-2')]);
	expect(await runs()).toEqual([]);
});

it('requests for an unknown study fail', async () => {
	const { queue } = makeLab();
	await expect(queue.play('gone')).rejects.toThrow(
		failure('The lab has no such study: it was deleted, or made elsewhere. Choose another.'),
	);
	await expect(queue.pause('gone')).rejects.toThrow(InputError);
});

it('a start does not overtake an earlier request', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await Promise.all([lab.queue.play('study-1'), lab.queue.pause('study-1')]);
	expect(lab.queue.status('study-1')).toEqual({ kind: 'idle' });
	expect(await stores.studies.get('study-1')).toMatchObject({ going: false });

	await Promise.all([lab.queue.play('study-1'), lab.queue.delete('study-1')]);
	await nextTask();
	expect(await stores.studies.list()).toEqual([]);
	expect(await runs()).toEqual([]);
});

it('a study that another tab deletes while it runs stays deleted', async () => {
	const lab = makeLab(false);
	await stores.studies.put(studyRecord());
	await lab.queue.play('study-1');
	await vi.waitFor(() => expect(lab.trainings).toHaveLength(1));
	await stores.studies.delete('study-1');
	await lab.queue.pause('study-1');
	expect(await stores.studies.list()).toEqual([]);
});
