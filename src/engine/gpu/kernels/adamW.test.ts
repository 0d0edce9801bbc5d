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

it('moves by the learning rate against the sign of a first gradient', () => {
	const weights = Float64Array.of(1, 1, 2);
	const decay = Float64Array.of(1, 0, 1);
	const gradient = Float64Array.of(300, -400, 1e-3);
	const moments = [new Float64Array(3), new Float64Array(3)];
	const [norm] = run([gradient, decay, weights, ...moments, scalars(1)]);
	const expected = [1 - rate * 0.1 - rate, 1 + rate, 2 - 2 * rate * 0.1 - rate];
	// ε matters for the last gradient, which clipping makes 2e-6.
	expect(relativeError(weights, expected)).toBeLessThan(1e-4);
	expect(relativeError(norm, [500])).toBeLessThan(1e-9);
	expect(relativeError(moments[0], [0.06, -0.08, 2e-7])).toBeLessThan(1e-8);
	expect(relativeError(moments[1], [0.0036, 0.0064, 4e-14])).toBeLessThan(1e-8);
});

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
