/** Number of threads for the software path in this browser, and the reason if it is one. */

export interface Place {
	readonly isSecureContext: boolean;
	readonly crossOriginIsolated: boolean;
	readonly navigator: { readonly hardwareConcurrency: number };
}

/** More threads gain nothing for models of this size. */
const mostThreads = 4;

/** Threads need shared memory, which browsers give only to isolated pages. */
export function threadsIn(place: Place): { threads: number; oneThread?: string } {
	if (!place.isSecureContext)
		return {
			threads: 1,
			oneThread: 'this page came over plain http, and threads need https or localhost',
		};
	if (!place.crossOriginIsolated)
		return {
			threads: 1,
			oneThread:
				'this page is not isolated: its host does not send the headers ' +
				'Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy',
		};
	const { hardwareConcurrency } = place.navigator;
	// Some browsers do not report it.
	const threads = Math.min(mostThreads, hardwareConcurrency || 1);
	return threads > 1 ? { threads } : { threads, oneThread: 'the browser offers one processor' };
}
