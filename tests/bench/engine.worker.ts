/** A worker of its own for each entrant: none can change what another computes with. */
import { createAnswer } from './answer.ts';
import type { Request } from './protocol.ts';

const answer = createAnswer();
addEventListener('message', ({ data }: MessageEvent<Request>) => {
	void answer(data).then((response) => postMessage(response));
});
