/** tfjs's stock WebAssembly backend: SIMD, and threads if the page is isolated. */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { Entrant } from '../entrant.ts';
import { entrant as tfjs } from './tfjs.ts';

export const entrant: Entrant = {
	async open(task, options) {
		setWasmPaths({
			'tfjs-backend-wasm.wasm': plainWasm,
			'tfjs-backend-wasm-simd.wasm': simdWasm,
			'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
		});
		return tfjs.open(task, options);
	},
};
