/** The best checkpoint of a run: stored, offered after a reload, and inherited by forks. */
import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import {
	controlFixture,
	experiment,
	never,
	trainedRun,
} from '../../../tests/support/runControl.ts';
import { bestCheckpoint } from './bestCheckpoint.ts';

describe('the best checkpoint', () => {
	const choosing = {
		...experiment,
		evaluation: { ...experiment.evaluation, best: 'loss' },
	} as const;

	it('is stored when an evaluation finds it, and offered after a reload', async () => {
		const { stores } = await trainedRun(choosing);
		expect(await stores.runs.checkpointSteps('r')).toContain(10);
		expect(await stores.runs.get('r')).toMatchObject({ step: 20, best: { step: 10, value: 0 } });
		const again = await controlFixture(stores);
		const { record, weights } = await again.control.bestWeights('r');
		expect(record.step).toBe(10);
		expect(weights).toEqual((await stores.runs.checkpoint('r', 10))!.weights);
		expect(weights).not.toEqual((await again.control.weights('r')).weights);
	});

	it('a fork keeps it only if it begins there; a run without the choice has none', async () => {
		const { control, stores } = await trainedRun(choosing);
		for (const [newRunId, step] of [
			['at', 10],
			['after', 14],
		] as const)
			await control.fork({ runId: 'r', step, newRunId }, never);
		expect((await stores.runs.get('at'))!.best).toEqual({ step: 10, value: 0 });
		expect((await stores.runs.get('after'))!.best).toBeUndefined();
		await expect(control.bestWeights('after')).rejects.toThrow(
			failure(
				'This run has no best checkpoint: it chooses none, or came from a fork or a file without weights. Take the last one.',
			),
		);
	});
});

it('of equal values, the earlier step is the best', () => {
	const validated = { type: 'validated', value: 0.5, milliseconds: 1 } as const;
	const events = [5, 10].map((step) => ({ ...validated, step }));
	for (const best of ['loss', 'exact'] as const) {
		const choosing = { evaluation: { ...experiment.evaluation, best } };
		expect(bestCheckpoint(choosing, events)).toEqual({ step: 5, value: 0.5 });
	}
});
