/** A worker of its own for each entrant: none can change what another computes with. */
import { startBrowserThreads, wasmFiles } from '#gpu/wasmFiles.ts';
import { threadsIn } from '#lab/worker/threads.ts';
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
