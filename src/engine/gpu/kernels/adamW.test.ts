import { expect, it } from 'vitest';
import { relativeError } from '../../../../tests/support/finiteDifferences.ts';
import { adamWKernel, type AdamWSettings } from './adamW.ts';

const settings: AdamWSettings = {
	beta1: 0.9,
	beta2: 0.99,
	epsilon: 1e-8,
	weightDecay: 0.1,
	clip: 1,
};
const rate = 0.01;
const scalars = (step: number) =>
	Float64Array.of(rate, 1 / (1 - settings.beta1 ** step), 1 / (1 - settings.beta2 ** step));
const ones = (length: number) => new Float64Array(length).fill(1);
const run = (inputs: Float64Array[]) =>
	adamWKernel.reference(inputs, { inputs: [], outputs: [] }, settings);

it('sums the norm over chunks', () => {
	const size = 1000;
	const state = [ones(size), new Float64Array(size), new Float64Array(size)];
	const [norm, partial] = run([ones(size), ones(size), ...state, scalars(1)]);
	expect([...partial]).toEqual([256, 256, 256, 232]);
	expect(relativeError(norm, [Math.sqrt(1000)])).toBeLessThan(1e-12);
});

it('changes nothing if the norm is not finite', () => {
	const state = [ones(2), ones(2), ones(2)];
	const [norm] = run([Float64Array.of(NaN, 1), ones(2), ...state, scalars(1)]);
	expect(norm[0]).toBeNaN();
	expect(state.map((vector) => [...vector])).toEqual([
		[1, 1],
		[1, 1],
		[1, 1],
	]);
});
