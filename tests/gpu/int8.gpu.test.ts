/** Weights in 8 bits on WebGPU. */
import { test } from 'vitest';
import { checkInt8 } from '../kernels/int8Checks.ts';
import { openDevice } from './openDevice.ts';

test('products and rows have the bits of rounded weights', { timeout: 120_000 }, async () => {
	await checkInt8(await openDevice(), [[5, 67, 128]]);
});
