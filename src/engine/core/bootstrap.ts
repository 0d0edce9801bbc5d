/**
 * The percentile bootstrap of a mean. A resample of n values is n draws from them with replacement.
 * For up to 6 values all nⁿ resamples count once, without random numbers. For more values 10,000
 * resamples are drawn. Value i of resample r has index floor(u · n), where u is uniform r · n + i
 * of randomStream(0, 'bootstrap of the mean').
 *
 * The 95 % interval starts at the smallest mean that at least 2.5 % of the resamples do not exceed.
 * It ends at the largest mean that at least 2.5 % of them reach.
 *
 * With few values the interval is too narrow. The standard deviation of n values about their own
 * mean is smaller than about the true mean, by √((n − 1)/n) on average. The method also lacks the
 * heavier tails of Student's t. At n = 5 it covers the true mean in about 83 % of cases instead of
 * 95 %.
 *
 * B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979).
 */
import { randomStream } from './random.ts';
import { mean, type Interval } from './statistics.ts';

const maxExact = 6;
const resamples = 10_000;
/** Sums of resamples that do not wait for each other's additions. Divides `resamples`. */
const atOnce = 4;

/** The ends are NaN for fewer than two values. */
export function bootstrapInterval(values: readonly number[]): Interval {
	const n = values.length;
	if (n < 2) return { mean: mean(values), low: NaN, high: NaN, n };
	// Sorted, so that the order of the values changes no bit.
	const sorted = Float64Array.from(values).sort();
	const [low, high] = n <= maxExact ? endsOfAll(sorted) : endsOfDrawn(sorted);
	return { mean: mean([...sorted]), low, high, n };
}

interface Weighted {
	readonly mean: number;
	/** Number of resamples with this mean. */
	readonly count: number;
}

/** The first mean at which the count reaches a fortieth of all resamples. */
function tail(means: readonly Weighted[]): number {
	const all = means.reduce((sum, { count }) => sum + count, 0);
	let reached = 0;
	return means.find(({ count }) => 40 * (reached += count) >= all)!.mean;
}

/** n! / (k₁! k₂! …) resamples have the same mean, where kᵢ is how often value i occurs. */
function endsOfAll(values: Float64Array): [number, number] {
	const n = values.length;
	const found: Weighted[] = [];
	const add = (index: number, left: number, sum: number, count: number): void => {
		if (index === n - 1) {
			found.push({ mean: (sum + left * values[index]) / n, count });
			return;
		}
		for (let times = 0, ways = 1; times <= left; times++) {
			add(index + 1, left - times, sum + times * values[index], count * ways);
			ways = (ways * (left - times)) / (times + 1);
		}
	};
	add(0, n, 0, 1);
	found.sort((a, b) => a.mean - b.mean);
	return [tail(found), tail(found.toReversed())];
}

function endsOfDrawn(values: Float64Array): [number, number] {
	const n = values.length;
	// All resamples of equal values are the same.
	const made = values[0] === values[n - 1] ? atOnce : resamples;
	const drawn = drawIndices(n);
	const means = new Float64Array(made);
	for (let r = 0; r < made; r += atOnce) {
		let [a, b, c, d] = [0, 0, 0, 0];
		for (let i = r * n; i < (r + 1) * n; i++) {
			a += values[drawn[i]];
			b += values[drawn[i + n]];
			c += values[drawn[i + 2 * n]];
			d += values[drawn[i + 3 * n]];
		}
		means[r] = a / n;
		means[r + 1] = b / n;
		means[r + 2] = c / n;
		means[r + 3] = d / n;
	}
	const least = Math.ceil(made / 40);
	return [nth(means, least - 1), nth(means, made - least)];
}

/** The value that sorting would put at this index. Reorders the values (Hoare's Find, 1961). */
function nth(values: Float64Array, index: number): number {
	let [first, last] = [0, values.length - 1];
	while (first < last) {
		const pivot = values[index];
		let [i, j] = [first, last];
		while (i <= j) {
			while (values[i] < pivot) i++;
			while (values[j] > pivot) j--;
			if (i > j) break;
			const value = values[i];
			values[i++] = values[j];
			values[j--] = value;
		}
		if (j < index) first = i;
		if (i > index) last = j;
	}
	return values[index];
}

/** The last result. A report has many means of equally many values. */
let cached: { n: number; indices: Uint16Array | Uint32Array } = {
	n: 0,
	indices: new Uint16Array(),
};

function drawIndices(n: number): Uint16Array | Uint32Array {
	if (cached.n === n) return cached.indices;
	const stream = randomStream(0, 'bootstrap of the mean');
	const indices = new (n > 2 ** 16 ? Uint32Array : Uint16Array)(resamples * n);
	for (let i = 0; i < indices.length; i++) indices[i] = stream.below(n, i);
	cached = { n, indices };
	return indices;
}
