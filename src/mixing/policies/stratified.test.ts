/** Quotas stay within one example of the exact share, and are a pure function of the step. */
import { sum } from '#engine/core/statistics.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotaSequence } from './stratified.ts';
import { normalise } from '../shares.ts';

test('any shares and batch size: full batches, within 1 of the share', () => {
	fc.assert(
		fc.property(
			fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5000 })), {
				minLength: 1,
				maxLength: 12,
			}),
			fc.integer({ min: 1, max: 40 }),
			(amounts, batchSize) => {
				fc.pre(amounts.some((amount) => amount > 0));
				const shares = normalise(amounts);
				const quotasAt = quotaSequence(shares, batchSize);
				const counts = shares.map(() => 0);
				for (let step = 0; step < 60; step++) {
					const quotas = quotasAt(step);
					quotas.forEach((quota, i) => (counts[i] += quota));
					const farthest = Math.max(
						...counts.map((count, i) => Math.abs(count - shares[i] * batchSize * (step + 1))),
					);
					if (!(sum(quotas) === batchSize && Math.min(...quotas) >= 0 && farthest < 1))
						expect({ step, quotas, farthest }).toBe('full batches within 1 of the shares');
				}
			},
		),
		{ seed: 11, numRuns: 200 },
	);
});

test('equal shares that divide the batch give equal quotas', () => {
	const quotasAt = quotaSequence(Array<number>(8).fill(1 / 8), 32);
	for (const step of [0, 1, 2, 299]) expect(quotasAt(step)).toEqual(Array(8).fill(4));
});

test('a share below one example per batch comes regularly', () => {
	const quotasAt = quotaSequence([0.97, 0.03], 10);
	const rare = Array.from({ length: 100 }, (_, step) => quotasAt(step)[1]);
	expect(sum(rare)).toBe(30);
	expect(Math.max(...rare)).toBe(1);
});

test('the quotas of a step do not depend on earlier calls', () => {
	const shares = normalise([4000, 1600, 680, 400, 240, 160, 80, 80]);
	const inOrder = quotaSequence(shares, 32);
	const expected = Array.from({ length: 50 }, (_, step) => inOrder(step));
	const jumping = quotaSequence(shares, 32);
	for (const step of [49, 3, 3, 4, 20, 0, 48]) expect(jumping(step)).toEqual(expected[step]);
});
