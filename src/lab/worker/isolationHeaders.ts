/** Headers that isolate the page; SharedArrayBuffer, and so threads, needs them. */
export const isolationHeaders = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
	// So that an isolated page of another site can embed the lab.
	'Cross-Origin-Resource-Policy': 'cross-origin',
};
