/**
 * The law L(n) = ε + β n^−α, fitted to points (n, L) by the loss of Huber on log L − log L(n) with
 * δ = 1e-3, as in ADO's code (yidingjiang/ado, ado.py), which starts L-BFGS from a grid.
 * Ours: Gauss–Newton with damping and Huber's weights from the best starts, and bounds instead of
 * penalties: α 0.001 to 0.8, ε below the lowest loss.
 */
import { lowest, mean } from '#core/statistics.ts';

export interface PowerLaw {
	/** ε, nats. */
	readonly irreducible: number;
	/** β. */
	readonly scale: number;
	/** α. */
	readonly exponent: number;
}

/** [log β n̄^−α, log ε, α], with n̄ the geometric mean of n. */
type Point = readonly [number, number, number];
const delta = 1e-3;
const leastLoss = 1e-6;
const exponents = { least: 0.001, most: 0.8 };
/** Starts: ε as parts of the lowest loss, and α. The best few are refined. */
const startParts = [0.01, 0.3, 0.6, 0.9, 0.99];
const startExponents = [0.05, 0.2, 0.4, 0.6, 0.8];
const refined = 3;

/** null with fewer than four points. */
export function fitPowerLaw(n: readonly number[], losses: readonly number[]): PowerLaw | null {
	if (n.length < 4) return null;
	const centre = mean(n.map(Math.log));
	const x = n.map((count) => Math.log(count) - centre);
	const y = losses.map((loss) => Math.log(Math.max(loss, leastLoss)));
	const low = lowest(y);
	const within = ([a, e, alpha]: Point): Point => [
		a,
		Math.min(e, low),
		Math.min(Math.max(alpha, exponents.least), exponents.most),
	];
	const predicted = ([a, e, alpha]: Point, i: number): number => {
		const first = a - alpha * x[i];
		const most = Math.max(first, e);
		return most + Math.log(Math.exp(first - most) + Math.exp(e - most));
	};
	const objective = (point: Point): number =>
		y.reduce((sum, target, i) => {
			const size = Math.abs(target - predicted(point, i));
			return sum + (size > delta ? delta * (size - delta / 2) : (size * size) / 2);
		}, 0);
	/** One damped step: (JᵀWJ + damping · diagonal) step = JᵀW r. */
	const stepFrom = (point: Point, damping: number): Point => {
		const h = [0, 0, 0, 0, 0, 0];
		const g = [0, 0, 0];
		y.forEach((target, i) => {
			const value = predicted(point, i);
			const residual = target - value;
			const weight = Math.min(1, delta / Math.abs(residual || delta));
			const part = Math.exp(point[0] - point[2] * x[i] - value);
			const [ja, je, jx] = [part, 1 - part, -part * x[i]];
			[ja * ja, ja * je, ja * jx, je * je, je * jx, jx * jx].forEach(
				(product, k) => (h[k] += weight * product),
			);
			[ja, je, jx].forEach((slope, k) => (g[k] += weight * slope * residual));
		});
		const d = 1 + damping;
		const step = solveSymmetric(
			[h[0] * d + 1e-12, h[1], h[2], h[3] * d + 1e-12, h[4], h[5] * d + 1e-12],
			g,
		);
		return within([point[0] + step[0], point[1] + step[1], point[2] + step[2]]);
	};
	const refine = (start: Point): { point: Point; value: number } => {
		let point = start;
		let value = objective(point);
		let damping = 1e-3;
		for (let round = 0; round < 100 && damping < 1e9; round++) {
			const tried = stepFrom(point, damping);
			const next = objective(tried);
			if (next < value) {
				const isDone = value - next <= 1e-15 * value;
				[point, value, damping] = [tried, next, damping / 10];
				if (isDone) break;
			} else damping *= 10;
		}
		return { point, value };
	};
	const starts = startParts
		.flatMap((part) => startExponents.map((alpha) => startAt(low + Math.log(part), alpha)))
		.map((point) => ({ point, value: objective(point) }))
		.sort((a, b) => a.value - b.value)
		.slice(0, refined);
	const [best] = starts.map(({ point }) => refine(point)).sort((a, b) => a.value - b.value);
	const [a, e, exponent] = best.point;
	return { irreducible: Math.exp(e), scale: Math.exp(a + exponent * centre), exponent };

	/** β from the mean of what is left above ε. */
	function startAt(e: number, alpha: number): Point {
		const rest = y.map((target, i) => {
			const above = Math.exp(target) - Math.exp(e);
			return Math.log(Math.max(above, leastLoss)) + alpha * x[i];
		});
		return within([mean(rest), e, alpha]);
	}
}

/** L(n) − ε = β n^−α. */
export const reducibleAt = ({ scale, exponent }: PowerLaw, n: number): number =>
	scale * n ** -exponent;

/** Solves [[a, b, c], [b, d, e], [c, e, f]] x = g by Cramer's rule. */
function solveSymmetric([a, b, c, d, e, f]: readonly number[], g: readonly number[]): number[] {
	const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
	const inverse = [
		[d * f - e * e, c * e - b * f, b * e - c * d],
		[c * e - b * f, a * f - c * c, b * c - a * e],
		[b * e - c * d, b * c - a * e, a * d - b * b],
	];
	return inverse.map(
		(row) => (row[0] * g[0] + row[1] * g[1] + row[2] * g[2]) / (determinant || Infinity),
	);
}
