/**
 * The streams are pinned (a link must give the same curve for ever), uniform, and independent of
 * each other.
 */
import { expect, test } from 'vitest';
import { permutation, randomStream } from './random.ts';

const first = (seed: number, name: string, n = 4) => {
	const stream = randomStream(seed, name);
	return Array.from({ length: n }, (_, i) => stream.bits(i));
};

test('the bits are pinned', () => {
	expect(first(1, 'draw')).toEqual([654010951, 355540748, 1285655814, 3144284502]);
	expect(first(2 ** 53 - 1, '')).toEqual([2622382416, 3429534940, 97431868, 1920229635]);
	expect([...permutation(randomStream(1, 'rows'), 8, 2)]).toEqual([4, 3, 2, 1, 6, 0, 5, 7]);
});

test('another seed (also above 2^32), name, parent or index gives other bits', () => {
	const streams = [
		randomStream(1, 'a'),
		randomStream(2, 'a'),
		randomStream(1 + 2 ** 32, 'a'),
		randomStream(1, 'b'),
		randomStream(1, 'ab'),
		randomStream(1, 'a').child('b'),
		randomStream(1, 'a').child(''),
		randomStream(1).child('a'),
	];
	const bits = streams.flatMap((stream) => [0, 1, 2 ** 32, 2 ** 32 + 1].map(stream.bits));
	expect(new Set(bits).size).toBe(bits.length);
});

/** Sum of (count − expected)² / expected. */
const chiSquare = (counts: readonly number[]) => {
	const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
	return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

test('draws are uniform over indices and over seeds', () => {
	const stream = randomStream(7, 'uniform');
	const overIndices = Array.from({ length: 100 }, () => 0);
	const overSeeds = Array.from({ length: 100 }, () => 0);
	for (let i = 0; i < 50_000; i++) {
		overIndices[Math.floor(stream.uniform(i) * 100)]++;
		overSeeds[randomStream(i, 'uniform').below(100, 0)]++;
	}
	// 99 degrees of freedom: above 148.2 with probability 0.001.
	expect(chiSquare(overIndices)).toBeLessThan(148.2);
	expect(chiSquare(overSeeds)).toBeLessThan(148.2);
});

test('neighbours in a stream are independent', () => {
	const stream = randomStream(9, 'pairs');
	const pairs = Array.from({ length: 64 }, () => 0);
	for (let i = 0; i < 64_000; i++) pairs[8 * stream.below(8, i) + stream.below(8, i + 1)]++;
	expect(chiSquare(pairs)).toBeLessThan(103.4); // 63 degrees of freedom, 0.001
});

test('a permutation has every number once, at each position with equal probability', () => {
	const stream = randomStream(3, 'rows');
	const places = Array.from({ length: 36 }, () => 0);
	for (let epoch = 0; epoch < 12_000; epoch++) {
		const order = permutation(stream, 6, epoch);
		expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
		order.forEach((value, place) => places[6 * place + value]++);
	}
	expect(chiSquare(places)).toBeLessThan(52.6); // 25 degrees of freedom, 0.001
	expect([...permutation(stream, 0)]).toEqual([]);
	expect([...permutation(stream, 1, 5)]).toEqual([0]);
});
