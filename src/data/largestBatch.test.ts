/** No batch exceeds the predicted sizes, and some batch has the predicted number of positions. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	largestBatch,
	largestPass,
	packBatch,
	shortenExamples,
	splitIntoMicroBatches,
} from './batch.ts';
import type { EncodedExamples } from './encoded.ts';

function encoded(examples: readonly (readonly boolean[])[]): EncodedExamples {
	let end = 0;
	const offsets = [0, ...examples.map((example) => (end += example.length))];
	const targets = Uint8Array.from(examples.flat(), Number);
	return {
		count: examples.length,
		tokens: Uint16Array.from(targets, (_, i) => i),
		offsets: Uint32Array.from(offsets),
		targets,
		promptLengths: Uint32Array.from(examples, (example) => Math.max(0, example.indexOf(true))),
		noisy: new Uint8Array(examples.length),
		cut: 0,
	};
}
/** true: the token is a target. An example has at least two tokens. */
const sets = fc
	.array(fc.array(fc.boolean(), { minLength: 2, maxLength: 40 }), { minLength: 1, maxLength: 12 })
	.map(encoded);
const bounds = fc.record({
	parts: fc.integer({ min: 1, max: 8 }),
	maxPackLength: fc.integer({ min: 1, max: 200 }),
});
const draws = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 });

test('no micro-batch exceeds the prediction', () => {
	fc.assert(
		fc.property(sets, bounds, draws, (set, bounds, draws) => {
			const most = largestBatch([set], draws.length, bounds);
			const examples = draws.map((draw) => ({ set, index: draw % set.count }));
			const batches = splitIntoMicroBatches(examples, bounds.parts, bounds.maxPackLength);
			const packs = batches.map((part) => packBatch(part, 'packed'));
			const positions = (lengths: Int32Array) =>
				lengths.reduce((sum, length) => sum + length - 1, 0);
			const padded = batches.map((part, i) => part.length * (Math.max(...packs[i].lengths) - 1));
			expect(Math.max(...padded)).toBeLessThanOrEqual(most.packLength);
			packs.forEach(({ lengths, predictors }) => {
				expect(positions(lengths)).toBeLessThanOrEqual(most.packLength);
				expect(predictors.length).toBeLessThanOrEqual(most.targets);
			});
			expect(largestPass(examples, bounds)).toEqual({
				packLength: Math.max(...packs.map(({ lengths }) => positions(lengths))),
				targets: Math.max(...packs.map(({ predictors }) => predictors.length)),
			});
		}),
	);
});

test('some batch reaches the prediction', () => {
	fc.assert(
		fc.property(sets, bounds, fc.integer({ min: 1, max: 30 }), (set, bounds, size) => {
			const { packLength } = largestBatch([set], size, bounds);
			const reached = Array.from({ length: set.count }, (_, index) => {
				const examples = Array.from({ length: size }, () => ({ set, index }));
				return largestPass(examples, bounds).packLength;
			});
			expect(Math.max(...reached)).toBe(packLength);
		}),
	);
});

test('shortened examples keep their ends', () => {
	const set = shortenExamples(
		encoded([
			[false, true],
			[false, false, true, true, true],
			[false, true, true],
		]),
		3,
	);
	expect([...set.offsets]).toEqual([0, 2, 5, 8]);
	expect([...set.tokens]).toEqual([0, 1, 4, 5, 6, 7, 8, 9]);
	expect([...set.targets]).toEqual([0, 1, 1, 1, 1, 0, 1, 1]);
});
