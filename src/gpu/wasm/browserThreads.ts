/** Helper threads as workers of the worker that calls. */
import { DeviceError } from '#core/errors.ts';
import { startThreadPool, type Thread, type ThreadTask } from './threadPool.ts';
import type { StartThreads } from './instantiate.ts';

/** Needs a page that is isolated: memory is shared. */
export const startBrowserThreads: StartThreads = (options) =>
	startThreadPool({ ...options, spawn });

function spawn(task: ThreadTask): Thread {
	const worker = new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module' });
	const ready = new Promise<void>((resolve, reject) => {
		const fail = (what: string) =>
			reject(
				new DeviceError(
					`A helper thread did not start: ${what}. Reload the page, or use one thread.`,
				),
			);
		worker.onmessage = ({ data }: MessageEvent<string>) =>
			data === 'ready' ? resolve() : fail(data);
		worker.onerror = ({ message }) => fail(message);
	});
	worker.postMessage(task);
	return { ready, terminate: () => worker.terminate() };
}
