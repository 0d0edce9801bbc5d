/** Where the compiled kernels lie: beside this file, for bundlers and Node alike. scripts/lib/wasm.ts makes them. */
import type { WasmBuild } from './wasm/instantiate.ts';

export { startBrowserThreads } from './wasm/browserThreads.ts';
export type { StartThreads, WasmBuild } from './wasm/instantiate.ts';

export const wasmFiles: { readonly [Build in WasmBuild]: URL } = {
	kernels: new URL('./wasm/build/kernels.wasm', import.meta.url),
	'kernels-relaxed': new URL('./wasm/build/kernels-relaxed.wasm', import.meta.url),
	'kernels-threads': new URL('./wasm/build/kernels-threads.wasm', import.meta.url),
	'kernels-relaxed-threads': new URL('./wasm/build/kernels-relaxed-threads.wasm', import.meta.url),
};
