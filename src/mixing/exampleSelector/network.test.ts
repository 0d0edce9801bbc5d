import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { initialNetwork, NetworkPass, parameterCount } from './network.ts';

const stream = randomStream(11);
const uniform = (count: number, name: string) =>
	Float64Array.from({ length: count }, (_, i) => 2 * stream.child(name).uniform(i) - 1);

test.each([5, 8])('gradients of a network of width %i equal finite differences', (hidden) => {
	const shape = { inputs: 7, hidden };
	const parameters = uniform(parameterCount(shape), 'parameters');
	const input = uniform(6 * 7, 'input');
	const weights = uniform(6, 'weights');
	const pass = new NetworkPass(shape, 6);
	const value = (at: Float64Array) =>
		pass.forward(at, input, 6).reduce((sum, output, i) => sum + output * weights[i], 0);
	const gradient = new Float64Array(parameters.length);
	value(parameters);
	pass.backward(parameters, input, 6, weights, gradient);
	for (let i = 0; i < parameters.length; i++) {
		const moved = (by: number) => value(parameters.map((p, j) => (j === i ? p + by : p)));
		expect(gradient[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
	}
});

test('a new network gives 0 for every input, so the first choices are random', () => {
	const shape = { inputs: 4, hidden: 8 };
	const pass = new NetworkPass(shape, 3);
	expect([...pass.forward(initialNetwork(shape, stream), uniform(12, 'x'), 3)]).toEqual([0, 0, 0]);
});
