/** Frozen weights in 16, 8 and 4 bits on WebGPU. */
import { test } from 'vitest';
import { checkEncoding } from '../kernels/encodingChecks.ts';
import { openDevice } from './openDevice.ts';

test.each(['i8', 'bf16', 'nf4'] as const)(
	'products and rows of %s have the bits of rounded weights',
	async (storage) => {
		await checkEncoding(await openDevice(), storage, [[5, 67, 128]]);
	},
);
