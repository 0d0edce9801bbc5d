/**
 * A comparison in turns with the real trainer: each of its runs has the events and weights of its
 * experiment trained alone, bit for bit.
 */
import { expect, test, vi } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { waitForEvent, type LabFixture } from '../../support/lab.ts';
import type { Study } from '#lab/study/study.ts';
import { quickSettings } from './quickSettings.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { openTrainingLab, outcome, play } from './trainedRuns.ts';

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

const studyId = 's';
const policies = ['proportional', 'mos', 'mospec', 'raise'];

/** Waits until a run has trained this step. */
const reached = (lab: LabFixture, step: number) =>
	waitForEvent(
		lab,
		(event): event is LabEvent & { event: 'run.events' } =>
			event.event === 'run.events' &&
			event.events.some((inRun) => inRun.type === 'step' && inRun.step >= step),
	);

/** Trains the experiment alone, as the workbench does. */
async function alone(lab: LabFixture, runId: string, experiment: Experiment) {
	await lab.client['run.create']({ runId, experiment });
	await play(lab, runId);
	return outcome(lab, runId);
}

test('each run equals its run alone, also after a pause and a reload', async () => {
	const first = await openTrainingLab(10);
	const { experiment } = first;
	const [{ id: target }] = experiment.skills;
	const study: Study = {
		version: 1,
		title: 'Turns',
		about: '',
		experiment,
		policies: policies.map((id) => ({ label: id, id, settings: quickSettings(id, target) })),
		seeds: [experiment.seed],
		axes: {},
		budget: null,
		against: [],
		target: null,
		groups: { domain: experiment.skills.map(({ id }) => id), general: [] },
	};
	await first.client['study.create']({ studyId, study, keepRuns: true, order: 'turns' });
	await first.client['study.play']({ studyId });
	await reached(first, 4);
	await first.client['study.pause']({ studyId });
	const { runs } = await first.client['study.open']({ studyId });
	expect(runs.map(({ end }) => end)).toEqual(policies.map(() => 'running'));
	// Blocks of a turn: no run is more than one turn ahead.
	expect(new Set(runs.map(({ step }) => step)).size).toBeLessThanOrEqual(2);

	const lab = await openTrainingLab(10, {}, first.stores);
	await lab.client['study.play']({ studyId });
	await vi.waitFor(async () => {
		const { outcomes } = await lab.client['study.open']({ studyId });
		expect(outcomes.map(({ kind }) => kind)).toEqual(policies.map(() => 'done'));
	}, 120_000);
	const ended = (await lab.client['study.open']({ studyId })).runs;
	const outcomes = [];
	for (const { id } of ended) outcomes.push(await outcome(lab, id));
	expect(new Set(outcomes.map(({ weights }) => String(weights))).size, 'the runs differ').toBe(4);
	for (const [i, run] of ended.entries())
		expect(await alone(lab, `alone ${i}`, run.experiment)).toEqual(outcomes[i]);
});
