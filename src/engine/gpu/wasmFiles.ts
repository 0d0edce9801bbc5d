/** URLs of the wasm files, which scripts/lib/wasm.ts builds, and helper threads for browsers. */
import { DeviceError, toMessage } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { within } from '#engine/core/nextTask.ts';
import type { StartThreads, WasmBuild } from './wasm/instantiate.ts';
import { startThreadPool, type Thread, type ThreadTask } from './wasm/threadPool.ts';

export type { StartThreads, WasmBuild } from './wasm/instantiate.ts';

/** Each URL is written out, because bundlers find files by this pattern. */
export const wasmFiles: { readonly [Build in WasmBuild]: URL } = {
	kernels: new URL('./wasm/build/kernels.wasm', import.meta.url),
	'kernels-relaxed': new URL('./wasm/build/kernels-relaxed.wasm', import.meta.url),
	'kernels-threads': new URL('./wasm/build/kernels-threads.wasm', import.meta.url),
	'kernels-relaxed-threads': new URL('./wasm/build/kernels-relaxed-threads.wasm', import.meta.url),
};

/** Starts helper threads as workers of the calling worker. Needs a cross-origin isolated page. */
export const startBrowserThreads: StartThreads = (options) =>
	startThreadPool({ ...options, spawn });

/** Milliseconds. Without a limit, a browser that drops the message with the memory never opens. */
const startLimit = 30_000;

function spawn(task: ThreadTask): Thread {
	const worker = new Worker(new URL('./wasm/thread.worker.ts', import.meta.url), {
		type: 'module',
	});
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
