/** Helper threads as workers of the calling worker. Needs a cross-origin isolated page. */
import { DeviceError, toMessage } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { within } from '#engine/core/nextTask.ts';
import type { StartThreads } from './instantiate.ts';
import { startThreadPool, type Thread, type ThreadTask } from './threadPool.ts';

/** Milliseconds. Without a limit, a browser that drops the message with the memory never opens. */
const startLimit = 30_000;

/** `start`: opens a worker that calls serveThreadHere(). */
export const browserThreads =
	(start: () => Worker): StartThreads =>
	(options) =>
		startThreadPool({ ...options, spawn: (task) => spawn(start(), task) });

function spawn(worker: Worker, task: ThreadTask): Thread {
	const failure = (reason: string | Message) =>
		new DeviceError(say('a helper thread did not start: {reason}', { reason }));
	const started = new Promise<true>((resolve, reject) => {
		const fail = (reason: string) => reject(failure(reason));
		worker.onmessage = ({ data }: MessageEvent<string>) =>
			data === 'ready' ? resolve(true) : fail(data);
		worker.onerror = ({ message }) => fail(message);
		try {
			worker.postMessage(task);
		} catch (error) {
			fail(toMessage(error));
		}
	});
	const ready = within(startLimit, started).then((isReady) => {
		if (!isReady)
			throw failure(say('no answer within {seconds} seconds', { seconds: startLimit / 1000 }));
	});
	return { ready, terminate: () => worker.terminate() };
}
