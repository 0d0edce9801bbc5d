/** Worker of one entrant, so that entrants cannot affect each other's globals. */
import { startBrowserThreads, wasmFiles } from '../../src/engine/gpu/wasmFiles.ts';
import { threadsIn } from '../../src/lab/worker/threads.ts';
import { createAnswer } from './answer.ts';
import type { Request } from './protocol.ts';

const answer = createAnswer({
	load: async (build) => (await fetch(wasmFiles[build])).arrayBuffer(),
	...threadsIn(self),
	startThreads: startBrowserThreads,
});
addEventListener('message', ({ data }: MessageEvent<Request>) => {
	void answer(data).then((response) => postMessage(response));
});
