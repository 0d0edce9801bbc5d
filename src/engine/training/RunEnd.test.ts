/** The end of a run under each budget, and its learning rates. */
import { describe, expect, test } from 'vitest';
import { learningRateAt, learningRateOver, RunEnd } from './RunEnd.ts';
import { defaultOptimizer, type Budget, type Schedule, type TrainingSettings } from './settings.ts';

const settings = (budget?: Budget, schedule?: Partial<Schedule>): TrainingSettings => ({
	steps: 20,
	seed: 1,
	batching: { size: 4, context: 64, layout: 'packed' },
	optimizer: { ...defaultOptimizer, learningRate: 0.01 },
	schedule: { kind: 'linear', warmup: 0.2, floor: 0.1, ...schedule },
	evaluation: { every: 5, examples: 4, finalExamples: 5, samples: 0 },
	...(budget && { budget }),
});

test('without a budget the run ends at its last step', () => {
	const end = new RunEnd(settings(), undefined);
	for (let step = 1; step <= 19; step++) {
		expect(end.learningRate(step, 7)).toBe(learningRateAt(step, 20, 0.01, settings().schedule));
		end.countTokens(step, 1e6);
		end.countTime(1e9, step);
	}
	expect([end.last, end.isLast(19), end.isLast(20)]).toEqual([20, false, true]);
});

describe('a token budget', () => {
	const budget = { kind: 'tokens', tokens: 100 } as const;

	test('ends the run with the first step that reaches it', () => {
		const end = new RunEnd(settings(budget), undefined);
		for (const [step, tokens] of [40, 40, 19].entries()) end.countTokens(step + 1, tokens);
		expect(end.last).toBe(20);
		end.countTokens(4, 1);
		expect([end.last, end.spent.tokens]).toEqual([4, 100]);
	});

	test('continues the count of a resumed run, and never exceeds the last step', () => {
		const end = new RunEnd(settings(budget), { tokens: 95, milliseconds: 0 });
		end.countTokens(8, 5);
		expect(end.last).toBe(8);
		const few = new RunEnd(settings(budget), undefined);
		for (let step = 1; step <= 20; step++) few.countTokens(step, 1);
		expect(few.last).toBe(20);
	});

	test.each(['linear', 'cosine', 'constant'] as const)(
		'with batches of equal size the rates are those of the %s schedule over steps',
		(kind) => {
			const runSettings = settings(budget, { kind });
			const end = new RunEnd(runSettings, undefined);
			for (let step = 1; step <= 10; step++) {
				const expected = learningRateAt(step, 10, 0.01, runSettings.schedule);
				expect(end.learningRate(step, 10)).toBeCloseTo(expected, 12);
				// For a batch that is not drawn yet, the mean of earlier batches is used.
				if (step > 1) expect(end.learningRate(step)).toBeCloseTo(expected, 12);
				end.countTokens(step, 10);
			}
			expect(end.last).toBe(10);
		},
	);

	test('beyond the budget the rate stays at its floor', () => {
		expect(learningRateOver(1.3, 1, settings().schedule)).toBeCloseTo(0.1, 12);
		expect(learningRateOver(1, 1, { kind: 'linear', warmup: 1, floor: 0 })).toBe(1);
		expect(learningRateOver(0.5, 1, { kind: 'constant', warmup: 0, floor: 0 })).toBe(1);
	});
});

describe('a time budget', () => {
	const budget = { kind: 'seconds', seconds: 1 } as const;

	test('ends the run with the newest step, not between steps that were sent together', () => {
		const end = new RunEnd(settings(budget), undefined);
		end.countTime(400);
		end.countTime(500, 1);
		expect(end.last).toBe(20);
		end.countTime(60);
		end.countTime(60);
		expect(end.last).toBe(20);
		end.countTime(1, 4);
		expect([end.last, end.spent.milliseconds]).toEqual([4, 1021]);
	});

	test('a replay ends at the recorded step and ignores the clock', () => {
		const end = new RunEnd(settings({ ...budget, stopped: 7 }), undefined);
		end.countTime(5000, 3);
		expect(end.last).toBe(7);
	});

	test('steps that were trained on a lost device do not end the run', () => {
		const end = new RunEnd(settings(budget), undefined, 6);
		end.countTime(5000, 6);
		expect(end.last).toBe(20);
		end.countTime(1, 7);
		expect(end.last).toBe(7);
	});
});

test('each stretch of a run that trained on has the rates of its plan', () => {
	const plain = settings(undefined, { kind: 'linear' }).schedule;
	const rates = (steps: number, schedule: Schedule) =>
		Array.from({ length: steps }, (_, i) => learningRateAt(i + 1, steps, 0.01, schedule));
	const trainedOn = (then: 'again' | 'continue', until = 20) =>
		rates(30, { ...plain, stretches: [{ until, steps: 20, then }] });
	expect(trainedOn('again')).toEqual([...rates(20, plain), ...rates(10, plain)]);
	expect(trainedOn('continue')).toEqual([...rates(20, plain), ...rates(30, plain).slice(20)]);
	// It was stopped in its twelfth step.
	expect(trainedOn('again', 12)).toEqual([...rates(20, plain).slice(0, 12), ...rates(18, plain)]);
	const stretches = [
		{ until: 10, steps: 20, then: 'again' as const },
		{ until: 15, steps: 25, then: 'continue' as const },
	];
	expect(rates(30, { ...plain, stretches })).toEqual([
		...rates(20, plain).slice(0, 10),
		...rates(15, plain).slice(0, 5),
		...rates(20, plain).slice(5),
	]);
});
