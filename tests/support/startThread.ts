/** Starts a throwaway worker in a thread of Node, which can be ended in the middle of a call. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import type { JobWorker, OwnerMessage } from '#lab/worker/throwaway.ts';

const folder = path.resolve('.cache/throwaway');
// One script: a thread that loads each source by itself starts several times slower.
await build({
	configFile: false,
	logLevel: 'error',
	ssr: { noExternal: true },
	build: { ssr: 'tests/support/throwawayJobs.ts', outDir: folder },
});

export function startThread(): JobWorker {
	const thread = new Worker(path.join(folder, 'throwawayJobs.js'));
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
