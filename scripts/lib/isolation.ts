/** The headers that isolate the page (SharedArrayBuffer, and so threads for wasm). Hosts without them: one thread. */
export const isolationHeaders = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
};
