/** The number of threads for wasm in this browser, and the reason if there is only one. */
import { secureOnly } from '#engine/core/secureContext.ts';
import { say, type Message } from '#engine/core/message.ts';

/** The parts of a worker's global scope that say whether threads can start. */
export interface GlobalScope {
	readonly isSecureContext: boolean;
	readonly crossOriginIsolated: boolean;
	readonly navigator: { readonly hardwareConcurrency: number };
}

/** More threads gain nothing for models of this size. */
const maxThreads = 4;

/** Threads need shared memory, which browsers give only to isolated pages. */
export function threadsIn(scope: GlobalScope): { threads: number; oneThread?: Message } {
	// Some browsers do not report the number.
	const threads = Math.min(maxThreads, scope.navigator.hardwareConcurrency || 1);
	const oneThread =
		whyOneThread(scope) ?? (threads > 1 ? null : say('the browser offers one CPU core'));
	return oneThread ? { threads: 1, oneThread } : { threads };
}

function whyOneThread(scope: GlobalScope): Message | null {
	if (!scope.isSecureContext)
		return say('this page came over plain http, and threads need https or localhost');
	if (!scope.crossOriginIsolated)
		return say(
			'this page is not isolated: its host does not send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy. From the second visit on the page adds them itself, unless another site embeds it',
		);
	// WebKitGTK isolates the page but has no shared memory.
	if (secureOnly.sharedMemory === undefined)
		return say('the browser offers no shared memory (SharedArrayBuffer)');
	return null;
}
