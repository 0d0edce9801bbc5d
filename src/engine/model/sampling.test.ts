import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sortTokens } from './sampling.ts';

test('tokens are sorted by their logits, and equal ones stay in their order', () => {
	const stream = randomStream(5);
	const logits = Float32Array.from({ length: 3000 }, (_, i) =>
		i % 3 === 0 ? stream.below(9, i) - 4 : 40 * (stream.uniform(i) - 0.5),
	);
	logits.set([0, -0, 0, 1e-45, -1e-45, 3e38, -3e38], 100);
	const expected = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
	expect([...sortTokens(logits)]).toEqual(expected);
});
