/** Entry of the worker: serves the lab and its features with real database, device and files. */
import '#lab/texts.ts';
import { openDevice } from '#engine/gpu/device.ts';
import { startBrowserThreads, wasmFiles, type WasmBuild } from '#engine/gpu/wasmFiles.ts';
import { openStores } from '#lab/storage/stores.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { serveLab } from '#lab/worker/host.ts';
import type { LabParts } from '#lab/worker/openLab.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { fileTransport } from '#lab/worker/outside/fileTransport.ts';
import { follow } from '#lab/worker/outside/follow.ts';
import { threadsIn } from '#lab/worker/threads.ts';
import { toWire } from '#lab/worker/wireError.ts';
import { featureStores, workerFeatures } from './lab/features/worker.ts';

const wasm = {
	load: async (build: WasmBuild) => (await fetch(wasmFiles[build])).arrayBuffer(),
	...threadsIn(self),
	startThreads: startBrowserThreads,
};

/** The worker's own address is a blob's (page/shell/startWorker.ts). */
const script = import.meta.url;
const base = new URL('../', script);

const parts: LabParts = {
	openStores: (options) => openStores({ ...options, features: featureStores }),
	openDevice: (onLost, options) => openDevice({ wasm, onLost, ...options }),
	createTrainer,
	page: {
		// This script is one folder below the page: in src/ in development, in assets/ of the site.
		base,
		// Revalidates, so that a new version of the site is seen. The database keeps the files.
		fetch: (url, options) => fetch(url, { ...options, cache: 'no-cache' }),
	},
	startThrowaway: () =>
		new Worker(new URL('./throwaway.worker.ts', import.meta.url), { type: 'module' }),
	outside(origins) {
		const transports = {
			fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
			allowed: (origin: string) => origins.includes(origin),
			secure: base.protocol === 'https:',
		};
		return { fetch: fileTransport(transports), follow };
	},
};
serveLab(self, parts, workerFeatures);

// Nothing else reports a rejection that nobody awaits, and the worker keeps running after it.
self.addEventListener('unhandledrejection', ({ reason }) => {
	const message =
		`The lab has an internal error: ${toWire(reason).message}. ` +
		'If something stands still, reload the page: stored data is kept.';
	self.postMessage({ event: 'notice', level: 'warning', message } satisfies LabEvent);
});
