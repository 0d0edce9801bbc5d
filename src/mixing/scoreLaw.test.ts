import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { mean, sum } from '#engine/core/statistics.ts';
import { normalise } from './shares.ts';
import {
	averageOf,
	bestMix,
	checkScoreLaw,
	fitScoreLaw,
	fitScoreLaws,
	leaveEachOut,
	weakestOf,
	type LawRun,
} from './scoreLaw.ts';

const skills = 4;
const equal = Array.from({ length: skills }, () => 1 / skills);
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

/** The first skill needs many rows, the second few; the third helps the fourth. */
function truth(shares: readonly number[], level = 0): number[] {
	const x = shares.map((share) => Math.log(skills * share));
	return [-1 + 2 * x[0], 2 + 0.2 * x[1], 0.5 * x[2], -0.5 + 0.4 * x[3] + 0.8 * x[2]].map((logit) =>
		sigmoid(logit + level),
	);
}

/** Each skill × 0.4 and × 2.5, and equal shares. */
const mixes = [
	equal,
	...equal.flatMap((_, k) =>
		[0.4, 2.5].map((times) =>
			normalise(equal.map((share, j) => (j === k ? times * share : share))),
		),
	),
];
const runsAt = (level: number): LawRun[] =>
	mixes.map((shares, i) => {
		const stream = randomStream(i, `answers ${level}`);
		const right = truth(shares, level).map(
			(p, k) =>
				Array.from({ length: 400 }, (_, n) => stream.uniform(400 * k + n)).filter((u) => u < p)
					.length,
		);
		return { shares, right, prompts: right.map(() => 400) };
	});
const runs = runsAt(0);
const average = averageOf([1, 1, 1, 1]);

describe('the law of scores', () => {
	const law = fitScoreLaw(runs);
	const left = leaveEachOut(runs);

	test('predicts mixes that it has not seen', () => {
		for (const mix of [
			[0.5, 0.1, 0.2, 0.2],
			[0.15, 0.15, 0.5, 0.2],
		])
			law.predict(mix).forEach((p, k) => expect(Math.abs(p - truth(mix)[k])).toBeLessThan(0.08));
	});

	test('finds the helper of a skill', () => {
		const [, , , helped] = law.predict([0.15, 0.15, 0.5, 0.2]);
		const [, , , other] = law.predict([0.15, 0.5, 0.15, 0.2]);
		expect(helped - other).toBeGreaterThan(0.1);
	});

	test('of several bases has the level of each, and one set of slopes', () => {
		const levels = [0, -1, 0.7];
		const laws = fitScoreLaws(levels.map(runsAt));
		const mix = [0.15, 0.15, 0.5, 0.2];
		laws.forEach((found, base) =>
			found
				.predict(mix)
				.forEach((p, k) => expect(Math.abs(p - truth(mix, levels[base])[k])).toBeLessThan(0.06)),
		);
		const slopes = laws.map(({ coefficients }) => coefficients.map((list) => list.slice(1)));
		expect(slopes[1]).toEqual(slopes[0]);
		expect(fitScoreLaws([runs])[0].coefficients).toEqual(law.coefficients);
	});

	test('a run that is left out is predicted, and promises shrink', () => {
		const { mixes: count, explained, error, shrinkage, reach } = checkScoreLaw(left, average);
		expect(count).toBe(mixes.length);
		expect(explained).toBeGreaterThan(0.5);
		expect(error).toBeLessThan(0.03);
		expect(shrinkage).toBeLessThanOrEqual(1);
		// Student's t with nine degrees of freedom, and a difference of two runs.
		expect(reach / error).toBeCloseTo(2.262 * Math.SQRT2, 2);
		// The errors of four skills average out.
		expect(checkScoreLaw(left, averageOf([0, 0, 0, 1])).error).toBeGreaterThan(error);
	});

	test('the found mix is better than equal shares, for the goal that it was found for', () => {
		const check = checkScoreLaw(left, average);
		const all = bestMix(law, check, average)!;
		expect(sum(all.shares)).toBeCloseTo(1);
		expect(mean(truth(all.shares)) - mean(truth(equal))).toBeGreaterThan(0.02);
		expect(all.gain).toBeGreaterThan(0);
		const last = bestMix(law, check, averageOf([0, 0, 0, 1]))!;
		expect(truth(last.shares)[3]).toBeGreaterThan(truth(all.shares)[3]);
		expect(last.shares[2]).toBeGreaterThan(1 / skills);
	});

	test('the weakest of the skills that count gains, and the others may fall', () => {
		const check = checkScoreLaw(left, average);
		const counts = [true, true, false, false];
		const weakest = (scores: readonly number[]) => Math.min(scores[0], scores[1]);
		const found = truth(bestMix(law, check, weakestOf(counts))!.shares);
		expect(weakest(found)).toBeGreaterThan(weakest(truth(equal)) + 0.02);
		const all = truth(bestMix(law, check, average)!.shares);
		expect(weakest(found)).toBeGreaterThan(weakest(all));
	});

	test('a promise shrinks half way to the slope that is left out, of the goal itself', () => {
		const made = (slopes: readonly number[]) =>
			[-0.2, -0.1, 0.1, 0.2].map((gap) => ({
				predicted: slopes.map(() => 0.5 + gap),
				measured: slopes.map((slope) => 0.5 + slope * gap),
			}));
		const skill = (k: number) => averageOf([0, 1].map((i) => Number(i === k)));
		const runsOf = made([0.6, -1]);
		expect(checkScoreLaw(runsOf, skill(0)).shrinkage).toBeCloseTo(0.8);
		expect(checkScoreLaw(runsOf, skill(1)).shrinkage).toBe(0.5);
		expect(checkScoreLaw(made([2, 2]), skill(0)).shrinkage).toBe(1);
		// The weakest of both: measured 0.38, 0.44, 0.4 and 0.3, predicted 0.3, 0.4, 0.6 and 0.7.
		const { error } = checkScoreLaw(runsOf, weakestOf([true, true]));
		expect(error ** 2).toBeCloseTo((0.08 ** 2 + 0.04 ** 2 + 0.2 ** 2 + 0.4 ** 2) / 4, 10);
	});

	test('a law of runs that are all alike promises nothing', () => {
		const flat = runs.map((run) => ({ ...run, right: [100, 100, 100, 100] }));
		const check = checkScoreLaw(leaveEachOut(flat), average);
		expect(bestMix(fitScoreLaw(flat), check, average)!.gain).toBeCloseTo(0);
	});
});
