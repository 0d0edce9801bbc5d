/** Where a selector is seen to fail, from what was measured. */

/** Picks before repeats are judged, in batches; and in how many batches' worth of different examples a pool is large. */
const leastBatches = 10;

/** When so few examples as one batch holds make up more than half of the picks, in a pool that is much larger. */
export function repeatsWarning(times: Uint16Array, batchSize: number): string[] {
	const counts = times
		.filter((count) => count > 0)
		.sort()
		.reverse();
	const picks = counts.reduce((a, b) => a + b, 0);
	if (picks < leastBatches * batchSize || times.length < 8 * batchSize) return [];
	let sum = 0;
	const few = counts.findIndex((count) => (sum += count) * 2 > picks) + 1;
	return few > batchSize
		? []
		: [
				`The same ${few} examples make up more than half of the picks so far, out of a pool of ` +
					`${times.length.toLocaleString('en')}. Sample instead of choosing greedily, raise the temperature, or cap the repeats.`,
			];
}

/** When the last roll-outs end no lower than the first, which chose at random. */
export function trainingWarning(losses: readonly number[]): string[] {
	if (losses.length < 4) return [];
	const last = losses.slice(-Math.ceil(losses.length / 4));
	const mean = last.reduce((a, b) => a + b, 0) / last.length;
	return mean < losses[0]
		? []
		: [
				`The selector is no better than random choice on validation: its first roll-out, at random, ended at ` +
					`${losses[0].toFixed(2)} nats, the last ${last.length} at ${mean.toFixed(2)} on average.`,
			];
}
