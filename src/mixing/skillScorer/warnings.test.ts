/** Each rule where it must speak, and where it must not. */
import { expect, test } from 'vitest';
import { courseWarnings, type Course, type UpdateRecord } from './warnings.ts';

interface SkillCourse {
	readonly measured: readonly number[];
	readonly right?: number;
	readonly loss?: readonly number[];
	readonly share: number;
	readonly baseLoss?: number;
}
/** Two skills named Late and Other; the other one is learnt well. */
function courseOf(skill: SkillCourse, reward: Course['reward'] = 'difficulty'): Course {
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
const textOf = (course: Course) => courseWarnings(course).map(({ text }) => text);

test('mastered: near 1 over 5 updates, while answers are right', () => {
	const mastered = { measured: times(5, 0.95), right: 0.95, share: 0.7 };
	expect(textOf(courseOf(mastered))).toEqual([
		'Late seems mastered, and takes 70 % of the examples: 95 % of its answers are right, and its relative perplexity stays ' +
			'at 0.95, since there is little left to learn. The reward takes that for difficulty.',
	]);
	expect(textOf(courseOf({ ...mastered, measured: times(4, 0.95) }))).toEqual([]);
	expect(textOf(courseOf({ ...mastered, measured: times(5, 0.5) }))).toEqual([]);
	expect(textOf(courseOf({ ...mastered, share: 0.5 }))).toEqual([]);
	expect(textOf(courseOf({ ...mastered, right: 0.1 }))).toEqual([]);
	expect(textOf(courseOf(mastered, 'similarity'))).toEqual([]);
});

test('mastered: or its loss was low from the start, and does not fall', () => {
	const text = { measured: times(6, 0.97), loss: times(6, 0.49), share: 0.6 };
	expect(textOf(courseOf(text, 'loss-ratio'))[0]).toMatch(
		/its loss was low from the start \(0\.49 nats per token, now 0\.49\), and its loss relative to the base model/,
	);
	expect(textOf(courseOf({ ...text, loss: [0.49, ...times(5, 0.2)] }))).toEqual([]);
	expect(textOf(courseOf({ ...text, loss: times(6, 1.2) }))).toEqual([]);
});

test('not learnt: near 1 and level over 16 updates, though trained on more than others', () => {
	const noise = { measured: times(16, 1.02), share: 0.8 };
	expect(textOf(courseOf(noise))).toEqual([
		'Late takes 80 % of the examples and is not learnt: over the last 16 updates its relative perplexity stayed at 1.02, ' +
			'and 0 % of its answers are right. Its answers may be wrong, or it is too hard for this model; the reward runs to it either way.',
	]);
	expect(textOf(courseOf({ ...noise, measured: times(15, 1.02) }))).toEqual([]);
	expect(textOf(courseOf({ ...noise, share: 0.5 }))).toEqual([]);
	expect(textOf(courseOf({ ...noise, right: 0.4 }))).toEqual([]);
	const falling = Array.from({ length: 16 }, (_, i) => 2 - i / 10);
	expect(textOf(courseOf({ ...noise, loss: falling }, 'error-rate'))).toEqual([]);
	expect(textOf(courseOf(noise, 'error-rate'))[0]).toContain('its error rate stayed at 1.02');
});

test('a skill that is learnt late gives no warning at any update', () => {
	// Relative perplexity of `add` in the study of the built-in skills, update by update: 1 until the 5th, .92 at the 10th, then
	// falling to .34 at the 29th, with the noise of 16 examples.
	const course = Array.from({ length: 29 }, (_, k) => {
		const trend = k < 5 ? 1 : k < 10 ? 1 - 0.016 * (k - 4) : 0.92 - 0.03 * (k - 9);
		return trend + 0.1 * Math.sin(7 * k);
	});
	for (let n = 1; n <= 29; n++) {
		const measured = course.slice(0, n);
		expect(textOf(courseOf({ measured, loss: times(n, 1.2), share: 0.7 }))).toEqual([]);
	}
});

test('starved: relative perplexity near 0 while answers are wrong, since the base did not know the format', () => {
	const format = { measured: times(5, 0.03), share: 0.02, baseLoss: Math.log(95) };
	expect(textOf(courseOf(format))).toEqual([
		'Late gets only 2 % of the examples, though 0 % of its answers are right: the base model does not know its format ' +
			'(perplexity 95), so a little training brings its relative perplexity down to 0.030, which the reward takes for easy.',
	]);
	expect(textOf(courseOf({ ...format, baseLoss: 2 }))).toEqual([]);
	expect(textOf(courseOf({ ...format, right: 0.9 }))).toEqual([]);
	expect(textOf(courseOf({ ...format, share: 0.4 }))).toEqual([]);
	expect(textOf(courseOf({ ...format, measured: times(4, 0.03) }))).toEqual([]);
	expect(textOf(courseOf(format, 'loss-ratio'))).toEqual([]);
});

test('what is not known warns of nothing, and neither does one skill alone', () => {
	const noise = courseOf({ measured: times(16, 1), share: 0.8 });
	const unknown = noise.records.map((record) => ({ ...record, measured: [null, null] }));
	expect(textOf({ ...noise, records: unknown })).toEqual([]);
	expect(textOf({ ...noise, names: ['Late'] })).toEqual([]);
});
