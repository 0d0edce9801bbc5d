/** RegMix's laws against scikit-learn, LightGBM and scipy. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
	exponentialLaw,
	linearLaw,
	treeLaw,
	type MixingLaw,
	type TreeSettings,
} from '../../src/mixing/mixingLaw.ts';

interface Case {
	readonly mixes: readonly number[][];
	readonly losses: readonly number[];
	readonly other: readonly number[][];
	readonly settings: TreeSettings;
	readonly linear: readonly number[];
	readonly trees: readonly number[];
	readonly lightgbm: readonly number[];
	readonly exponential: readonly number[];
}
const cases = JSON.parse(
	readFileSync(new URL('mixingLaw.json', import.meta.url), 'utf8'),
) as readonly Case[];
const furthest = (law: MixingLaw, mixes: readonly number[][], expected: readonly number[]) =>
	Math.max(...mixes.map((shares, i) => Math.abs(law(shares) - expected[i])));

test.each([0, 1, 2])('case %i: linear, exponential and trees', (at) => {
	const { mixes, losses, other, settings, ...golden } = cases[at];
	expect(furthest(linearLaw(mixes, losses), other, golden.linear)).toBeLessThan(1e-8);
	expect(furthest(exponentialLaw(mixes, losses), other, golden.exponential)).toBeLessThan(1e-6);
	const trees = treeLaw(settings)(mixes, losses);
	expect(furthest(trees, mixes, golden.trees)).toBeLessThan(1e-9);
	// LightGBM keeps gradients in 32 bits.
	expect(furthest(trees, mixes, golden.lightgbm)).toBeLessThan(1e-6);
});
