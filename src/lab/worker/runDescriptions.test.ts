/** Runs in a list: named, tagged, compared and forked through the client. */
import { expect, it } from 'vitest';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import { runRecord } from '../../../tests/support/labValues.ts';
import { openLab, waitForEvent, isStatus, type LabFixture } from './lab.test-support.ts';

async function trained(
	lab: LabFixture,
	runId: string,
	experiment: Parameters<LabFixture['client']['run.create']>[0]['experiment'],
) {
	lab.events.length = 0;
	await lab.client['run.create']({ runId, experiment });
	await lab.client['run.play']({ runId, pace: { kind: 'full' } });
	await waitForEvent(lab, isStatus('finished'));
}

it('a run takes a name, tags and notes while it trains, and keeps its curve', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	await client['run.create']({ runId: 'r', experiment });
	await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	const described = await client['run.describe']({ runId: 'r', name: ' First ', tags: ['a', 'a'] });
	expect(described).toMatchObject({ name: 'First', tags: ['a'] });
	await waitForEvent(lab, isStatus('finished'));
	await client['run.describe']({ runId: 'r', notes: 'It ended.' });
	expect(await client['run.list']()).toMatchObject([
		{ id: 'r', end: 'finished', step: 20, name: 'First', tags: ['a'], notes: 'It ended.' },
	]);
	await expect(client['run.describe']({ runId: 'r', name: 'x'.repeat(200) })).rejects.toThrow(
		/^name: /,
	);
	await expect(client['run.describe']({ runId: 'gone', name: 'x' })).rejects.toThrow(/no run gone/);
});

it('is summarized, compared with others, and forked at a kept checkpoint', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	await trained(lab, 'r', experiment);
	expect(await client['run.checkpoints']({ runId: 'r' })).toEqual([0, 7, 14, 20]);
	const summary = await client['run.summary']({ runId: 'r' });
	expect(summary.curve.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
	expect(summary.mix).toHaveLength(20);

	const policy = { id: 'proportional', settings: {} };
	const { record, events } = await client['run.fork']({
		runId: 'r',
		step: 14,
		newRunId: 'f',
		policy,
	});
	expect(record).toMatchObject({ id: 'f', step: 14, parent: { runId: 'r', step: 14 } });
	expect(events.findLast(({ type }) => type === 'step')).toMatchObject({ step: 14 });
	const [{ experiment: parent }] = (await client['run.list']()).filter(({ id }) => id === 'r');
	expect(experimentDiff([parent, record.experiment])).toMatchObject({
		differences: [{ path: 'policy[1]', values: [undefined, { fromStep: 14, id: 'proportional' }] }],
		groups: ['policy'],
	});
	await client['run.play']({ runId: 'f', pace: { kind: 'full' } });
	await client['run.pause']({ runId: 'f' });
	await client['run.delete']({ runId: 'r' });
	expect((await client['run.list']()).map(({ id }) => id)).toEqual(['f']);
	await expect(client['run.summary']({ runId: 'r' })).rejects.toThrow(/no such run/);
});

it('of a study is listed only after it has a name', async () => {
	const { client, stores } = await openLab();
	await stores.runs.create(runRecord({ id: 'study:a:1' }));
	expect(await client['run.list']()).toEqual([]);
	await client['run.describe']({ runId: 'study:a:1', name: 'Kept' });
	expect(await client['run.list']()).toMatchObject([{ id: 'study:a:1', name: 'Kept' }]);
});
