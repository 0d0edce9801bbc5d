/**
 * The percentile bootstrap of a mean: how far the mean of such values moves when they are drawn again, with replacement, from
 * themselves. For n values a resample is n draws. Up to 6 values all nⁿ resamples are counted, each once: no random numbers. Above
 * that 10,000 are drawn: place i of resample r is the value number floor(u · n), u being number r · n + i of the uniforms of
 * randomStream(0, 'bootstrap of the mean') (core/random.ts). The 95 % interval goes from the smallest mean that at least 2.5 % of
 * the resamples do not exceed to the largest that at least 2.5 % of them reach.
 *
 * With few values it is too narrow: the spread of n values about their own mean is smaller than about the true one, by √((n − 1)/n)
 * on average, and it knows no heavier tails as Student's t does. At n = 5 it holds the true mean in about 83 % of cases instead of 95.
 *
 * B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979).
 */
import { randomStream } from './random.ts';
import { mean, type Interval } from './statistics.ts';

const mostExact = 6;
const resamples = 10_000;

/** Ends are NaN if there are fewer than two values. */
export function bootstrapInterval(values: readonly number[]): Interval {
	const n = values.length;
	if (n < 2) return { mean: mean(values), low: NaN, high: NaN, n };
	// In rising order, so that the order in which they come changes no bit.
	const sorted = [...values].sort((a, b) => a - b);
	const [low, high] = n <= mostExact ? endsOfAll(sorted) : endsOfDrawn(sorted);
	return { mean: mean(sorted), low, high, n };
}

interface Weighted {
	readonly mean: number;
	/** Resamples that have it. */
	readonly count: number;
}

/** The first mean at which a fortieth of all resamples is reached. */
function tail(means: readonly Weighted[]): number {
	const all = means.reduce((sum, { count }) => sum + count, 0);
	let reached = 0;
	return means.find(({ count }) => 40 * (reached += count) >= all)!.mean;
}

/** Resamples with the same values in another order have one mean: n! / (k₁! k₂! …) of them, kᵢ being how often value i is there. */
function endsOfAll(values: readonly number[]): [number, number] {
	const n = values.length;
	const found: Weighted[] = [];
	const add = (place: number, left: number, sum: number, count: number): void => {
		if (place === n - 1) {
			found.push({ mean: (sum + left * values[place]) / n, count });
			return;
		}
		for (let times = 0, ways = 1; times <= left; times++) {
			add(place + 1, left - times, sum + times * values[place], count * ways);
			ways = (ways * (left - times)) / (times + 1);
		}
	};
	add(0, n, 0, 1);
	found.sort((a, b) => a.mean - b.mean);
	return [tail(found), tail(found.toReversed())];
}

function endsOfDrawn(values: readonly number[]): [number, number] {
	const n = values.length;
	const drawn = drawnPlaces(n);
	const means = new Float64Array(resamples);
	for (let r = 0; r < resamples; r++) {
		let sum = 0;
		for (let i = r * n; i < (r + 1) * n; i++) sum += values[drawn[i]];
		means[r] = sum / n;
	}
	means.sort();
	return [means[resamples / 40 - 1], means[resamples - resamples / 40]];
}

/** The last that was made: a report has many means of as many cells. */
let kept = { n: 0, places: new Uint32Array() };

function drawnPlaces(n: number): Uint32Array {
	if (kept.n === n) return kept.places;
	const stream = randomStream(0, 'bootstrap of the mean');
	const places = Uint32Array.from({ length: resamples * n }, (_, i) => stream.below(n, i));
	kept = { n, places };
	return places;
}
