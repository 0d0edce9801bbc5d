/** Headers that isolate the page; SharedArrayBuffer, and so threads, needs them. */
export const isolationHeaders = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
};
