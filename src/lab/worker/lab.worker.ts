/** The worker: the lab's host on the worker's own port, with the real database, device, trainer and files. */
import { openDevice } from '#gpu/device.ts';
import { startBrowserThreads, wasmFiles, type WasmBuild } from '#gpu/wasmFiles.ts';
import { openStores } from '#lab/storage/stores.ts';
import { createTrainer } from '#training/createTrainer.ts';
import { serveLab } from './host.ts';
import type { LabEvent } from './protocol.ts';
import { threadsIn } from './threads.ts';
import { toWire } from './wireError.ts';

const wasm = {
	load: async (build: WasmBuild) => (await fetch(wasmFiles[build])).arrayBuffer(),
	...threadsIn(self),
	startThreads: startBrowserThreads,
};
/** This script lies in src/lab/worker/ in development, and in assets/ of the built site. */
const toPage = import.meta.env.DEV ? '../../../' : '../';

serveLab(self, {
	openStores,
	openDevice: (onLost, options) => openDevice({ wasm, onLost, ...options }),
	createTrainer,
	page: {
		base: new URL(toPage, self.location.href),
		// Asked for anew each time, so that a new version of the site is seen; the files themselves are kept in the database.
		fetch: (url, options) => fetch(url, { ...options, cache: 'no-cache' }),
	},
});

// A rejection that nobody waits for is a fault of the lab: said, since the worker lives on and nothing else tells of it.
self.addEventListener('unhandledrejection', ({ reason }) => {
	const message = `The lab met a fault of its own: ${toWire(reason).message}. If something stands still, reload the page: what was stored is kept.`;
	self.postMessage({ event: 'notice', level: 'warning', message } satisfies LabEvent);
});
