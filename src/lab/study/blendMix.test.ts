import { expect, it } from 'vitest';
import { surfaceDesign } from '#mixing/surface.ts';
import { fewestPoints, findBlendMix, forecastErrors, readForecasts } from './blendMix.ts';
import { goalWeights, type MixGoal } from './mixGoal.ts';

const design = surfaceDesign(['a', 'b', 'c']);
/** A skill falls with its own share, with less and less gain; c rises with b. Watched: the last. */
const lossesOf = ([a, b, c]: readonly number[]) => [
	2 - 1.6 * a + 0.9 * a * a,
	2 - 1.2 * b + 0.6 * b * b,
	1 - 0.8 * c + 0.5 * b,
	1.5 + 0.4 * a,
];
const points = design.map((shares) => ({ shares, losses: lossesOf(shares) }));
const now = [2, 2, 1, 1.5];
const ids = ['a', 'b', 'c', 'watched'];
const experiment = {
	skills: ids.map((id) => ({
		id,
		name: id,
		version: 1,
		sha256: '',
		use: id === 'watched' ? ('watch' as const) : ('train' as const),
	})),
	adapter: { rank: 1, alpha: 1, targets: 'all-linear' as const },
};
const propose = (
	weights: readonly number[],
	limit: number | null = null,
	bounds: MixGoal['bounds'] = {},
) => {
	const byId = Object.fromEntries(ids.map((id, k) => [id, weights[k]]));
	return findBlendMix(experiment, { points, now }, { weights: byId, limit, bounds })!;
};

it('one skill alone gets the whole batch, and the promise is what the surface says', () => {
	const { shares, losses, gain, reach } = propose([0, 1, 0, 0]);
	expect(shares[1]).toBeGreaterThan(0.95);
	expect(losses[1]).toBeCloseTo(1.4, 1);
	expect(gain).toBeCloseTo(lossesOf([1 / 3, 1 / 3, 1 / 3])[1] - 1.4, 1);
	expect(reach).toBeGreaterThan(1.96 * forecastErrors.adapter - 1e-9);
});

it('an average is better than equal shares, and near the true best', () => {
	const weights = [1 / 3, 1 / 3, 1 / 3, 0];
	const value = (shares: readonly number[]) =>
		lossesOf(shares).reduce((sum, loss, k) => sum + weights[k] * loss, 0);
	const { shares } = propose(weights);
	let best = Infinity;
	for (let a = 0; a <= 20; a++)
		for (let b = 0; a + b <= 20; b++)
			best = Math.min(best, value([a / 20, b / 20, (20 - a - b) / 20]));
	expect(value(shares)).toBeLessThan(value([1 / 3, 1 / 3, 1 / 3]));
	expect(value(shares) - best).toBeLessThan(0.01);
});

it('a limit holds for each skill, a watched one too, and can be impossible', () => {
	const weights = [1, 0, 0, 0];
	expect(propose(weights).losses[3]).toBeGreaterThan(1.85);
	const { losses } = propose(weights, 0.1);
	losses.forEach((loss, k) => expect(loss).toBeLessThanOrEqual(now[k] + 0.1 + 1e-9));
	expect(losses[3]).toBeGreaterThan(1.55);
	expect(propose(weights, -5)).toBeNull();
});

it('weights decide between skills', () => {
	const shareOfA = (a: number) => propose([a, 1 - a, 0, 0]).shares[0];
	const [little, half, much] = [0.1, 0.5, 0.9].map(shareOfA);
	expect(little).toBeLessThan(half - 0.1);
	expect(much).toBeGreaterThan(half + 0.05);
});

it('a highest loss of a skill is kept, and the lower one of it and the limit', () => {
	const weights = [1, 0, 0, 0];
	expect(propose(weights).losses[1]).toBeGreaterThan(1.8);
	const { losses, shares } = propose(weights, null, { b: 1.6 });
	expect(losses[1]).toBeLessThanOrEqual(1.6 + 1e-9);
	expect(shares[0]).toBeLessThan(0.7);
	const both = propose(weights, 0.1, { watched: 1.55 });
	expect(both.losses[3]).toBeLessThanOrEqual(1.55 + 1e-9);
	expect(propose(weights, null, { c: 0.1 })).toBeNull();
});

it('without a named skill all trained ones count alike, and a factor changes nothing', () => {
	expect(propose([0, 0, 0, 0])).toEqual(propose([1, 1, 1, 0]));
	expect(propose([2, 0, 0, 0])).toEqual(propose([1, 0, 0, 0]));
	expect(goalWeights({ weights: {} }, ids, ['a', 'c'])).toEqual([1, 0, 1, 0]);
});

it('forecasts are the mixes among the points, once there are enough and the start is known', () => {
	const scored = (shares: readonly number[], losses: readonly number[]) => ({
		shares,
		scores: losses.map((loss) => ({ loss })),
	});
	const skills = ['a', 'b', 'c'];
	const all = [
		scored([0, 0, 0], now),
		scored([1.2, -0.1, 0], now),
		...points.map(({ shares, losses }) => scored(shares, losses)),
	];
	expect(readForecasts({ skills, points: all })).toEqual({ points, now });
	expect(readForecasts({ skills, points: all.slice(1) })).toBeNull();
	expect(readForecasts({ skills, points: all.slice(0, 1 + fewestPoints(3)) })).toBeNull();
});
