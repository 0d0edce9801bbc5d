/** URLs of the wasm files, which scripts/lib/wasm.ts builds, and helper threads for browsers. */
import { browserThreads } from './wasm/browserThreads.ts';
import type { StartThreads, WasmBuild } from './wasm/instantiate.ts';

export type { StartThreads, WasmBuild } from './wasm/instantiate.ts';

/** Each URL is written out, because bundlers find files by this pattern. */
export const wasmFiles: { readonly [Build in WasmBuild]: URL } = {
	kernels: new URL('./wasm/build/kernels.wasm', import.meta.url),
	'kernels-relaxed': new URL('./wasm/build/kernels-relaxed.wasm', import.meta.url),
	'kernels-threads': new URL('./wasm/build/kernels-threads.wasm', import.meta.url),
	'kernels-relaxed-threads': new URL('./wasm/build/kernels-relaxed-threads.wasm', import.meta.url),
};

/** Starts helper threads as workers of the calling worker. Needs a cross-origin isolated page. */
export const startBrowserThreads: StartThreads = browserThreads(
	() => new Worker(new URL('./wasm/thread.worker.ts', import.meta.url), { type: 'module' }),
);
