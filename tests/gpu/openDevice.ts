/** Opens a device on the browser's adapter, and disposes it after the test. */
import { onTestFinished } from 'vitest';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import { openWebGpu, type WebGpuOptions } from '#engine/gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { isLong } from '../support/suite.ts';

/**
 * In the short form the smallest tile, which a software adapter compiles in a third of the time.
 * kernels.gpu.test.ts and matmul.gpu.test.ts have the others.
 */
export const quickProducts: WebGpuOptions = isLong ? {} : { tuning: safeTuning };

export async function openDevice(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
	const device = await openWebGpu(await requestAdapter(options), { ...quickProducts, ...options });
	onTestFinished(() => device.dispose());
	return device;
}
