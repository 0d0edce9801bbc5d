/**
 * The best mix by a blend: the forecasts of about twenty mixes give a surface for the loss of each
 * skill, and the mix with the lowest value on them is proposed.
 */
import { mean, sum } from '#engine/core/statistics.ts';
import { randomStream } from '#engine/core/random.ts';
import { randomShares } from '#mixing/scoreLaw.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { fitSurface, surfaceDesign, type Surface } from '#mixing/surface.ts';

import { goalWeights, type MixGoal } from './mixGoal.ts';

export { fitSurface, surfaceDesign, type Surface };

/** A mix whose result was forecast. */
export interface ForecastMix {
	/** Of each trained skill. */
	readonly shares: readonly number[];
	/** Of all skills, in nats per token. */
	readonly losses: readonly number[];
}

/** The forecasts of a blend. */
export interface BlendForecasts {
	readonly points: readonly ForecastMix[];
	/** The loss of each skill before the forecast steps. */
	readonly now: readonly number[];
}

export interface ProposedMix {
	readonly shares: readonly number[];
	/** Expected loss of each skill. */
	readonly losses: readonly number[];
	/** By how much the goal is below that of equal shares, in nats. */
	readonly gain: number;
	/** 95 % reach of the gain. */
	readonly reach: number;
}

/**
 * Root of the mean squared error of a corrected forecast of the mean loss, in nats: of all weights
 * on skillet-base over 19 trained mixes, 100 steps ahead; of an adapter on SmolLM2-135M over 11 and
 * on Gemma 3 270M over 11 others (0.125; docs/guide/blend.md). Equal shares, which were trained,
 * have none.
 */
export const forecastErrors = { adapter: 0.12, weights: 0.09 } as const;

/** The fewest points of a surface for these trained skills. */
export const fewestPoints = (skills: number): number => skills + 2;

/** Mixes that are compared, besides the measured ones. */
const draws = 4000;
/** The proposal is the mean of this many of the best. */
const averaged = 20;

/** The forecasts among a blend's computed points; null: too few for a surface. */
export function readForecasts({
	skills,
	points,
}: {
	readonly skills: readonly string[];
	readonly points: readonly {
		readonly shares: readonly number[];
		readonly scores: readonly { readonly loss: number }[];
	}[];
}): BlendForecasts | null {
	const start = points.find(({ shares }) => shares.every((share) => share === 0));
	const mixes = mixesOf(points);
	if (!start || mixes.length < fewestPoints(skills.length)) return null;
	const lossesOf = ({ scores }: { readonly scores: readonly { readonly loss: number }[] }) =>
		scores.map(({ loss }) => loss);
	return {
		points: mixes.map((point) => ({ shares: point.shares, losses: lossesOf(point) })),
		now: lossesOf(start),
	};
}

/** Not the start, and nothing that is unlearned. */
export const isMix = (shares: readonly number[]): boolean =>
	shares.every((share) => share >= 0) && shares.some((share) => share > 0);

/** The points of the surfaces. */
export const mixesOf = <T extends Pick<ForecastMix, 'shares'>>(
	points: readonly T[],
): readonly T[] => points.filter(({ shares }) => isMix(shares));

/**
 * The mix with the lowest loss for the goal, whose measure is the average: losses of different
 * texts have no common worst. null: no mix keeps the limits.
 */
export function findBlendMix(
	{ skills, adapter }: Pick<Experiment, 'skills' | 'adapter'>,
	{ points, now }: BlendForecasts,
	goal: Omit<MixGoal, 'measure'>,
): ProposedMix | null {
	const ids = skills.map(({ id }) => id);
	const trained = skills.flatMap(({ id, use }) => (use === 'train' ? id : []));
	const counts = goalWeights(goal, ids, trained);
	const weights = counts.map((weight) => weight / sum(counts));
	const { limit, bounds = {} } = goal;
	const error = forecastErrors[adapter ? 'adapter' : 'weights'];
	const mixes = points.map(({ shares }) => shares);
	const valueOf = (losses: readonly number[]) => sum(losses.map((loss, k) => weights[k] * loss));
	const surfaces = now.map((_, k): Surface =>
		fitSurface(
			mixes,
			points.map(({ losses }) => losses[k]),
		),
	);
	const counted = fitSurface(
		mixes,
		points.map(({ losses }) => valueOf(losses)),
	);
	const lossesAt = (shares: readonly number[]) => surfaces.map(({ at }) => at(shares));
	/** The lower of both limits of each skill. */
	const ceilings = now.map((loss, k) =>
		Math.min(limit === null ? Infinity : loss + limit, bounds[ids[k]] ?? Infinity),
	);
	const isLimited = ceilings.some(Number.isFinite);
	const keeps = (shares: readonly number[]) =>
		!isLimited || lossesAt(shares).every((loss, k) => loss <= ceilings[k]);
	const count = mixes[0].length;
	const stream = randomStream(0, 'blend');
	const candidates = [
		...mixes,
		...Array.from({ length: draws }, (_, i) => randomShares(count, stream.child(`${i}`))),
	].filter((shares) => shares.every((share) => share >= 0));
	const best = candidates
		.map((shares) => ({ shares, value: counted.at(shares) }))
		.sort((a, b) => a.value - b.value)
		.filter(({ shares }) => keeps(shares))
		.slice(0, averaged);
	if (best.length === 0) return null;
	const middle = best[0].shares.map((_, k) => mean(best.map(({ shares }) => shares[k])));
	const shares = keeps(middle) ? middle : best[0].shares;
	const equal = shares.map(() => 1 / count);
	return {
		shares,
		losses: lossesAt(shares),
		gain: counted.at(equal) - counted.at(shares),
		// The surface errs at both mixes of the difference, the forecast at one.
		reach: 1.96 * Math.hypot(Math.SQRT2 * counted.error, error),
	};
}
