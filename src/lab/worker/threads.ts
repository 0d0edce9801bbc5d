/** Number of threads for the software path in this browser, and the reason if it is one. */
import { sentence, type Message } from '#core/message.ts';

export interface Place {
	readonly isSecureContext: boolean;
	readonly crossOriginIsolated: boolean;
	readonly SharedArrayBuffer?: unknown;
	readonly navigator: { readonly hardwareConcurrency: number };
}

/** More threads gain nothing for models of this size. */
const mostThreads = 4;

/** Threads need shared memory, which browsers give only to isolated pages. */
export function threadsIn(place: Place): { threads: number; oneThread?: Message } {
	// Some browsers do not report the number.
	const threads = Math.min(mostThreads, place.navigator.hardwareConcurrency || 1);
	const oneThread =
		whyOne(place) ?? (threads > 1 ? null : sentence`the browser offers one processor`);
	return oneThread ? { threads: 1, oneThread } : { threads };
}

function whyOne(place: Place): Message | null {
	if (!place.isSecureContext)
		return sentence`this page came over plain http, and threads need https or localhost`;
	if (!place.crossOriginIsolated)
		return sentence`this page is not isolated: its host does not send the headers
			Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy`;
	// WebKitGTK isolates the page and still offers none.
	if (place.SharedArrayBuffer === undefined)
		return sentence`the browser offers no shared memory (SharedArrayBuffer)`;
	return null;
}
