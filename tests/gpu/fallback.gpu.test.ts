/** Operations without kernels of the lab, by tfjs's WebGPU backend on the lab's device. */
import { expect, test } from 'vitest';
import { blockError } from '../kernels/fallbackBlock.ts';
import { openDevice } from './openDevice.ts';

test('a block without kernels of the lab has the loss and gradients of tfjs', async () => {
	const device = await openDevice();
	expect(device.report.backend).toBe('webgpu');
	expect(await blockError(device)).toBeLessThan(1e-4);
	// One matrix has 16 bits, and so have the lab's own activations.
	const rounded = await blockError(device, true);
	expect(rounded).toBeGreaterThan(1e-6);
	expect(rounded).toBeLessThan(1e-2);
});
