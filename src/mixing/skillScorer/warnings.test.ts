/** Each warning rule: when it warns, and when it does not. */
import { expect, test } from 'vitest';
import { statementText } from '#engine/core/message.ts';
import { findWarnings, type RewardHistory, type UpdateRecord } from './warnings.ts';

interface SkillHistory {
	readonly measured: readonly number[];
	/** null: a text, whose answers are not scored. */
	readonly right?: number | null;
	readonly loss?: readonly number[];
	readonly share: number;
	readonly baseLoss?: number;
}
/** Two skills, Late and Other. The model learns the other one well. */
function historyWith(
	skill: SkillHistory,
	reward: RewardHistory['reward'] = 'difficulty',
): RewardHistory {
	const { measured, right = 0, share, baseLoss = 2 } = skill;
	const loss = skill.loss ?? measured.map(() => 2);
	const records = measured.map((value, i): UpdateRecord => ({
		measured: [value, 0.3],
		right: [right, 1],
		loss: [loss[i], 0.2],
		shares: [share, 1 - share],
	}));
	return {
		reward,
		names: ['Late', 'Other'],
		records: records.slice(-16),
		firstLoss: [loss[0], 2],
		baseLoss: [baseLoss, 2],
		now: [share, 1 - share],
	};
}
const times = (n: number, value: number) => Array.from({ length: n }, () => value);
const warningsFor = (history: RewardHistory) =>
	findWarnings(history).map(({ text }) => statementText(text));

test('mastered: the reward is near 1 over 5 updates, and answers are right', () => {
	const mastered = { measured: times(5, 0.95), right: 0.95, share: 0.7 };
	expect(warningsFor(historyWith(mastered))).toEqual([
		'Late seems mastered, but gets 70 % of the examples: 95 % of its answers are right, ' +
			'and its relative perplexity stays at 0.95, because little is left to learn. ' +
			'The reward mistakes that for difficulty.',
	]);
	expect(warningsFor(historyWith({ ...mastered, measured: times(4, 0.95) }))).toEqual([]);
	expect(warningsFor(historyWith({ ...mastered, measured: times(5, 0.5) }))).toEqual([]);
	expect(warningsFor(historyWith({ ...mastered, share: 0.5 }))).toEqual([]);
	expect(warningsFor(historyWith({ ...mastered, right: 0.1 }))).toEqual([]);
	expect(warningsFor(historyWith(mastered, 'similarity'))).toEqual([]);
});

test('unlearnt: the reward stays near 1 over 16 updates although the share is large', () => {
	const noise = { measured: times(16, 1.02), share: 0.8 };
	expect(warningsFor(historyWith(noise))).toEqual([
		'Late gets 80 % of the examples but does not learn: over the last 16 updates ' +
			'its relative perplexity stayed at 1.02, and 0 % of its answers are right. ' +
			'Its answers may be wrong, or it is too hard for this model. ' +
			'The reward stays high in both cases.',
	]);
	expect(warningsFor(historyWith({ ...noise, measured: times(15, 1.02) }))).toEqual([]);
	expect(warningsFor(historyWith({ ...noise, share: 0.5 }))).toEqual([]);
	expect(warningsFor(historyWith({ ...noise, right: 0.4 }))).toEqual([]);
	const falling = Array.from({ length: 16 }, (_, i) => 2 - i / 10);
	expect(warningsFor(historyWith({ ...noise, loss: falling }, 'error-rate'))).toEqual([]);
	expect(warningsFor(historyWith(noise, 'error-rate'))[0]).toContain(
		'its error rate stayed at 1.02',
	);
});

test('a skill that the model learns late gives no warning at any update', () => {
	// Relative perplexity of `add` in the study of the built-in skills, by update: 1 until the
	// 5th, .92 at the 10th, then falling to .34 at the 29th, with the noise of 16 examples.
	const course = Array.from({ length: 29 }, (_, k) => {
		const trend = k < 5 ? 1 : k < 10 ? 1 - 0.016 * (k - 4) : 0.92 - 0.03 * (k - 9);
		return trend + 0.1 * Math.sin(7 * k);
	});
	for (let n = 1; n <= 29; n++) {
		const measured = course.slice(0, n);
		expect(warningsFor(historyWith({ measured, loss: times(n, 1.2), share: 0.7 }))).toEqual([]);
	}
});
