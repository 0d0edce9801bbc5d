import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, cut, exampleMeans, layOut, type ExampleAddress } from './batch.ts';
import type { EncodedExamples } from './encoded.ts';

/** Tokens are numbered through, so that each place tells where it came from. */
function addresses(lengths: readonly number[]): ExampleAddress[] {
	const offsets = [0];
	for (const length of lengths) offsets.push(offsets.at(-1)! + length);
	const total = offsets.at(-1)!;
	const set: EncodedExamples = {
		count: lengths.length,
		tokens: Uint32Array.from({ length: total }, (_, i) => i),
		offsets: Uint32Array.from(offsets),
		targets: new Uint8Array(total).fill(1),
		promptLengths: new Uint32Array(lengths.length).fill(1),
		noisy: new Uint8Array(lengths.length),
		cut: 0,
	};
	return lengths.map((_, index) => ({ set, index }));
}
const lengthLists = fc.array(fc.integer({ min: 2, max: 70 }), { minLength: 1, maxLength: 40 });

test.each(['packed', 'padded'] as const)(
	'%s: every token in its place once, its successor as target',
	(layout) => {
		fc.assert(
			fc.property(lengthLists, (lengths) => {
				const examples = addresses(lengths);
				const batch = layOut(examples, layout);
				expect(batch.time).toBe(bucketOf(Math.max(...lengths) - 1));
				if (layout === 'padded') expect(batch.rows).toBe(lengths.length);
				const seen = new Set<number>();
				batch.segments.forEach((segment, place) => {
					if (segment === -1) return;
					const first = examples[segment].set.offsets[segment];
					expect(batch.tokens[place]).toBe(first + batch.positions[place]);
					seen.add(batch.tokens[place]);
				});
				expect(seen.size).toBe(lengths.reduce((sum, length) => sum + length - 1, 0));
				batch.predictors.forEach((place, i) => {
					expect(batch.targets[i]).toBe(batch.tokens[place] + 1);
					expect(batch.owners[i]).toBe(batch.segments[place]);
				});
				expect(batch.predictors).toHaveLength(seen.size);
			}),
			{ seed: 2, numRuns: 100 },
		);
	},
);

test('packing never takes more rows than padding', () => {
	fc.assert(
		fc.property(lengthLists, (lengths) => {
			expect(layOut(addresses(lengths), 'packed').rows).toBeLessThanOrEqual(lengths.length);
		}),
		{ seed: 3, numRuns: 100 },
	);
	expect(layOut(addresses([17, 17, 17, 17, 33]), 'packed').rows).toBe(3);
});

test('cut keeps order, makes at least the parts that are asked for, and bounds the places of each', () => {
	fc.assert(
		fc.property(
			lengthLists,
			fc.integer({ min: 1, max: 5 }),
			fc.integer({ min: 16, max: 400 }),
			(lengths, parts, most) => {
				const examples = addresses(lengths);
				const batches = cut(examples, parts, most);
				expect(batches.flat()).toEqual(examples);
				expect(batches.length).toBeGreaterThanOrEqual(
					Math.ceil(lengths.length / Math.ceil(lengths.length / parts)),
				);
				for (const batch of batches) {
					const { rows, time } = layOut(batch, 'padded');
					expect(batch.length === 1 || rows * time <= most).toBe(true);
				}
			},
		),
		{ seed: 4, numRuns: 100 },
	);
});

test('an example weighs the same however many targets it has', () => {
	const batch = layOut(addresses([3, 5]), 'packed');
	expect([
		...exampleMeans(
			Float64Array.from(batch.owners, (owner) => owner + 1),
			batch,
		),
	]).toEqual([1, 2]);
});
