import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
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
		const { explained, error, shrinkage } = checkScoreLaw(left, [1, 1, 1, 1]);
		expect(explained).toBeGreaterThan(0.5);
		expect(error).toBeLessThan(0.03);
		expect(shrinkage).toBeLessThanOrEqual(1);
		// The errors of four skills average out.
		expect(checkScoreLaw(left, [0, 0, 0, 1]).error).toBeGreaterThan(error);
	});

	test('the found mix is better than equal shares, for the goal that it was found for', () => {
		const check = checkScoreLaw(left, [1, 1, 1, 1]);
		const all = bestMix(law, check, averageOf([1, 1, 1, 1]));
		expect(all.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
		expect(mean(truth(all.shares)) - mean(truth(equal))).toBeGreaterThan(0.02);
		expect(all.gain).toBeGreaterThan(0);
		const last = bestMix(law, check, averageOf([0, 0, 0, 1]));
		expect(truth(last.shares)[3]).toBeGreaterThan(truth(all.shares)[3]);
		expect(last.shares[2]).toBeGreaterThan(1 / skills);
	});

	test('the weakest of the skills that count gains, and the others may fall', () => {
		const check = checkScoreLaw(left, [1, 1, 1, 1]);
		const counts = [true, true, false, false];
		const weakest = (scores: readonly number[]) => Math.min(scores[0], scores[1]);
		const found = truth(bestMix(law, check, weakestOf(counts)).shares);
		expect(weakest(found)).toBeGreaterThan(weakest(truth(equal)) + 0.02);
		const all = truth(bestMix(law, check, averageOf([1, 1, 1, 1])).shares);
		expect(weakest(found)).toBeGreaterThan(weakest(all));
	});

	test('a law of runs that are all alike explains nothing and promises nothing', () => {
		const flat = runs.map((run) => ({ ...run, right: [100, 100, 100, 100] }));
		const found = bestMix(
			fitScoreLaw(flat),
			{ shrinkage: 0, error: 0.01 },
			averageOf([1, 1, 1, 1]),
		);
		expect(found.gain).toBeCloseTo(0);
	});
});
