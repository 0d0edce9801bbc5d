import { expect, it } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { finiteDifferences, relativeError } from '../finiteDifferences.test-support.ts';
import { rmsNormGradient, rmsNormKernel } from './rmsNorm.ts';

const [rows, width] = [35, 6];
const attributes = { epsilon: 1e-2 };
const stream = randomStream(1, 'rmsNorm');
const numbers = (name: string, length: number) =>
	Float64Array.from({ length }, (_, i) => 4 * stream.child(name).uniform(i) - 2);
const [dy, x, gain] = [
	numbers('dy', rows * width),
	numbers('x', rows * width),
	numbers('g', width),
];
const matrix = { shape: [rows, width], storage: 'f32' as const };
const vector = { shape: [width], storage: 'f32' as const };

it('has the gradient of finite differences, with the gain in chunks of 32 rows', () => {
	const operands = { inputs: [matrix, vector], outputs: [] };
	const forward = (x: Float64Array, gain: Float64Array) =>
		rmsNormKernel.reference([x, gain], operands, attributes);
	const [, inverseRms] = forward(x, gain);

	const [dx, dGain, partial] = rmsNormGradient.reference(
		[dy, x, gain, inverseRms],
		{ inputs: [matrix, matrix, vector], outputs: [] },
		{},
	);

	const xDifferences = finiteDifferences((x) => forward(x, gain)[0], x, dy);
	const gainDifferences = finiteDifferences((gain) => forward(x, gain)[0], gain, dy);
	expect(relativeError(dx, xDifferences)).toBeLessThan(1e-6);
	expect(relativeError(dGain, gainDifferences)).toBeLessThan(1e-6);
	const sums = dGain.map((_, c) => partial[c] + partial[width + c]);
	expect(relativeError(sums, dGain)).toBeLessThan(1e-12);
});

it('normalises rows of equal numbers to ones', () => {
	const operand = (...shape: number[]) => ({ shape, storage: 'f32' as const });
	const operands = { inputs: [operand(2, 3), operand(3)], outputs: [] };
	const input = Float64Array.of(2, 2, 2, -5, -5, -5);
	const [y] = rmsNormKernel.reference([input, Float64Array.of(1, 1, 1)], operands, { epsilon: 0 });
	expect(relativeError(y, [1, 1, 1, -1, -1, -1])).toBeLessThan(1e-12);
});
