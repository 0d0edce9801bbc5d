/**
 * Finds out where a redirect leads, which a browser hides from a page. The page's policy does not
 * bind a worker that is started from a URL, so this one can follow the redirect.
 */
import { options } from './fetchTransport.ts';
import { longestSilence } from './fileTransport.ts';
import type { FileRequest } from './outside.ts';

self.addEventListener('message', ({ data }: MessageEvent<FileRequest>) => void answer(data));

async function answer({ url, headers }: FileRequest): Promise<void> {
	const inTime = AbortSignal.timeout(longestSilence);
	const response = await fetch(url, options(headers, inTime)).catch(() => null);
	response?.body?.cancel().catch(() => undefined);
	self.postMessage(response?.url ?? null);
}
