/** Opens a device on the browser's adapter, and disposes it after the test. */
import { onTestFinished } from 'vitest';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { openWebGpu, type WebGpuOptions } from '#engine/gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';

export async function openDevice(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
	const device = await openWebGpu(await requestAdapter(options), options);
	onTestFinished(() => device.dispose());
	return device;
}
