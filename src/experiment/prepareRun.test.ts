import { expect, test } from 'vitest';
import type { LoadedModel } from '#model/folder.ts';
import { controlFixture, experiment, never, noModel } from './runControl.test-support.ts';

test('a context beyond the model is refused before anything is made, and its own is taken', async () => {
	const { control, stores } = await controlFixture(undefined, {
		openModel: async () => ({ config: { context: 63 } }) as LoadedModel,
	});
	await expect(control.create('a', experiment, never)).rejects.toThrow(
		/batching\.context: must be at most 63.*not 64/,
	);
	expect(await stores.runs.list()).toEqual([]);
	const fits = { ...experiment, batching: { ...experiment.batching, context: 63 } };
	await expect(control.create('b', fits, never)).resolves.toMatchObject({ step: 0 });
});

test('a run whose model has gone cannot open, and stands where it stood', async () => {
	const { control, stores } = await controlFixture();
	await control.create('a', experiment, never);
	const later = await controlFixture(stores, { openModel: noModel });
	await expect(later.control.opened('a', never)).rejects.toThrow(/no model “base”/);
	expect(later.statuses.map(({ kind }) => kind)).toEqual(['preparing', 'paused']);
});
