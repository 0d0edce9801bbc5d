/** Races through the client: what is refused, what is found again, and the study of a race. */
import { expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';
import { newestRace } from './model/storedRaces.ts';
import { raceStudy } from './page/raceStudy.ts';

type Lab = Awaited<ReturnType<typeof openLab>>;
const patience = { timeout: 120_000 };
const ids = [0, 1].map((lane) => `lane ${lane}`);
const makeLanes = ({ experiment }: Pick<Lab, 'experiment'>) =>
	['uniform', 'proportional'].map((id, lane) => ({
		runId: ids[lane],
		experiment: { ...experiment, policy: [{ fromStep: 0, id, settings: {} }] },
	}));
const ended = ({ client }: Lab) =>
	vi.waitFor(async () => {
		const runs = newestRace(await client['run.list']());
		expect(runs.map(({ end }) => end)).toEqual(['finished', 'finished']);
		return runs;
	}, patience);

it('a race of one lane is refused', async () => {
	const lab = await openLab();
	await expect(
		lab.client['race.create']({ raceId: 'r', lanes: makeLanes(lab).slice(1) }),
	).rejects.toThrow(
		failure('A race has {fewest} to {limit} lanes, not {lanes}.', {
			field: 'lanes',
			fewest: 2,
			limit: 4,
			lanes: 1,
		}),
	);
	expect(await lab.client['run.list']()).toEqual([]);
});

it('a lane that cannot be made leaves no other lane', async () => {
	const lab = await openLab();
	let made = 0;
	lab.trainer.meddle = (what) => {
		if (what === 'create' && ++made === 2) throw new Error('no room');
	};
	await expect(lab.client['race.create']({ raceId: 'r', lanes: makeLanes(lab) })).rejects.toThrow(
		'no room',
	);
	expect(await lab.client['run.list']()).toEqual([]);
	expect(lab.trainer.alive()).toBe(0);
});

it('a race in files is a race in another lab, once', async () => {
	const here = await openLab();
	await here.client['race.create']({ raceId: 'r', lanes: makeLanes(here) });
	const there = await openLab();
	const files = await Promise.all(
		ids.map(async (runId) => {
			const { blob, name } = await here.client['run.export']({ runId, weights: true });
			return new File([blob], name);
		}),
	);
	for (const file of files.toReversed()) await there.client['run.import']({ file });
	const lanes = newestRace(await there.client['run.list']());
	expect(lanes.map(({ experiment }) => experiment)).toEqual(
		makeLanes(there).map(({ experiment }) => experiment),
	);
	// A later state of a lane is a run of its own: the race has its lanes.
	await here.client['race.play']({ ids, pace: { kind: 'full' } });
	const [later] = await ended(here);
	const { blob, name } = await here.client['run.export']({ runId: later.id, weights: true });
	await there.client['run.import']({ file: new File([blob], name) });
	expect(await there.client['run.list']()).toHaveLength(3);
	expect(newestRace(await there.client['run.list']())).toEqual(lanes);
});

it('a finished race becomes a study, which trains only what the race did not', async () => {
	const lab = await openLab();
	const { client } = lab;
	await client['race.create']({ raceId: 'r', lanes: makeLanes(lab) });
	await client['race.play']({ ids, pace: { kind: 'until', step: 6 } });
	await vi.waitFor(async () => {
		expect((await client['run.list']()).map(({ step }) => step)).toEqual([6, 6]);
	}, patience);
	await client['run.switchPolicy']({ runId: ids[0], id: 'temperature', settings: {} });
	await client['race.play']({ ids, pace: { kind: 'full' } });
	const runs = await ended(lab);
	const link = {
		experiment: runs[0].experiment,
		race: runs.slice(1).map(({ experiment }) => experiment.policy),
	};
	expect(newestRace(runs, link)).toEqual(runs);
	expect(newestRace(runs, { ...link, race: [link.experiment.policy] })).toEqual([]);

	const named = runs.map(({ experiment }) => ({ title: 'Policy', experiment }));
	const study = raceStudy(named, 2, lab.info.skills);
	expect(study).toMatchObject({
		policies: [{ label: 'Policy', id: 'uniform' }, { label: 'Policy 2' }],
		against: ['Policy'],
		seeds: [1, 2],
	});
	await client['study.create']({ studyId: 's', study, keepRuns: false, runs: ids });
	const before = (await client['study.open']({ studyId: 's' })).outcomes;
	expect(before.map(({ kind, factors }) => [kind, factors.policy, factors.seed])).toEqual([
		['done', 'Policy', 1],
		['done', 'Policy 2', 1],
	]);
	await client['study.play']({ studyId: 's' });
	await vi.waitFor(async () => {
		const { status, outcomes } = await client['study.open']({ studyId: 's' });
		expect([status, outcomes.length]).toEqual([{ kind: 'idle' }, 4]);
	}, patience);
	expect(await client['run.list'](), 'the lanes stay stored').toHaveLength(2);

	// The same study trained from the start has the same results.
	await client['study.create']({ studyId: 'whole', study, keepRuns: false });
	await client['study.play']({ studyId: 'whole' });
	const finals = async (studyId: string) =>
		(await client['study.open']({ studyId })).outcomes.map(
			(outcome) => outcome.kind === 'done' && [outcome.cell, outcome.result.final],
		);
	await vi.waitFor(async () => expect(await finals('whole')).toHaveLength(4), patience);
	expect(new Map((await finals('whole')) as [])).toEqual(new Map((await finals('s')) as []));
});
