import { expect, it } from 'vitest';
import { relativeError } from '../../../../tests/support/finiteDifferences.ts';
import { crossEntropyKernel, crossEntropyScores } from './crossEntropy.ts';

const operands = { inputs: [], outputs: [] };

it('handles equal and large logits, and takes the first of equals as the argmax', () => {
	const logits = Float64Array.of(3, 3, 3, 3, 1000, -1000, 0, 1000, 0, 0, 1, 0);
	const targets = Float64Array.of(1, 0, 2);
	const [nll, hit] = crossEntropyKernel.reference(
		[logits, targets, Float64Array.of(1, 1, 1)],
		operands,
		{},
	);
	const expected = [Math.log(4), Math.log(2), Math.log(Math.E + 3) - 1];
	expect(relativeError(nll, expected)).toBeLessThan(1e-12);
	expect([...hit]).toEqual([0, 1, 1]);
});

it('is confident in its first choice, right or wrong, however large the logits', () => {
	const logits = Float64Array.of(Math.log(3), 0, 0, Math.log(3), 1000, -1000, 5, 5);
	const targets = Float64Array.of(0, 0, 0, 1);
	const [, , confidence] = crossEntropyScores.reference([logits, targets], operands, {});
	expect(relativeError(confidence, [0.75, 0.75, 1, 0.5])).toBeLessThan(1e-12);
});
