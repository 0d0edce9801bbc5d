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
