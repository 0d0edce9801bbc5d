import { expect, test } from 'vitest';
import type { EncodedExamples } from '#data/encoded.ts';
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

test('rows that are longer than the context are told at the start, with their number', async () => {
	const part = (count: number, cut: number) => ({ count, cut }) as EncodedExamples;
	const { control, events } = await controlFixture(undefined, {
		encodeSkill: async ({ info }, use) => ({
			...{ info, use, train: part(90, 6), validation: part(4, 0), heldOut: part(6, 1) },
		}),
	});
	await control.create('a', experiment, never);
	const warnings = events.filter(({ type }) => type === 'warning');
	expect(warnings).toEqual([
		{
			...{ type: 'warning', step: 0 },
			message: expect.stringContaining('context of 64 tokens') as string,
		},
	]);
	expect(warnings[0]).toHaveProperty(
		'message',
		expect.stringContaining('7 of 100 rows of math.jsonl'),
	);
});
