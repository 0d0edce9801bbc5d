/** tfjs's wasm backend, one thread with SIMD: the software path. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { DeviceError } from '#core/errors.ts';
import type { DeviceReport } from './report.ts';

/** Where tfjs finds its binaries: addresses by file name. */
export interface WasmFiles {
	readonly 'tfjs-backend-wasm.wasm': string;
	readonly 'tfjs-backend-wasm-simd.wasm': string;
	readonly 'tfjs-backend-wasm-threaded-simd.wasm': string;
}

/** `reason`: why not the GPU. Throws DeviceError when WebAssembly does not start. */
export async function openWasm(files: WasmFiles, reason: string): Promise<DeviceReport> {
	setWasmPaths({ ...files });
	// Threads need a page that is isolated, and gain little on matrices this small; one thread is the same everywhere.
	tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
	if (!(await tf.setBackend('wasm').catch(() => false)))
		throw new DeviceError(
			'WebAssembly did not start here. Allow it for this page, or use another browser.',
		);
	const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
	return {
		backend: 'wasm',
		kind: 'software',
		name: simd ? 'processor (WebAssembly, SIMD)' : 'processor (WebAssembly)',
		reason,
		crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
		limits: {},
		features: simd ? ['simd'] : [],
	};
}
