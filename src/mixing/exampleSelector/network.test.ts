import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { initialNetwork, NetworkPass } from './network.ts';

const stream = randomStream(11);
const uniform = (count: number, name: string) =>
	Float64Array.from({ length: count }, (_, i) => 2 * stream.child(name).uniform(i) - 1);

test('a new network gives 0 for every input, so the first choices are random', () => {
	const shape = { inputs: 4, hidden: 8 };
	const pass = new NetworkPass(shape, 3);
	expect([...pass.forward(initialNetwork(shape, stream), uniform(12, 'x'), 3)]).toEqual([0, 0, 0]);
});
