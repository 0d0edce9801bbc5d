/** Opens a device on the browser's adapter, and disposes it after the test. */
import { onTestFinished } from 'vitest';
import { requestAdapter } from '#gpu/webgpu/adapter.ts';
import { openWebGpu, type WebGpuOptions } from '#gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#gpu/webgpu/webgpuDevice.ts';

export async function openDevice(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
	const device = await openWebGpu(await requestAdapter(options), options);
	onTestFinished(() => device.dispose());
	return device;
}
