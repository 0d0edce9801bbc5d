/** Builds the wasm kernels while the rest of the page is bundled. */
import type { Plugin } from 'vite';
import { buildWasmIfStale } from './wasm.ts';

let ready: Promise<void> | undefined;

/** Waits where a build first needs the kernels: at their addresses. */
export function wasmKernels(): Plugin {
	const kernels = (ready ??= buildWasmIfStale());
	return {
		name: 'wasm-kernels',
		enforce: 'pre',
		transform: { filter: { id: /\/wasmFiles\.ts$/ }, handler: () => kernels.then(() => null) },
	};
}
