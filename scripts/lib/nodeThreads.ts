/** Starts helper threads of the wasm device as Node worker threads. */
import { Worker } from 'node:worker_threads';
import type { StartThreads } from '#engine/gpu/wasm/instantiate.ts';
import { startThreadPool, type Thread, type ThreadTask } from '#engine/gpu/wasm/threadPool.ts';

export const startNodeThreads: StartThreads = (options) => startThreadPool({ ...options, spawn });

function spawn(task: ThreadTask): Thread {
	const worker = new Worker(new URL('./nodeThread.js', import.meta.url), { workerData: task });
	const ready = new Promise<void>((resolve, reject) => {
		worker.once('message', () => resolve());
		worker.once('error', reject);
	});
	// An idle helper must not keep the script alive.
	void ready.then(
		() => worker.unref(),
		() => undefined,
	);
	return { ready, terminate: () => void worker.terminate() };
}
