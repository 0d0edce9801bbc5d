/**
 * The ladder: hardware WebGPU; else software, where tfjs's wasm backend is many times faster than an emulated GPU. Says in
 * words what it found and why. After it returns, tfjs-core computes on what the report names.
 */
import * as tf from '@tensorflow/tfjs-core';
import { DeviceError } from '#core/errors.ts';
import type { DeviceReport } from './report.ts';
import { openWasm, type WasmFiles } from './wasm.ts';
import { openWebGpu, requestAdapter } from './webgpu.ts';

export interface DeviceOptions {
	readonly wasmFiles: WasmFiles;
	/** Instead of the ladder's choice: for tests, and for a visitor whose GPU misbehaves. */
	readonly prefer?: DeviceReport['backend'];
	/** The device was lost: what was computing on it cannot go on. */
	readonly onLost?: (reason: string) => void;
}

/** Throws DeviceError when nothing works, or not what was preferred. */
export async function openDevice({
	wasmFiles,
	prefer,
	onLost,
}: DeviceOptions): Promise<DeviceReport> {
	const { adapter, reason } =
		prefer === 'wasm' ? { adapter: null, reason: 'asked for' } : await requestAdapter();
	const useGpu = adapter !== null && (prefer === 'webgpu' || !isSoftware(adapter));
	if (prefer === 'webgpu' && !useGpu)
		throw new DeviceError(
			`WebGPU was asked for, but ${reason}. Use a browser with WebGPU, or let the lab choose.`,
		);
	// A forward pass on the CPU for small tensors would make results depend on sizes, and a replay would miss it.
	const report = useGpu
		? await openWebGpu(adapter, onLost ?? (() => undefined))
		: await openWasm(wasmFiles, adapter ? 'the GPU is emulated in software here' : (reason ?? ''));
	await tf.ready();
	return report;
}

const isSoftware = (adapter: GPUAdapter): boolean => adapter.info.isFallbackAdapter;
