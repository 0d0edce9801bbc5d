import { expect, it } from 'vitest';
import type { SkillScore } from '#lab/training/events.ts';
import { correctScores } from './correction.ts';

const score = (loss: number, exact: number | null): SkillScore => ({
	loss,
	exact,
	tokenAccuracy: 0.5,
	examples: 2,
	right: 'f',
	losses: [loss],
});
/** Two trained skills around a watched one. */
const correction = {
	trained: [0, 2],
	forecast: [score(3, 0.2), score(2, 0.4), score(1, null)],
	reached: [score(2, 0.3), score(2.5, 0.1), score(1.25, null)],
};
const scores = [score(2.5, 0.25), score(2.2, 0.3), score(0.9, null)];
const near = (value: number): unknown => expect.closeTo(value, 12);
const lossesAt = (shares: readonly number[]) =>
	correctScores(scores, shares, correction).map(({ loss }) => loss);

it('equal shares have what they reached', () => {
	const { forecast, reached } = correction;
	const corrected = correctScores(forecast, [0.5, 0.5], correction);
	expect(corrected.map(({ loss }) => loss)).toEqual(reached.map(({ loss }) => near(loss)));
	expect(corrected.map(({ exact }) => exact)).toEqual([near(0.3), near(0.1), null]);
	expect(corrected[0]).not.toHaveProperty('losses');
	expect(corrected[0]).not.toHaveProperty('right');
});

it.each([
	['a skill alone', [1, 0]],
	['the start', [0, 0]],
	['what is unlearned', [1.5, -0.5]],
])('%s keeps its forecast', (_, shares) => {
	expect(lossesAt(shares)).toEqual(scores.map(({ loss }) => loss));
});

it('a small share has all of the error, a very small one a part, a large one less', () => {
	// Factors at equal shares: 2/3, 5/4 and 5/4.
	const small = near(2.2 * 1.25 ** 0.5);
	expect(lossesAt([0.75, 0.25])).toEqual([near(2.5 * (2 / 3) ** 0.5), small, near(0.9 * 1.25)]);
	expect(lossesAt([0.0625, 0.9375])).toEqual([
		near(2.5 * (2 / 3) ** 0.5),
		near(2.2 * 1.25 ** 0.125),
		near(0.9 * 1.25 ** 0.125),
	]);
});

it('a share of right answers stays between 0 and 1', () => {
	const high = scores.map((each) => ({ ...each, exact: 0.02 }));
	expect(correctScores(high, [0.5, 0.5], correction)[1].exact).toBe(0);
});
