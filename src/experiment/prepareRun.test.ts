import { expect, test } from 'vitest';
import type { LoadedModel } from '#model/folder.ts';
import { controlFixture, experiment, never } from './runControl.test-support.ts';

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
