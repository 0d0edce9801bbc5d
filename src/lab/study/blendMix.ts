/**
 * The best mix by a blend: the forecasts of about twenty mixes give a surface for the loss of each
 * skill, and the mix with the lowest value on them is proposed.
 */
import { mean } from '#engine/core/statistics.ts';
import { randomStream } from '#engine/core/random.ts';
import { randomShares } from '#mixing/scoreLaw.ts';
import { fitSurface, surfaceDesign, type Surface } from '#mixing/surface.ts';

export { fitSurface, surfaceDesign, type Surface };

/** A mix whose result was forecast. */
export interface ForecastMix {
	/** Of each trained skill. */
	readonly shares: readonly number[];
	/** Of all skills, in nats per token. */
	readonly losses: readonly number[];
}

export interface BlendGoal {
	/** How much the loss of each skill counts, by skill. They sum to 1. */
	readonly weights: readonly number[];
	/** No skill's loss may rise above that of now by more than this, in nats; null: any may. */
	readonly limit: number | null;
	/** The highest loss that a skill may have, by skill, in nats; null: any. Default: all any. */
	readonly highest?: readonly (number | null)[];
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
 * Error of a forecast of the mean loss, without its bias, in nats: on skillet-base over 20 trained
 * mixes (docs/guide/blend.md). Whole weights move far, adapters less.
 */
export const forecastErrors = { adapter: 0.06, weights: 0.08 } as const;

/** The fewest points of a surface for these trained skills. */
export const fewestPoints = (skills: number): number => skills + 2;

/** Mixes that are compared, besides the measured ones. */
const draws = 4000;
/** The proposal is the mean of this many of the best. */
const averaged = 20;

/**
 * `now`: the loss of each skill before the forecast steps. `error`: of the forecast itself
 * (`forecastErrors`). null: no mix keeps the limits.
 */
export function proposeMix(
	points: readonly ForecastMix[],
	now: readonly number[],
	{ weights, limit, highest = [] }: BlendGoal,
	error: number,
): ProposedMix | null {
	const mixes = points.map(({ shares }) => shares);
	const valueOf = (losses: readonly number[]) =>
		losses.reduce((sum, loss, k) => sum + weights[k] * loss, 0);
	const surfaces = now.map((_, k): Surface =>
		fitSurface(
			mixes,
			points.map(({ losses }) => losses[k]),
		),
	);
	const goal = fitSurface(
		mixes,
		points.map(({ losses }) => valueOf(losses)),
	);
	const lossesAt = (shares: readonly number[]) => surfaces.map(({ at }) => at(shares));
	/** The lower of both limits of each skill. */
	const ceilings = now.map((loss, k) =>
		Math.min(limit === null ? Infinity : loss + limit, highest[k] ?? Infinity),
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
		.map((shares) => ({ shares, value: goal.at(shares) }))
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
		gain: goal.at(equal) - goal.at(shares),
		// Of a difference of two mixes.
		reach: 1.96 * Math.SQRT2 * Math.hypot(goal.error, error),
	};
}
