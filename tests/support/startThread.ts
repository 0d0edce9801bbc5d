/** Starts a throwaway worker in a thread of Node, which can be ended in the middle of a call. */
import { Worker } from 'node:worker_threads';
import type { JobWorker, OwnerMessage } from '#lab/worker/throwaway.ts';

export function startThread(): JobWorker {
	const thread = new Worker(new URL('./throwawayThread.js', import.meta.url));
	return {
		postMessage(message: OwnerMessage) {
			const { file } = ('request' in message ? message.request : {}) as { file?: File };
			thread.postMessage({ message, name: file?.name });
		},
		addEventListener(type: string, listener: (event: never) => void) {
			thread.on(type, (data: unknown) =>
				listener(
					(type === 'error' ? new Event('error') : new MessageEvent('message', { data })) as never,
				),
			);
		},
		terminate: () => void thread.terminate(),
	};
}
