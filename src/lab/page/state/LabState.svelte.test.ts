import { expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { encodeLink } from '#lab/run/link.ts';
import {
	exampleExperiment as experiment,
	exampleSkills,
} from '../../../../tests/support/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { runWords } from '#lab/page/workbench/statusWords.ts';
import { memoryStorage } from './browserStorage.ts';
import { withSwitchAt } from './experiments.ts';
import { LabState } from './LabState.svelte.ts';

const linked: Experiment = { ...experiment, seed: 7 };
const linkedFragment = `#${encodeLink(linked)}`;
const record = (id: string, end: RunRecord['end'], recorded = experiment): RunRecord => ({
	id,
	end,
	experiment: recorded,
	startedAt: 0,
	backend: 'wasm',
	step: end === 'running' ? 40 : recorded.steps,
});

const refusal = (text: string) => new InputError(asMessage(text));

const score = { loss: 2, exact: 0.5, tokenAccuracy: 0.5, examples: 2, right: '8' };
const tested: readonly RunEvent[] = [
	{
		type: 'evaluation',
		step: 0,
		skills: experiment.skills.map(() => score),
		averageExact: 0.5,
		worstExact: null,
		milliseconds: 1,
	},
];

/** A lab with the calls of these tests. */
function makeLab(runs: readonly RunRecord[] = []) {
	let listener: (event: LabEvent) => void = () => {};
	const stored = new Map(runs.map((run) => [run.id, run]));
	const calls = {
		'run.create': vi.fn(
			async ({ runId, experiment: created }: { runId: string; experiment: Experiment }) => {
				stored.set(runId, record(runId, 'running', created));
				return stored.get(runId);
			},
		),
		'run.resume': vi.fn(async ({ runId }: { runId: string }) => ({
			record: stored.get(runId),
			events: [],
		})),
		'run.test': vi.fn(async () => tested),
		'run.play': vi.fn(async () => {}),
		'run.pause': vi.fn(async () => ({ step: 0 })),
		'run.list': vi.fn(async () => [...stored.values()]),
		'run.events': vi.fn(async (): Promise<readonly RunEvent[]> => []),
		'run.delete': vi.fn(async ({ runId }: { runId: string }) => void stored.delete(runId)),
		'run.switchPolicy': vi.fn(async () => experiment),
		'run.checkpoints': vi.fn(async () => [0, 50]),
		'run.fork': vi.fn(async ({ newRunId, step }: { newRunId: string; step: number }) => {
			stored.set(newRunId, { ...record(newRunId, 'running'), step });
			return { record: stored.get(newRunId), events: [] };
		}),
		subscribe: (listen: typeof listener) => {
			listener = listen;
			return () => {};
		},
	};
	let id = 0;
	const storage = memoryStorage();
	const lab = new LabState(calls as unknown as LabClient, {
		nextFrame: (callback) => callback(),
		newId: () => `new ${++id}`,
		parts: { places: [], hideable: [] },
		storage,
	});
	const info = {
		runs,
		skills: exampleSkills,
		models: [{ sha256: experiment.model.sha256, parameters: 1000 }],
		device: { backend: 'wasm' },
		policies: [],
		keepsData: true,
		defaultExperiment: experiment,
	} as unknown as LabInfo;
	return {
		lab,
		calls,
		open: (fragment = '', runId?: string) => lab.open(Promise.resolve(info), fragment, runId),
		tell: (event: LabEvent) => listener(event),
	};
}

const said = (lab: LabState) => lab.notices.notices.map(({ message }) => message);

async function openLab(...runs: Parameters<typeof makeLab>) {
	const made = makeLab(...runs);
	await made.open();
	return made;
}

test('runs, lanes and studies count as training until the last one rests', async () => {
	const { lab, tell } = await openLab();
	expect(lab.isTraining).toBe(false);
	const status = (event: object) => tell(event as LabEvent);
	const running = { kind: 'running', step: 0, pace: { kind: 'full' } };
	status({ event: 'run.status', runId: 'lane 1', status: { kind: 'preparing', step: 0 } });
	status({ event: 'run.status', runId: 'lane 2', status: running });
	status({ event: 'study.status', studyId: 'study', status: { kind: 'running' } });
	status({ event: 'run.status', runId: 'lane 1', status: { kind: 'paused', step: 3 } });
	status({ event: 'run.status', runId: 'lane 2', status: { kind: 'finished', step: 9 } });
	expect(lab.isTraining).toBe(true);
	status({ event: 'study.status', studyId: 'study', status: { kind: 'idle' } });
	expect(lab.isTraining).toBe(false);
});

test('a link puts its experiment on the workbench, and a broken link changes nothing', async () => {
	const good = makeLab();
	await good.open(linkedFragment);
	expect(good.lab.experiment).toEqual(linked);

	const bad = makeLab();
	await bad.open('#broken');
	expect(bad.lab.status.kind).toBe('ready');
	expect(bad.lab.experiment).toEqual(experiment);
	expect(bad.lab.notices.notices[0]).toMatchObject({
		level: 'error',
		message: expect.stringMatching(/^The link cannot be opened: /) as string,
	});
});

test('an interrupted run opens after a reload, or a notice offers it', async () => {
	const reloaded = await openLab([record('cut', 'running')]);
	expect(reloaded.lab.run?.id).toBe('cut');
	expect(reloaded.lab.run?.status).toEqual({ kind: 'paused', step: 40 });

	const other = makeLab([record('cut', 'running')]);
	await other.open(linkedFragment);
	expect(other.lab.run).toBeNull();
	expect(other.lab.notices.notices[0].action?.label).toBeDefined();

	// The link of a policy that the run was switched to, just before the reload.
	const switched = makeLab([record('cut', 'running')]);
	await switched.open(linkedFragment, 'cut');
	expect(switched.lab.run?.id).toBe('cut');

	const left = await openLab([record('newer', 'finished'), record('left', 'running')]);
	expect(left.lab.run).toBeNull();
	expect(left.lab.notices.notices[0].action?.label).toBeDefined();
});

test('the list of runs has a paused run with its step', async () => {
	const { lab, calls, tell } = await openLab();
	const run = await lab.ensureRun();
	calls['run.list'].mockResolvedValueOnce([{ ...record(run.id, 'running'), step: 10 }]);
	tell({ event: 'run.status', runId: run.id, status: { kind: 'paused', step: 10 } });
	await vi.waitFor(() => expect(lab.info?.runs).toMatchObject([{ id: run.id, step: 10 }]));
});

test('before the first step a policy replaces the first policy and keeps switches', async () => {
	const { lab, calls } = await openLab();
	await lab.switchPolicy('proportional', {});
	expect(lab.experiment?.policy).toEqual([
		{ fromStep: 0, id: 'proportional', settings: {} },
		...experiment.policy.filter(({ fromStep }) => fromStep > 0),
	]);
	expect(calls['run.switchPolicy']).not.toHaveBeenCalled();
});

test('after the end of a run a policy replaces all its policies', async () => {
	const switched = withSwitchAt(experiment, 50, { id: 'uniform', settings: {} });
	const { lab } = await openLab([record('old', 'finished', switched)]);
	await lab.openRun('old');
	await lab.switchPolicy('proportional', {});
	expect(lab.experiment?.policy).toEqual([{ fromStep: 0, id: 'proportional', settings: {} }]);
});

test('ensureRun creates one run, which receives events before the call returns', async () => {
	const { lab, calls, tell } = await openLab();
	const runs = [lab.ensureRun(), lab.ensureRun()];
	tell({ event: 'run.status', runId: 'new 1', status: { kind: 'preparing', step: 0 } });
	tell({
		event: 'run.events',
		runId: 'new 1',
		events: [{ type: 'warning', step: 0, message: 'early' }],
	});
	await Promise.all(runs);
	expect(calls['run.create']).toHaveBeenCalledTimes(1);
	expect(lab.run?.warnings).toMatchObject([{ step: 0, message: 'early' }]);
});

test('a run that fails at its creation leaves the workbench as it was, with a notice', async () => {
	const { lab, calls } = await openLab();
	calls['run.create'].mockRejectedValueOnce(refusal('The model is not there.'));
	await lab.play({ kind: 'full' });
	expect(lab.run).toBeNull();
	expect(lab.notices.notices[0].message).toContain('The model is not there.');
	calls['run.create'].mockRejectedValueOnce(refusal('No row fits.'));
	await lab.play({ kind: 'full' });
	expect(said(lab)).toEqual([expect.stringContaining('No row fits.')]);
	lab.put(linked);
	expect(lab.notices.notices).toEqual([]);
	await lab.play({ kind: 'full' });
	expect(lab.notices.notices).toEqual([]);
});

test('a refused Train is one error, and the news before it has left', async () => {
	const { lab, calls } = await openLab();
	lab.notices.say('info', () => 'Older news.');
	calls['run.create'].mockRejectedValue(refusal('The disk is full.'));
	for (const press of [1, 2]) {
		await lab.play({ kind: 'full' });
		expect(said(lab), `press ${press}`).toEqual([expect.stringContaining('The disk is full.')]);
	}
});

test('a fork opens on the workbench, and its parent becomes the ghost', async () => {
	const { lab, calls } = await openLab([record('old', 'finished'), record('other', 'finished')]);
	await lab.openRun('old');
	const policy = { id: 'proportional', settings: {} };
	await lab.fork(50, { policy });
	const request = { runId: 'old', step: 50, newRunId: 'new 1' };
	expect(calls['run.fork']).toHaveBeenCalledWith({ ...request, policy });
	expect(lab.run).toMatchObject({ id: 'new 1', status: { kind: 'paused', step: 50 } });
	expect(lab.ghost?.id).toBe('old');
	await lab.fork(50, { run: record('other', 'finished') });
	expect(calls['run.fork']).toHaveBeenLastCalledWith({
		...request,
		runId: 'other',
		newRunId: 'new 2',
	});
	expect(lab.ghost?.id).toBe('other');
	// Its curves stay for another seed, but not for other skills.
	lab.put({ ...experiment, seed: 99 });
	expect(lab.ghost?.id).toBe('other');
	lab.put({ ...experiment, skills: experiment.skills.slice(1) });
	expect(lab.ghost).toBeNull();
});

test('a model of the visitor is shown by its name, and as absent once it is deleted', async () => {
	const { lab } = await openLab();
	const ref = { id: 'file:fcb4a2de0a3d', sha256: 'f'.repeat(64) };
	expect(lab.modelName(ref)).toBe('a model that is not here (fcb4a2de)');
	const [model] = lab.info!.models;
	lab.info = { ...lab.info!, models: [{ ...model, ...ref, name: 'my model' }] };
	expect(lab.modelName(ref)).toBe('my model');
});

test('a fork without a checkpoint repeats the steps before it, with a notice', async () => {
	const { lab, calls } = await openLab([record('old', 'finished')]);
	await lab.openRun('old');
	await lab.fork(200, { policy: { id: 'proportional', settings: {} } });
	expect(calls['run.fork']).not.toHaveBeenCalled();
	expect(lab.notices.notices.at(-1)?.message).toContain('200');
	expect(lab.experiment?.policy.map(({ fromStep, id }) => [fromStep, id])).toEqual([
		[0, experiment.policy[0].id],
		[200, 'proportional'],
	]);
	expect(calls['run.play']).toHaveBeenCalledWith({
		runId: lab.run?.id,
		pace: { kind: 'until', step: 200 },
	});
	expect(lab.ghost?.id).toBe('old');
});

test('a refused fork leaves the workbench as it was, with a notice', async () => {
	const { lab, calls } = await openLab([record('old', 'finished')]);
	await lab.openRun('old');
	calls['run.fork'].mockRejectedValueOnce(refusal('The run ends with step 50.'));
	await lab.fork(50);
	expect(lab.run?.id).toBe('old');
	expect(lab.notices.notices.at(-1)?.message).toContain('ends with step 50');
});

test('a run that a reload interrupts says up to which step it repeats itself', async () => {
	const { lab, open, tell, calls } = makeLab([record('old', 'running')]);
	calls['run.events'].mockResolvedValue(tested);
	await open();
	expect(lab.run?.repeatsTo).toBeNull();
	const status = { kind: 'running', step: 57, pace: { kind: 'full' } } as const;
	tell({ event: 'run.status', runId: 'old', status });
	lab.noteClosing();
	calls['run.resume'].mockImplementationOnce(async () => {
		expect(runWords(lab.run)).toEqual(['Opening the run at step 40…']);
		return { record: record('old', 'running'), events: [] };
	});
	await lab.openRun('old');
	expect(lab.notices.notices).toEqual([]);
	expect(lab.run?.step).toBe(40);
	expect(lab.run?.repeatsTo).toBe(57);
	expect(runWords(lab.run)).toEqual([
		'Paused at step 40. Up to step 57 it trains again, bit for bit.',
	]);
	tell({ event: 'run.status', runId: 'old', status });
	expect(lab.run?.repeatsTo).toBeNull();
});

test('a run that opens slowly does not replace a newer experiment', async () => {
	const { lab, calls } = await openLab([record('old', 'finished')]);
	let reply = () => {};
	calls['run.resume'].mockReturnValueOnce(
		new Promise(
			(resolve) => (reply = () => resolve({ record: record('old', 'finished'), events: [] })),
		),
	);
	const opening = lab.openRun('old');
	await vi.waitFor(() => expect(calls['run.resume']).toHaveBeenCalled());
	lab.put(linked);
	reply();
	await opening;
	expect(lab.run).toBeNull();
	expect(lab.experiment).toEqual(linked);
});

test('only a run of the link’s experiment, trained here, can repeat its results', async () => {
	const expected = {
		steps: linked.steps,
		bits: '0123456789abcdef',
		skills: linked.skills.map(() => ({ loss: 1, exact: null })),
		backend: 'wasm',
	} as const;
	const { lab } = await openLab([
		{ ...record('from a file', 'finished', linked), imported: true },
		record('trained here', 'finished', linked),
	]);
	lab.openLink(`#${encodeLink(linked, { expected })}`);
	expect(lab.repeatable?.expected).toEqual(expected);
	await lab.openRun('from a file');
	expect(lab.repeatable).toBeNull();
	await lab.openRun('trained here');
	expect(lab.repeatable?.expected).toEqual(expected);
	lab.configure((changed) => ({ ...changed, steps: 20, policy: changed.policy.slice(0, 1) }));
	expect(lab.repeatable).toBeNull();
	lab.put({ ...linked, model: { ...linked.model, id: 'its name here' } });
	expect(lab.repeatable).not.toBeNull();
});

test('the status says why the lab has stopped, and the experiment stays', async () => {
	const { lab, tell } = await openLab();
	tell({ event: 'lab.superseded', isDeleted: false });
	expect(lab.status.kind).toBe('superseded');
	tell({ event: 'lab.superseded', isDeleted: true });
	expect(lab.status.kind).toBe('deleted');
	tell({ event: 'lab.crashed', error: { code: 'internal', message: 'gone' } });
	expect(lab.status).toMatchObject({ kind: 'broken', error: { message: 'gone' } });
	expect(lab.experiment).toEqual(experiment);
});

test('Train after the choice of a policy uses that policy', async () => {
	const { lab, calls } = await openLab();
	const picked = lab.switchPolicy('proportional', {});
	await Promise.all([picked, lab.play({ kind: 'full' })]);
	expect(calls['run.create']).toHaveBeenCalledOnce();
	expect(lab.run?.experiment.policy[0]).toEqual({ fromStep: 0, id: 'proportional', settings: {} });
});

test('a kept preparation is in the experiment, or in the switch of a run', async () => {
	const { lab, calls } = await openLab();
	await lab.switchPolicy('raise', { episodes: 2 }, 'ab'.repeat(32));
	expect(lab.experiment?.policy[0]).toMatchObject({ id: 'raise', artefact: 'ab'.repeat(32) });
	await lab.play({ kind: 'until', step: 1 });
	await lab.switchPolicy('raise', {}, 'cd'.repeat(32));
	expect(calls['run.switchPolicy']).toHaveBeenCalledWith({
		runId: lab.run?.id,
		id: 'raise',
		settings: {},
		artefact: 'cd'.repeat(32),
	});
});

test('the base model is tested before Train, and Train begins with that run', async () => {
	const { lab, calls } = await openLab();
	expect(lab.shownRun).toBeNull();
	await lab.untrained.prepare(lab);
	const shown = lab.shownRun!;
	expect([lab.run, shown.history.base?.averageExact]).toEqual([null, 0.5]);
	await lab.play({ kind: 'full' });
	expect(lab.run).toBe(shown);
	expect(calls['run.create'].mock.calls[0][0].runId).toBe(shown.id);
	expect(calls['run.test'].mock.calls).toEqual([[{ runId: shown.id, experiment }]]);

	// The same experiment again, and another policy: the answers are known.
	lab.reset();
	await lab.untrained.prepare(lab);
	expect([lab.shownRun!.id === shown.id, lab.shownRun!.history.length]).toEqual([false, 0]);
	lab.configure((before) => ({ ...before, steps: 20 }));
	expect(lab.shownRun).toBeNull();
	await lab.untrained.prepare(lab);
	expect(lab.shownRun!.history.base?.averageExact).toBe(0.5);
	expect(calls['run.test']).toHaveBeenCalledOnce();

	// Other skills: another test.
	lab.configure((before) => ({ ...before, skills: before.skills.slice(0, 2) }));
	await lab.untrained.prepare(lab);
	expect(calls['run.test']).toHaveBeenCalledTimes(2);
});

test('a large model, or a slow engine, is not tested before Train', async () => {
	const { lab, calls } = await openLab();
	const { device, models } = lab.info!;
	lab.info = { ...lab.info!, models: [{ ...models[0], parameters: 5e8 }] };
	await lab.untrained.prepare(lab);
	lab.info = { ...lab.info, models, device: { ...device, backend: 'tfjs' } };
	await lab.untrained.prepare(lab);
	expect(calls['run.test']).not.toHaveBeenCalled();
});
