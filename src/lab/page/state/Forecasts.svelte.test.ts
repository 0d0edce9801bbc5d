import { expect, test, vi } from 'vitest';
import type { Forecast } from '#lab/run/RunForecast.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import { Forecasts } from './Forecasts.svelte.ts';

const forecast: Forecast = { step: 3100, row: 300, answers: 2000, bytes: 1.9e9 };
const shorter = { ...exampleExperiment, steps: 10, seed: 7 };
const smaller = { ...exampleExperiment, batching: { ...exampleExperiment.batching, size: 2 } };

test('one question for experiments with equal steps; another ends the one before', async () => {
	const answers: ((found: Forecast | null) => void)[] = [];
	const ask = vi.fn<LabClient['run.forecast']>(
		() => new Promise((resolve) => void answers.push(resolve)),
	);
	const cancel = vi.fn<LabClient['task.cancel']>(async () => undefined);
	const forecasts = new Forecasts({ 'run.forecast': ask, 'task.cancel': cancel }, 'f');
	const first = forecasts.ask(exampleExperiment);
	void forecasts.ask(shorter);
	expect(forecasts.isAsking(shorter)).toBe(true);
	expect([ask.mock.calls.length, cancel.mock.calls.length]).toEqual([1, 0]);
	const second = forecasts.ask(smaller);
	expect(cancel).toHaveBeenCalledWith({ task: 'f' });
	answers[0](forecast);
	await first;
	expect(forecasts.of(exampleExperiment)).toBeNull();
	answers[1](forecast);
	await second;
	expect(forecasts.of({ ...smaller, steps: 10 })).toEqual(forecast);
	// A run trains: nothing is known, and the next change asks again.
	const third = forecasts.ask(exampleExperiment);
	answers[2](null);
	await third;
	expect(forecasts.isAsking(exampleExperiment)).toBe(false);
	expect(forecasts.of(exampleExperiment)).toBeNull();
	expect(ask).toHaveBeenCalledTimes(3);
});
