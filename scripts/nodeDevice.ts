/** The software path in Node: tfjs's wasm backend from node_modules. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { openDevice } from '#gpu/device.ts';
import type { DeviceReport } from '#gpu/report.ts';

export function openNodeDevice(): Promise<DeviceReport> {
	const folder =
		dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')) +
		'/dist/';
	return openDevice({
		prefer: 'wasm',
		wasmFiles: {
			'tfjs-backend-wasm.wasm': `${folder}tfjs-backend-wasm.wasm`,
			'tfjs-backend-wasm-simd.wasm': `${folder}tfjs-backend-wasm-simd.wasm`,
			'tfjs-backend-wasm-threaded-simd.wasm': `${folder}tfjs-backend-wasm-threaded-simd.wasm`,
		},
	});
}
