import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketSize } from '#engine/model/hostBatch.ts';
import { splitIntoMicroBatches, packBatch, type ExampleAddress } from './batch.ts';
import { encodedSet } from '../../../tests/support/encodedSet.ts';

/** Tokens are numbered through, so that each place tells where it came from. */
function addresses(lengths: readonly number[]): ExampleAddress[] {
	let next = 0;
	const set = encodedSet(lengths.map((length) => Array.from({ length }, () => next++)));
	return lengths.map((_, index) => ({ set, index }));
}
const lengthLists = fc.array(fc.integer({ min: 2, max: 70 }), { minLength: 1, maxLength: 40 });

test.each(['packed', 'padded'] as const)(
	'%s: every token in its place once, its successor as target',
	(layout) => {
		fc.assert(
			fc.property(lengthLists, (lengths) => {
				const examples = addresses(lengths);
				const batch = packBatch(examples, layout);
				const longest = Math.max(...lengths) - 1;
				const sum = lengths.reduce((all, length) => all + length - 1, 0);
				expect(batch.packLength).toBe(
					bucketSize(layout === 'packed' ? sum : lengths.length * longest),
				);
				const seen = new Set<number>();
				for (let place = 0; place < batch.packLength; place++) {
					if (batch.first[place] > place) {
						expect(batch.last[place], 'filling is seen by nothing').toBeLessThan(place);
						continue;
					}
					const example = batch.starts.indexOf(batch.first[place]);
					expect(batch.tokens[place]).toBe(
						examples[example].set.offsets[example] + batch.positions[place],
					);
					expect(batch.last[place]).toBe(batch.starts[example] + lengths[example] - 2);
					expect(batch.positions[place]).toBe(place - batch.first[place]);
					seen.add(batch.tokens[place]);
				}
				expect(seen.size).toBe(sum);
				batch.predictors.forEach((place, i) => {
					expect(batch.targets[i]).toBe(batch.tokens[place] + 1);
					expect(batch.starts[batch.owners[i]]).toBe(batch.first[place]);
				});
				expect(batch.predictors).toHaveLength(seen.size);
			}),
			{ seed: 2, numRuns: 30 },
		);
	},
);

test('splitIntoMicroBatches keeps order, makes enough parts and bounds their length', () => {
	fc.assert(
		fc.property(
			lengthLists,
			fc.integer({ min: 1, max: 5 }),
			fc.integer({ min: 16, max: 400 }),
			(lengths, parts, mostPositions) => {
				const examples = addresses(lengths);
				const batches = splitIntoMicroBatches(examples, parts, mostPositions);
				expect(batches.flat()).toEqual(examples);
				expect(batches.length).toBeGreaterThanOrEqual(Math.min(parts, lengths.length));
				for (const batch of batches) {
					const longest = Math.max(...packBatch(batch, 'padded').lengths) - 1;
					expect(batch.length === 1 || batch.length * longest <= mostPositions).toBe(true);
				}
			},
		),
		{ seed: 4, numRuns: 100 },
	);
});
