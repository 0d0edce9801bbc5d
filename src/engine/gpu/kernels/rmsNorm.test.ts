import { expect, it } from 'vitest';
import { relativeError } from '../../../../tests/support/finiteDifferences.ts';
import { rmsNormKernel } from './rmsNorm.ts';

it('normalises rows of equal numbers to ones', () => {
	const operand = (...shape: number[]) => ({ shape, storage: 'f32' as const });
	const operands = { inputs: [operand(2, 3), operand(3)], outputs: [] };
	const input = Float64Array.of(2, 2, 2, -5, -5, -5);
	const [y] = rmsNormKernel.reference([input, Float64Array.of(1, 1, 1)], operands, { epsilon: 0 });
	expect(relativeError(y, [1, 1, 1, -1, -1, -1])).toBeLessThan(1e-12);
});
