/** Aioli's law, and the rounds of a run. tests/golden/rivals.test.ts has its updates. */
import { expect, test } from 'vitest';
import { softmaxShares } from '../shares.ts';
import { effects, normaliseLaw } from './aioli.ts';
import { expectClose } from '../../../tests/support/mixer.ts';

test('a diagonal law d gives p ∝ exp(η d)', () => {
	const law = [0.5, 0.2, 0.1].map((d, i) => [0, 1, 2].map((k) => (i === k ? d : 0)));
	expectClose(effects(law), [0.5, 0.2, 0.1]);
	const powers = [0.5, 0.2, 0.1].map((d) => Math.exp(3 * d));
	const sum = powers.reduce((a, b) => a + b, 0);
	expectClose(
		softmaxShares(effects(law), 3),
		powers.map((power) => power / sum),
	);
});

test('normalised effects are 0 or more and sum to 1; equal ones are 0', () => {
	expectClose(
		normaliseLaw([
			[-1, 0],
			[1, 2],
		]).flat(),
		[0, 1 / 6, 2 / 6, 3 / 6],
	);
	expect(
		normaliseLaw([
			[2, 0],
			[1, 1],
		]).flat(),
	).toEqual([0.5, 0, 0.25, 0.25]);
	expect(
		normaliseLaw([
			[-1, -1],
			[-1, -1],
		]).flat(),
	).toEqual([0, 0, 0, 0]);
});
