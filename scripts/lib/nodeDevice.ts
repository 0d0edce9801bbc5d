/** The wasm device in Node. Builds the kernels if their sources are newer. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import { startNodeThreads } from './nodeThreads.ts';
import { buildWasmIfStale } from './wasm.ts';

/** One thread by default, because tests run in parallel. */
export async function openNodeDevice(threads = 1): Promise<ComputeDevice> {
	// Browsers have relaxed SIMD (fused multiply-add) by default; Node 20 needs a flag.
	setFlagsFromString('--experimental-wasm-relaxed-simd');
	await buildWasmIfStale();
	return openDevice({
		prefer: 'wasm',
		wasm: { load: (build) => readFile(wasmFiles[build]), threads, startThreads: startNodeThreads },
	});
}
