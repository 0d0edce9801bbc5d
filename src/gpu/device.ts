/** The ladder: hardware WebGPU; else the software path in WebAssembly, which is faster than an emulated GPU. Says in words what it found and why. */
import { DeviceError, NoAdapterError } from '#core/errors.ts';
import type { ComputeDevice } from './computeDevice.ts';
import type { DeviceReport } from './report.ts';
import type { WasmOptions } from './wasm/instantiate.ts';
import { openWasm } from './wasm/wasmDevice.ts';
import { requestAdapter } from './webgpu/adapter.ts';
import { openWebGpu, type WebGpuOptions } from './webgpu/openWebGpu.ts';

export interface DeviceOptions extends WebGpuOptions {
	/** Where the software path's kernels come from. Without it there is WebGPU or nothing. */
	readonly wasm?: WasmOptions;
	/** Instead of the ladder's choice: for tests, and for a visitor whose GPU misbehaves. */
	readonly prefer?: DeviceReport['backend'];
}

/** Throws NoAdapterError or DeviceError when nothing works, or not what was preferred. */
export async function openDevice(options: DeviceOptions = {}): Promise<ComputeDevice> {
	const { wasm, prefer } = options;
	if (prefer === 'wasm') {
		if (!wasm)
			throw new DeviceError('The software path was asked for, and its kernels are missing.');
		return openWasm(wasm, 'asked for');
	}
	if (prefer === 'webgpu' || !wasm) return openWebGpu(await requestAdapter(options), options);

	const adapter = await requestAdapter(options).catch(unavailable);
	if (adapter instanceof Error) return openWasm(wasm, adapter.message);
	if (adapter.info.isFallbackAdapter)
		// An emulated GPU still is one, where WebAssembly is forbidden.
		return openWasm(wasm, 'The GPU is emulated in software here.').catch(() =>
			openWebGpu(adapter, options),
		);
	const device = await openWebGpu(adapter, options).catch(unavailable);
	return device instanceof Error ? openWasm(wasm, device.message) : device;
}

/** That there is no GPU, or that it gives no device, leads to the next rung; anything else is thrown. */
function unavailable(error: unknown): NoAdapterError | DeviceError {
	if (error instanceof NoAdapterError || error instanceof DeviceError) return error;
	throw error;
}
