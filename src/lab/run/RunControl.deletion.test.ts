import { expect, it } from 'vitest';
import { failNextSave } from '../../../tests/support/testStores.ts';
import {
	controlFixture,
	experiment,
	never,
	train,
	trainedRun,
	withOpenRun,
} from '../../../tests/support/runControl.ts';

it('deletes the open run with all its stored data, and says that it has stopped', async () => {
	const { control, stores, trainer, statuses, run } = await withOpenRun();
	run.play({ kind: 'full' });
	await control.delete('r');
	expect(statuses.at(-1)?.kind).toBe('stopped');
	expect(trainer.alive()).toBe(0);
	expect(await stores.runs.list()).toEqual([]);
	expect(await stores.runs.checkpoint('r')).toBeUndefined();
});

it('a run that is not open says that it has stopped, unless it had ended', async () => {
	const { control, stores, until } = await controlFixture();
	await control.create('cut', experiment, never);
	await control.create('r', experiment, never);
	(await control.opened('r', never)).play({ kind: 'full' });
	await until('finished');
	const later = await controlFixture(stores);
	await later.control.delete('cut');
	await later.control.delete('r');
	expect(later.statuses).toEqual([{ kind: 'stopped', step: 0 }]);
});

it('keeps a fork complete when its parent is deleted', async () => {
	const { control, stores, until } = await trainedRun();
	const fork = await control.fork({ runId: 'r', step: 7, newRunId: 'f' }, never);
	await control.delete('r');
	expect(await stores.runs.checkpointSteps('r')).toEqual([]);
	await train({ run: fork, until });
	expect(await stores.runs.get('f')).toMatchObject({ end: 'finished', step: 20 });
	expect((await stores.runs.events('f')).filter(({ type }) => type === 'step')).toHaveLength(20);
});

it('a run whose data was deleted elsewhere says that nothing is kept', async () => {
	const { run, stores, until, events } = await trainedRun(experiment, 3);
	await stores.runs.delete('r');
	failNextSave(stores);
	run.play({ kind: 'full' });
	await until('failed');
	const failed = events.find(({ type }) => type === 'failed');
	expect(failed).toMatchObject({ message: { id: 'run.broke', values: { kept: null } } });
});
