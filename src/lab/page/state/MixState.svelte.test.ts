import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum } from '#engine/core/statistics.ts';
import { MixState } from './MixState.svelte.ts';

test('after every action, shares are in [0, 1] and sum to 1', () => {
	const move = fc.tuple(
		fc.nat(4),
		fc.double({ min: -1, max: 2, noNaN: true }),
		fc.constantFrom('move', 'lock', 'follow'),
	);
	fc.assert(
		fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
			const mix = new MixState(['a', 'b', 'c', 'd', 'e']);
			for (const [index, share, kind] of moves) {
				if (kind === 'move') mix.move(index, share);
				else if (kind === 'lock') mix.toggleLock(index);
				else mix.follow([index, 1, 0, 2, 1]);
				expect(sum(mix.shares)).toBeCloseTo(1, 9);
				expect(Math.min(...mix.shares)).toBeGreaterThanOrEqual(-1e-12);
			}
		}),
		{ seed: 2406, numRuns: 200 },
	);
});

test('the others keep their proportions', () => {
	const mix = new MixState(['a', 'b', 'c']);
	mix.follow([2, 2, 1]);
	mix.move(0, 0.7);
	expect(mix.shares).toEqual([0.7, expect.closeTo(0.2, 12), expect.closeTo(0.1, 12)]);
});

test('a locked share stays, and bounds the share that moves', () => {
	const mix = new MixState(['a', 'b', 'c']);
	mix.follow([1, 1, 2]);
	mix.toggleLock(2);
	mix.move(0, 0.9);
	expect(mix.shares).toEqual([0.5, 0, 0.5]);
});

test('the run does not move a slider while it is held, and moves it after the release', () => {
	const mix = new MixState(['a', 'b']);
	mix.move(0, 0.8);
	mix.follow([1, 1]);
	expect(mix.letGo()).toEqual({ a: 0.8, b: 0.2 });
	mix.follow([1, 1]);
	expect(mix.shares).toEqual([0.5, 0.5]);
});
