/**
 * Opens a device: WebGPU on hardware, else WebAssembly, which is faster than an emulated GPU. The
 * device's report names the choice and the reason.
 */
import { DeviceError, NoAdapterError } from '#core/errors.ts';
import type { ComputeDevice } from './computeDevice.ts';
import type { DeviceReport } from './report.ts';
import type { WasmOptions } from './wasm/instantiate.ts';
import { openWasm } from './wasm/wasmDevice.ts';
import { requestAdapter } from './webgpu/adapter.ts';
import { openWebGpu, type WebGpuOptions } from './webgpu/openWebGpu.ts';

export type { TuningCache } from './webgpu/tunings.ts';

export interface DeviceOptions extends WebGpuOptions {
	/** Source of the wasm kernels. Without it only WebGPU is possible. */
	readonly wasm?: WasmOptions;
	/** Overrides the choice: for tests, and for users whose GPU misbehaves. */
	readonly prefer?: DeviceReport['backend'];
}

/** Throws NoAdapterError or DeviceError if no device, or not the preferred one, can be opened. */
export async function openDevice(options: DeviceOptions = {}): Promise<ComputeDevice> {
	const { wasm, prefer } = options;
	if (prefer === 'wasm') {
		if (!wasm) throw new DeviceError('WebAssembly was requested, but its kernels are missing.');
		return openWasm(wasm, 'asked for');
	}
	if (prefer === 'webgpu' || !wasm) return openWebGpu(await requestAdapter(options), options);

	const adapter = await requestAdapter(options).catch(unavailable);
	if (adapter instanceof Error) return openWasm(wasm, adapter.message);
	if (adapter.info.isFallbackAdapter)
		// Use the emulated GPU if WebAssembly does not start.
		return openWasm(wasm, 'The GPU is emulated in software here.').catch(() =>
			openWebGpu(adapter, options),
		);
	const device = await openWebGpu(adapter, options).catch(unavailable);
	return device instanceof Error ? openWasm(wasm, device.message) : device;
}

/** Returns the errors that allow WebAssembly as a fallback, and throws all others. */
function unavailable(error: unknown): NoAdapterError | DeviceError {
	if (error instanceof NoAdapterError || error instanceof DeviceError) return error;
	throw error;
}
