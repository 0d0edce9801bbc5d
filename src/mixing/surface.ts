/**
 * A smooth function of the shares through measured points: what a mix costs, between the mixes that
 * were measured. q [K] shares, y [n] values of any unit.
 *
 *   y(q) = ȳ + Σ_j α_j k(q, q_j),   k(q, p) = c q·p + τ (q·p)²,   (K + I) α = y − ȳ
 *
 * This is ridge regression on the shares and on their products: a quadratic function, for which far
 * fewer points than coefficients are enough. τ is the one that predicts left-out points best.
 */
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import { dirichletShares } from './dirichlet.ts';
import { dot, solveRows } from './linearEquations.ts';

export interface Surface {
	/** The value of a mix. */
	readonly at: (shares: readonly number[]) => number;
	/** The value at each point by the other points alone. */
	readonly left: readonly number[];
	/** Root of the mean squared error of these, in the unit of y. */
	readonly error: number;
}

/** c: far more than any value, so that the linear part follows the points freely. */
const linear = 1e3;
/** Least to most curved. */
const curvatures = [0, 1e-2, 1e-1, 1, 10, 100, 1e3];

/** At least two points. */
export function fitSurface(
	points: readonly (readonly number[])[],
	values: readonly number[],
): Surface {
	const centre = mean(values);
	const spread = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
	if (spread === 0) return { at: () => centre, left: values, error: 0 };
	const fits = curvatures.map((curvature) => {
		const kernel = (a: readonly number[], b: readonly number[]) => {
			const product = dot(a, b);
			return linear * product + curvature * product ** 2;
		};
		const inverse = invert(
			points.map((a, i) => points.map((b, j) => kernel(a, b) + (i === j ? noise : 0))),
		);
		const heights = values.map((value) => (value - centre) / spread);
		const weights = inverse.map((row) => dot(row, heights));
		const misses = weights.map((weight, i) => (spread * weight) / inverse[i][i]);
		return {
			left: values.map((value, i) => value - misses[i]),
			error: Math.sqrt(mean(misses.map((miss) => miss ** 2))),
			at: (shares: readonly number[]) =>
				centre + spread * points.reduce((sum, p, i) => sum + weights[i] * kernel(p, shares), 0),
		};
	});
	return fits.reduce((best, fit) => (fit.error < best.error ? fit : best));
}

/** Variance of a point, of values scaled to 1: points of a forecast have little noise. */
const noise = 1e-3;

/** Of a positive definite matrix. */
const invert = (matrix: readonly (readonly number[])[]): number[][] => {
	const columns = matrix.map((_, column) =>
		solveRows(matrix.map((row, i) => [...row, Number(i === column)])),
	);
	return matrix.map((_, i) => columns.map((column) => column[i]));
};

/** At least this many points. */
const fewest = 20;

/**
 * Mixes at which a surface is measured: equal shares, each skill alone, then random mixes. They
 * depend on the skills' ids and not on their order.
 */
export function surfaceDesign(ids: readonly string[]): number[][] {
	const count = ids.length;
	const stream = randomStream(0, 'surface');
	const even = ids.map(() => 1 / count);
	const alone = ids.map((_, i) => ids.map((__, j) => Number(i === j)));
	const random = Array.from({ length: Math.max(fewest - 1 - count, count + 3) }, (_, n) =>
		dirichletShares(
			ids.map(() => 1),
			(i) => stream.child(`${n} ${ids[i]}`),
		),
	);
	return [even, ...alone, ...random];
}
