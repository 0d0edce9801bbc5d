/** Eq. 7 to 11 and the other rewards, against explicit sums. */
import { expect, test } from 'vitest';
import type { MeasureResult, VirtualStepResult } from '../policy.ts';
import { averageRewards, raiseTarget, measureRewards, type RewardRule } from './rewards.ts';

const ruleWith = (more: Partial<RewardRule> = {}): RewardRule => ({
	reward: 'difficulty',
	tokens: 'answer',
	examples: 2,
	target: undefined,
	factor: 2,
	...more,
});
/** Two skills, two examples each; states of width 2. */
const values: MeasureResult['values'] = {
	state: Float32Array.of(1, 0, 3, 0, 0, 2, 4, 2),
	correct: Float32Array.of(1, 0, 0, 0),
	confidence: Float32Array.of(1, 0.5, 0.75, 0.25),
	loss: Float32Array.of(0.5, 1, 2, 3),
	allLoss: Float32Array.of(1, 1, 1, 1),
	baseLoss: Float32Array.of(1, 1, 2, 2),
	baseAllLoss: Float32Array.of(2, 2, 1, 2),
	promptTokens: Float32Array.of(4, 5, 1, 0),
	answerTokens: Float32Array.of(1, 1, 1, 1),
};
const read = (more: Partial<RewardRule>, measurements = values, before = [false, false]) => {
	const base = more.tokens === 'all' ? measurements.baseAllLoss! : measurements.baseLoss!;
	return measureRewards(measurements, base, ruleWith(more), { promptedBefore: before });
};
const measured = (more: Partial<RewardRule>, measurements = values) =>
	read(more, measurements).measured;

test('difficulty: mean over the examples of PPL / PPL_0, answer or all tokens', () => {
	const [a, b] = measured({});
	expect(a).toBeCloseTo((Math.exp(-0.5) + 1) / 2, 12);
	expect(b).toBeCloseTo((1 + Math.E) / 2, 12);
	const [all, allB] = measured({ tokens: 'all' });
	expect(all).toBeCloseTo(Math.exp(-1), 12);
	expect(allB).toBeCloseTo((1 + Math.exp(-1)) / 2, 12);
});

test('loss ratio: mean loss over mean base loss', () => {
	expect(measured({ reward: 'loss-ratio' })).toEqual([0.75, 1.25]);
});

test('error rate: share of wrong answers, at least .02; the loss ratio for plain text', () => {
	expect(measured({ reward: 'error-rate' })).toEqual([0.5, 1.25]);
	const right = { ...values, correct: Float32Array.of(1, 1, 1, 1) };
	expect(measured({ reward: 'error-rate' }, right)).toEqual([0.02, 1.25]);
	// Plain text has no answers, so none of them is wrong.
	expect(read({}).right).toEqual([0.5, NaN]);
	// An earlier row had a prompt, so the skill is not plain text.
	const measurement = read({ reward: 'error-rate' }, values, [false, true]);
	expect(measurement.measured).toEqual([0.5, 1]);
	expect(measurement.prompted).toEqual([true, true]);
});

test('uncertainty: 1 minus the mean confidence, whatever the losses', () => {
	expect(measured({ reward: 'uncertainty' })).toEqual([0.25, 0.5]);
	const wrong = { ...values, loss: Float32Array.of(9, 9, 9, 9) };
	expect(measured({ reward: 'uncertainty' }, wrong)).toEqual([0.25, 0.5]);
});

test('alignment: mean decrease of the validation losses, 0 if they rise', () => {
	const step = (after: readonly number[]): VirtualStepResult => ({
		kind: 'virtualStep',
		id: '',
		before: Float32Array.of(2, 1, 3),
		after: Float32Array.from(after),
	});
	const before = { promptedBefore: [false, false], steps: [step([1, 1, 2.5]), step([2, 2, 3])] };
	const rule = ruleWith({ reward: 'alignment' });
	const { measured: rewards } = measureRewards(values, values.baseLoss!, rule, before);
	expect(rewards).toEqual([0.5, 0]);
	const none = { promptedBefore: [false, false] };
	expect(measureRewards(values, values.baseLoss!, rule, none).measured).toEqual([NaN, NaN]);
});

test('MoSpec: the cosine to the target, or twice the reward of the target', () => {
	const toward = ruleWith({ reward: 'similarity', target: 1 });
	const [other, target] = read(toward).measured;
	expect(other).toBeCloseTo(Math.SQRT1_2, 12);
	expect(target).toBe(1);
	expect(raiseTarget(toward, [other, target])).toEqual([other, target]);
	for (const reward of ['difficulty', 'loss-ratio', 'error-rate', 'uncertainty'] as const)
		expect(raiseTarget(ruleWith({ reward, target: 1 }), [0.4, 0.3])).toEqual([0.4, 0.6]);
	expect(raiseTarget(ruleWith(), [0.4, 0.3])).toEqual([0.4, 0.3]);
});

test('Eq. 11: .9 of the current reward, .1 of the previous one', () => {
	expect(averageRewards([0.5], null, { beta: 0.9, start: 'one' })[0]).toBeCloseTo(
		0.9 * 0.5 + 0.1,
		12,
	);
	expect(averageRewards([0.5], null, { beta: 0.9, start: 'first' })[0]).toBeCloseTo(0.5, 12);
	// The recursion runs on the averaged value.
	const options = { beta: 0.9, start: 'one' } as const;
	const [second] = averageRewards([0.2], averageRewards([0.5], [1], options), options);
	expect(second).toBeCloseTo(0.9 * 0.2 + 0.1 * 0.55, 12);
});
