/** The result of a cell, read from its run's events. */
import { expect, test } from 'vitest';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Evaluation, RunEvent, StepEvent } from '#lab/training/events.ts';
import { toResult } from './result.ts';
import { baseExperiment } from '../../../tests/support/study.ts';
import { evaluationEvent, stepEvent } from '../../../tests/support/runEvents.ts';

const indices = baseExperiment.skills.map((_, i) => i);
const scores = (exact: number): Evaluation => ({
	skills: indices.map(() => ({ loss: 1, exact, tokenAccuracy: 0.5, examples: 9 })),
	averageExact: exact,
	worstExact: { skill: 0, exact },
});
const evaluation = (step: number, exact: number) => evaluationEvent(step, [], scores(exact));
const step = (step: number, change: Partial<StepEvent> = {}) =>
	stepEvent(step, {
		milliseconds: 10,
		skillLoss: indices.map(() => 1),
		weights: indices.map((i) => (i === 0 ? 1 : 0)),
		drawn: indices.map((i) => (i === 0 ? 4 : 0)),
		tokens: indices.map((i) => (i === 0 ? 30 : 0)),
		...change,
	});
const cell = { factors: { policy: 'a', seed: 1 }, experiment: baseExperiment };
const events: RunEvent[] = [
	evaluation(0, 0.1),
	{
		type: 'prepared',
		step: 0,
		id: 'a',
		artefact: null,
		updates: 20,
		measured: 300,
		milliseconds: 700,
	},
	step(1, { noisy: indices.map((i) => (i === 0 ? 1 : 0)) }),
	step(2, { probeMilliseconds: 4, noisy: indices.map((i) => (i === 0 ? 2 : 0)) }),
	{ type: 'warning', step: 2, message: 'odd' },
	evaluation(2, 0.6),
	{ type: 'finished', step: 2 },
];

test('sums, first and last evaluation, cost, the mix at some steps', () => {
	expect(toResult(cell, events, 900, { backend: 'wasm' })).toMatchObject({
		factors: cell.factors,
		steps: 2,
		tokens: 60,
		backend: 'wasm',
		engine: engineVersion,
		trainingMilliseconds: 20,
		totalMilliseconds: 900,
		noisyShare: 3 / 8,
		base: scores(0.1),
		final: scores(0.6),
		warnings: ['odd'],
		cost: { probeMilliseconds: 4, updates: 20, measured: 300, milliseconds: 700 },
		mixAt: [{ step: 1 }],
		mix: { [baseExperiment.skills[0].id]: 1 },
		drawn: {
			examples: { [baseExperiment.skills[0].id]: 1 },
			tokens: { [baseExperiment.skills[0].id]: 1 },
		},
	});
});

test('a failed run throws its message; a run that resumed after a failure has a result', () => {
	const failed: RunEvent = { type: 'failed', step: 1, message: 'The loss was not a number.' };
	expect(() => toResult(cell, [...events.slice(0, 3), failed], 1, { backend: 'wasm' })).toThrow(
		'step 1: The loss was not a number.',
	);
	expect(
		toResult(cell, [events[0], failed, ...events.slice(1)], 1, { backend: 'wasm' }).steps,
	).toBe(2);
	for (const missing of [events.at(-1), events.at(-2)]) {
		const others = events.filter((event) => event !== missing);
		expect(() => toResult(cell, others, 1, { backend: 'wasm' })).toThrow(/before its last step/);
	}
});

test('the best checkpoint has the scores of its step; without a choice there is none', () => {
	const validated = (step: number, value: number): RunEvent => ({
		type: 'validated',
		step,
		value,
		milliseconds: 1,
	});
	const chosen = [
		...events.slice(0, 2),
		evaluation(1, 0.7),
		validated(1, 0.2),
		...events.slice(2, -1),
		validated(2, 0.3),
		...events.slice(-1),
	];
	const byLoss = { ...baseExperiment.evaluation, best: 'loss' } as const;
	const experiment = { ...baseExperiment, evaluation: byLoss };
	const found = toResult({ ...cell, experiment }, chosen, 900, { backend: 'wasm' });
	expect(found.best).toMatchObject({ step: 1, averageExact: 0.7 });
	expect(found.final.averageExact).toBe(0.6);
	expect(toResult(cell, events, 900, { backend: 'wasm' })).not.toHaveProperty('best');
});
