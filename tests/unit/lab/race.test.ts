/**
 * A race with the real trainer: its lanes take steps in turn, and each has the events
 * and weights of its experiment trained alone, bit for bit.
 */
import { expect, test } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { waitForEvent, type LabFixture } from '../../support/lab.ts';
import { quickSettings } from './quickSettings.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { curve, openTrainingLab, outcome, play } from './trainedRuns.ts';

const tinyLane = {
	model: tinyModel,
	skills: tinySkills,
	settings: tinySettings([{ fromStep: 0, id: 'mos', settings: {} }]),
};

test('lanes share the temporaries of the device, and each has its own vectors', async () => {
	const device = await openNodeDevice();
	const before = device.memory();
	const held = async (lanes: number) => {
		const trainers = [];
		for (let lane = 0; lane < lanes; lane++)
			trainers.push(await createTrainer({ device, ...tinyLane }));
		for (const trainer of trainers) {
			await trainer.start();
			await trainer.next();
		}
		const { vectors, temporaries } = device.memory();
		for (const trainer of trainers) trainer.dispose();
		return { vectors: vectors - before.vectors, temporaries };
	};
	const first = await held(1);
	expect(first.vectors).toBeGreaterThan(0);
	expect(first.temporaries).toBeGreaterThan(0);
	expect(await held(4)).toEqual({ ...first, vectors: 4 * first.vectors });
});

type Lanes = readonly { readonly runId: string; readonly experiment: Experiment }[];
const ids = [0, 1, 2, 3].map((lane) => `lane ${lane}`);

async function openTab(stores?: Parameters<typeof openTrainingLab>[2]) {
	const lab = await openTrainingLab(10, {}, stores);
	const [{ id: target }] = lab.experiment.skills;
	const lanes: Lanes = ['proportional', 'mos', 'mospec', 'raise'].map((id, lane) => ({
		runId: ids[lane],
		experiment: {
			...lab.experiment,
			policy: [{ fromStep: 0, id, settings: quickSettings(id, target) }],
		},
	}));
	return { ...lab, lanes };
}

/** Resolves when each of the runs has the status. */
const reached = (lab: LabFixture, runIds: readonly string[], kind: string) =>
	Promise.all(
		runIds.map((runId) =>
			waitForEvent(
				lab,
				(event): event is LabEvent & { event: 'run.status' } =>
					event.event === 'run.status' && event.runId === runId && event.status.kind === kind,
			),
		),
	);
async function trainTo(lab: LabFixture, runIds: readonly string[], step: number) {
	lab.events.length = 0;
	await lab.client['race.play']({ ids: runIds, pace: { kind: 'until', step } });
	await reached(lab, runIds, 'paused');
}
const trainToEnd = async (lab: LabFixture, runIds: readonly string[]) => {
	lab.events.length = 0;
	await lab.client['race.play']({ ids: runIds, pace: { kind: 'full' } });
	await reached(lab, runIds, 'finished');
};

/** Trains the experiment alone, as the workbench does. */
async function alone(lab: LabFixture, runId: string, experiment: Experiment) {
	await lab.client['run.create']({ runId, experiment });
	await play(lab, runId);
	return outcome(lab, runId);
}

test('each lane equals its run alone, also after a switch, a drop and a reload', async () => {
	const first = await openTab();
	await first.client['race.create']({ raceId: 'test', lanes: first.lanes });
	await trainTo(first, ids, 4);
	const settings = quickSettings('odm', first.experiment.skills[0].id);
	await first.client['run.switchPolicy']({ runId: ids[0], id: 'odm', settings });
	await trainTo(first, ids, 5);
	await first.client['run.stop']({ runId: ids[2] });

	const lab = await openTab(first.stores);
	const going = [ids[0], ids[1], ids[3]];
	await trainToEnd(lab, going);
	const records = await lab.client['run.list']();
	const findExperiment = (runId: string) => records.find(({ id }) => id === runId)!.experiment;
	expect(findExperiment(ids[0]).policy).toMatchObject([
		{ fromStep: 0, id: 'proportional' },
		{ fromStep: 4, id: 'odm' },
	]);
	const outcomes = [];
	for (const runId of going) outcomes.push(await outcome(lab, runId));
	const weights = outcomes.map((each) => each.weights);
	expect(new Set(weights.map(String)).size, 'the lanes differ').toBe(3);
	for (const [i, runId] of going.entries())
		expect(await alone(lab, `alone ${i}`, findExperiment(runId))).toEqual(outcomes[i]);
	const dropped = curve(await lab.client['run.events']({ runId: ids[2] }));
	await lab.client['run.create']({ runId: 'alone', experiment: findExperiment(ids[2]) });
	await play(lab, 'alone', { kind: 'until', step: 5 }, 'paused');
	await lab.client['run.stop']({ runId: 'alone' });
	expect(curve(await lab.client['run.events']({ runId: 'alone' }))).toEqual(dropped);
});
