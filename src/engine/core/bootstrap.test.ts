/** Against numbers by hand, all resamples one by one, and the draws that its description says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bootstrapInterval } from './bootstrap.ts';
import { randomStream } from './random.ts';

/** The same definition, each resample made and sorted. */
function ends(means: number[]): [number, number] {
	means.sort((a, b) => a - b);
	const least = Math.ceil(means.length / 40);
	return [means[least - 1], means[means.length - least]];
}

function everyMean(values: readonly number[]): number[] {
	const n = values.length;
	return Array.from({ length: n ** n }, (_, code) => {
		let sum = 0;
		for (let i = 0, rest = code; i < n; i++, rest = Math.floor(rest / n)) sum += values[rest % n];
		return sum / n;
	});
}

test('up to 6 values it counts every resample', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 6 }),
			(values) => {
				const { low, high } = bootstrapInterval(values);
				const [least, largest] = ends(everyMean(values));
				expect(low).toBeCloseTo(least, 10);
				expect(high).toBeCloseTo(largest, 10);
			},
		),
		{ seed: 7, numRuns: 30 },
	);
});

const unequal = [0.11, 0.52, 0.3, 0.41, 0.27, 0.35, 0.61, 0.18];

test.each([
	['unequal values', unequal],
	['few values', [0.1, 0.1, 0.4, 0.1, 0.4, 0.1, 0.1, 0.1]],
	['one value', Array.from({ length: 9 }, () => 0.1)],
])('of more values it draws 10,000 resamples from a named stream: %s', (_, values) => {
	const sorted = [...values].sort((a, b) => a - b);
	const stream = randomStream(0, 'bootstrap of the mean');
	const n = values.length;
	const means = Array.from({ length: 10_000 }, (_, r) => {
		const drawn = Array.from(
			{ length: n },
			(_, i) => sorted[Math.floor(stream.uniform(r * n + i) * n)],
		);
		return drawn.reduce((sum, value) => sum + value, 0) / n;
	});
	const [low, high] = ends(means);
	expect(bootstrapInterval(values)).toMatchObject({ low, high, n });
});
