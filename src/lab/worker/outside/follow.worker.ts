/**
 * Finds out where a redirect leads, which a browser hides from a page. The page's policy does not
 * bind a worker that is started from a URL, so this one can follow the redirect.
 */
import { options } from './fileTransport.ts';
import type { FileRequest } from './outside.ts';

self.addEventListener('message', async ({ data }: MessageEvent<FileRequest>) => {
	const response = await fetch(data.url, options(data.headers)).catch(() => null);
	response?.body?.cancel().catch(() => undefined);
	self.postMessage(response?.url ?? null);
});
