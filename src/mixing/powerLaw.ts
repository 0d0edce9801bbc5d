/**
 * The law L(n) = ε + β n^−α, fitted to points (n, L) by the loss of Huber on log L − log L(n) with
 * δ = 1e-3, as in ADO's code (yidingjiang/ado, ado.py), which starts L-BFGS from a grid.
 * Ours: log L(n) = level + log(exp(−α x) + exp(ratio)) with x = log n − mean log n. For a given α
 * and ratio = log ε − level, the level is the Huber mean of what is left. So Nelder–Mead searches
 * only these two, from the best points of a grid. Bounds instead of penalties: α 0.001 to 0.8, ε at
 * most the lowest loss.
 */
import { highest, lowest, mean } from '#engine/core/statistics.ts';

export interface PowerLaw {
	/** ε, nats. */
	readonly irreducible: number;
	/** β. */
	readonly scale: number;
	/** α. */
	readonly exponent: number;
}

/** [α, ratio] */
type Shape = readonly [number, number];
interface Fit {
	readonly shape: Shape;
	readonly level: number;
	/** The objective. */
	readonly value: number;
}

const delta = 1e-3;
const leastLoss = 1e-6;
const startExponents = [0.05, 0.2, 0.4, 0.6, 0.8];
const startRatios = [-4, -1.5, 0, 1.5, 4];
/** Starts that are refined. */
const refined = 5;
const mostRounds = 200;
/** A search ends when its corners' values differ by less than this part. */
const tolerance = 1e-9;

const byValue = (a: Fit, b: Fit): number => a.value - b.value;
const clamp = (value: number, low: number, high: number): number =>
	Math.min(Math.max(value, low), high);

/** null with fewer than four points. */
export function fitPowerLaw(n: readonly number[], losses: readonly number[]): PowerLaw | null {
	if (n.length < 4) return null;
	const centre = mean(n.map(Math.log));
	const x = n.map((count) => Math.log(count) - centre);
	const y = losses.map((loss) => Math.log(Math.max(loss, leastLoss)));
	const low = lowest(y);
	const fitAt = (anyAlpha: number, anyRatio: number): Fit => {
		const alpha = clamp(anyAlpha, 0.001, 0.8);
		const ratio = clamp(anyRatio, -20, 20);
		const rest = y.map((target, i) => target - Math.log(Math.exp(-alpha * x[i]) + Math.exp(ratio)));
		const level = Math.min(huberMean(rest), low - ratio);
		const value = rest.reduce((sum, residual) => {
			const size = Math.abs(residual - level);
			return sum + (size > delta ? delta * (size - delta / 2) : (size * size) / 2);
		}, 0);
		return { shape: [alpha, ratio], level, value };
	};
	/** The point at this part of the way from a corner to another point. */
	const toward = (part: number, { shape: [a, r] }: Fit, [toA, toR]: Shape): Fit =>
		fitAt(a + part * (toA - a), r + part * (toR - r));
	/** Nelder–Mead from a triangle at the start, with sides of `size` in α and 10 × that in ratio. */
	const refine = (start: Fit, size: number): Fit => {
		const [alpha, ratio] = start.shape;
		const beside = fitAt(alpha > 0.4 ? alpha - size : alpha + size, ratio);
		let corners = [start, beside, fitAt(alpha, ratio + 10 * size)].sort(byValue);
		for (let round = 0; round < mostRounds; round++) {
			const [best, middle, worst] = corners;
			if (worst.value - best.value <= tolerance * best.value) break;
			const [p, q] = [best.shape, middle.shape];
			/** The middle of the side that is opposite to the worst corner. */
			const opposite: Shape = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
			const across = toward(2, worst, opposite);
			let next: Fit | null = null;
			if (across.value < best.value) [next] = [across, toward(3, worst, opposite)].sort(byValue);
			else if (across.value < middle.value) next = across;
			else {
				const inside = toward(across.value < worst.value ? 1.5 : 0.5, worst, opposite);
				if (inside.value < Math.min(across.value, worst.value)) next = inside;
			}
			corners = next ? [best, middle, next] : [best, toward(0.5, middle, p), toward(0.5, worst, p)];
			corners.sort(byValue);
		}
		return corners[0];
	};
	const [found] = startRatios
		.flatMap((ratio) => startExponents.map((alpha) => fitAt(alpha, ratio)))
		.sort(byValue)
		.slice(0, refined)
		.map((start) => refine(start, 0.1))
		.sort(byValue);
	// The first triangle can collapse on an edge of the objective: search once more.
	const { shape, level } = refine(found, 0.02);
	const [exponent, ratio] = shape;
	return {
		irreducible: Math.exp(level + ratio),
		scale: Math.exp(level + exponent * centre),
		exponent,
	};
}

/** The m at which Σ clip(value − m, ±δ) is 0. The sum is linear in parts and falls with m. */
function huberMean(values: readonly number[]): number {
	const pull = (m: number): number =>
		values.reduce((sum, value) => sum + clamp(value - m, -delta, delta), 0);
	let [from, to] = [lowest(values), highest(values)];
	let [above, below] = [pull(from), pull(to)];
	// Bisection finds the linear part that has the root; within it, the secant is exact.
	for (let round = 0; round < 60 && above > below; round++) {
		const part = round % 2 === 0 ? 0.5 : above / (above - below);
		const m = from + part * (to - from);
		const here = pull(m);
		if (Math.abs(here) < 1e-15) return m;
		if (here > 0) [from, above] = [m, here];
		else [to, below] = [m, here];
	}
	return (from + to) / 2;
}

/** L(n) − ε = β n^−α. */
export const reducibleAt = ({ scale, exponent }: PowerLaw, n: number): number =>
	scale * n ** -exponent;
