/** Sums, means with 95 % intervals, medians, Spearman's ρ, and Student's t. */
import { InternalError } from './errors.ts';

export interface Interval {
	readonly mean: number;
	/** Ends of the 95 % confidence interval (Student's t); NaN for fewer than two values. */
	readonly low: number;
	readonly high: number;
	readonly n: number;
}

/** Infinity for no values. `Math.min(...values)` overflows the stack at about 120,000 values. */
export function lowest(values: Iterable<number>): number {
	let found = Infinity;
	for (const value of values) found = Math.min(found, value);
	return found;
}

/** −Infinity for no values. */
export function highest(values: Iterable<number>): number {
	let found = -Infinity;
	for (const value of values) found = Math.max(found, value);
	return found;
}

/** Adds in the order of the values, so that the bits depend on nothing else. */
export function sum(values: Iterable<number>): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

/** NaN for an empty list. */
export const mean = (values: Iterable<number> & ArrayLike<number>): number =>
	sum(values) / values.length;

/** The value in the middle, the later one of two; NaN for an empty list. */
export function median(values: Iterable<number>): number {
	const sorted = Float64Array.from(values).sort();
	return sorted.length === 0 ? NaN : sorted[sorted.length >> 1];
}

/** The mean without the nulls; null if nothing else is in the list. */
export function meanOfKnown(values: readonly (number | null)[]): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : mean(known);
}

/** Standard deviation with n − 1 in the denominator; NaN for fewer than two values. */
export function sampleDeviation(values: readonly number[]): number {
	if (values.length < 2) return NaN;
	const centre = mean(values);
	const squares = sum(values.map((value) => (value - centre) ** 2));
	return Math.sqrt(squares / (values.length - 1));
}

/** Standard error of the mean. */
export const standardError = (values: readonly number[]): number =>
	sampleDeviation(values) / Math.sqrt(values.length);

/** The mean with its 95 % interval (Student's t). */
export function meanInterval(values: readonly number[]): Interval {
	const n = values.length;
	const centre = mean(values);
	const reach = n < 2 ? NaN : studentQuantile(0.975, n - 1) * standardError(values);
	return { mean: centre, low: centre - reach, high: centre + reach, n };
}

/** The p-quantile of Student's t by bisection, with a relative error of about 1e-12. */
export function studentQuantile(p: number, degrees: number): number {
	if (!(p > 0 && p < 1 && degrees > 0))
		throw new InternalError(`No Student quantile for p = ${p} and ${degrees} degrees of freedom.`);
	if (p === 0.5) return 0;
	if (p < 0.5) return -studentQuantile(1 - p, degrees);
	let low = 0;
	let high = 1;
	while (studentTail(high, degrees) > 1 - p) {
		low = high;
		high *= 2;
	}
	for (;;) {
		const middle = (low + high) / 2;
		if (middle <= low || middle >= high) return middle;
		if (studentTail(middle, degrees) > 1 - p) low = middle;
		else high = middle;
	}
}

/** P(T > t) for Student's t: I_x(ν/2, 1/2) / 2 with x = ν / (ν + t²) if t ≥ 0. */
export function studentTail(t: number, degrees: number): number {
	const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
	return t >= 0 ? tail : 1 - tail;
}

/** Regularised incomplete beta I_x(a, b) by Lentz's continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	// The fraction converges fast below the mean. Symmetry gives the other side.
	if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
	const front =
		Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) /
		a;
	let c = 1;
	let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
	let fraction = d;
	for (let m = 1; m <= 500; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		let change = 1;
		for (const term of [even, odd]) {
			d = 1 / nonZero(1 + term * d);
			c = nonZero(1 + term / c);
			change = c * d;
			fraction *= change;
		}
		if (Math.abs(change - 1) < 1e-15) break;
	}
	return front * fraction;
}

/** Lentz's method divides by these values. */
const nonZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** ln Γ(x) for x > 0, by Stirling's series for x ≥ 10. The error is below 1e-14. */
export function logGamma(x: number): number {
	let shift = 0;
	while (x < 10) shift += Math.log(x++);
	const y = 1 / (x * x);
	const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
	return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let total = 0;
	for (let i = 0; i < a.length; i++) total += a[i] * b[i];
	return total;
}
