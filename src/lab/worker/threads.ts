/** The number of threads for wasm in this browser, and the reason if there is only one. */
import { secureOnly } from '#engine/core/secureContext.ts';
import { sentence, type Message } from '#engine/core/message.ts';

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
		whyOneThread(scope) ?? (threads > 1 ? null : sentence('lab.worker.browserOffersOneProcessor'));
	return oneThread ? { threads: 1, oneThread } : { threads };
}

function whyOneThread(scope: GlobalScope): Message | null {
	if (!scope.isSecureContext) return sentence('lab.worker.pageCameOverPlainHttp');
	if (!scope.crossOriginIsolated) return sentence('lab.worker.pageIsNotIsolatedHost');
	// WebKitGTK isolates the page but has no shared memory.
	if (secureOnly.sharedMemory === undefined)
		return sentence('lab.worker.browserOffersNoSharedMemory');
	return null;
}
