/** Runs of every policy on the real trainer: a file holds all their events and resumes them. */
import { expect, test } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { readRunFile, runFile } from '#lab/features/runs/model/runFile.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { mixingPolicies, type MixingPolicy } from '#mixing/index.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { quickSettings } from './quickSettings.ts';
import { tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { openTrainer, trainTo } from '../../support/tinyTrainer.ts';

const device = await openNodeDevice();

const skills = tinySkills.map(({ info, use }): Experiment['skills'][number] => ({
	id: info.id,
	name: info.name,
	version: 1,
	sha256: info.fingerprint,
	use,
}));

/** Those that do not learn tell no more than shares. */
const told = (mixingPolicies as readonly MixingPolicy[])
	.filter(({ id, group = 'fixed' }) => group !== 'fixed' || id === 'timetable')
	.map(({ id }) => id);
test.each(told)('%s', async (id) => {
	const settings = quickSettings(id, 'copy');
	const experiment: Experiment = {
		...tinySettings([{ fromStep: 0, id, settings }]),
		version: 1,
		model: { id: 'tiny', sha256: '0'.repeat(64) },
		skills,
		checkpointEvery: 6,
	};
	const trainer = await openTrainer(device, experiment);
	const events = [...(await trainer.start())];
	while (trainer.step < 6) events.push(...(await trainer.next()));
	const checkpoint = { runId: 'r', ...(await trainer.state()) };
	const record: RunRecord = {
		id: 'r',
		experiment,
		startedAt: 1,
		backend: 'wasm',
		end: 'running',
		step: trainer.step,
	};
	const { name, blob } = await runFile({ record, events, checkpoint }, 'r');
	const back = await readRunFile(new File([await blob.arrayBuffer()], name));
	expect(back.events).toEqual(events);
	expect(back.checkpoint).toEqual(checkpoint);
	const rest = await trainTo(trainer, experiment.steps);
	trainer.dispose();
	const again = await openTrainer(device, experiment, { restored: back.checkpoint! });
	expect(await trainTo(again, experiment.steps)).toEqual(rest);
	again.dispose();
});
