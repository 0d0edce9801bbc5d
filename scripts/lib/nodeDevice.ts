/** The software path in Node: the wasm kernels, built if their sources are newer. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { openDevice } from '#gpu/device.ts';
import { wasmFiles } from '#gpu/wasmFiles.ts';
import { startNodeThreads } from './nodeThreads.ts';
import { buildWasmIfStale } from './wasm.ts';

/** One thread unless more are asked for: tests run beside each other. */
export async function openNodeDevice(threads = 1): Promise<ComputeDevice> {
	// Browsers have fused multiply-add by default; Node 20 has it behind a flag.
	setFlagsFromString('--experimental-wasm-relaxed-simd');
	await buildWasmIfStale();
	return openDevice({
		prefer: 'wasm',
		wasm: {
			load: (build) => readFile(wasmFiles[build]),
			threads,
			startThreads: startNodeThreads,
		},
	});
}
