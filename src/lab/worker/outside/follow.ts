/** Starts a worker that follows one redirect. */
import type { Follow } from './outside.ts';

export const follow: Follow = (request) =>
	new Promise((resolve) => {
		const worker = new Worker(new URL('./follow.worker.ts', import.meta.url), { type: 'module' });
		const end = (address: string | null) => {
			worker.terminate();
			resolve(address);
		};
		worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => end(data));
		worker.addEventListener('error', () => end(null));
		worker.postMessage(request);
	});
