import { expect, it } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { finiteDifferences, relativeError } from '../finiteDifferences.test-support.ts';
import { swiGluGradient, swiGluKernel } from './swiGlu.ts';

it('has the gradient of finite differences', () => {
	const stream = randomStream(1, 'swiGlu');
	const numbers = (name: string) =>
		Float64Array.from({ length: 15 }, (_, i) => 4 * stream.child(name).uniform(i) - 2);
	const [dy, gate, up] = ['dy', 'gate', 'up'].map(numbers);
	const operands = {
		inputs: [dy, gate, up].map(() => ({ shape: [3, 5], storage: 'f32' as const })),
		outputs: [],
	};
	const forward = (a: Float64Array, b: Float64Array) =>
		swiGluKernel.reference([a, b], operands, {})[0];

	const [dGate, dUp] = swiGluGradient.reference([dy, gate, up], operands, {});

	const gateDifferences = finiteDifferences((a) => forward(a, up), gate, dy);
	const upDifferences = finiteDifferences((b) => forward(gate, b), up, dy);
	expect(relativeError(dGate, gateDifferences)).toBeLessThan(1e-6);
	expect(relativeError(dUp, upDifferences)).toBeLessThan(1e-6);
});
