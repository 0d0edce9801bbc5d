/** A process of its own for each entrant, without a browser: WebGPU is Dawn (npm package `webgpu`). */
import { createAnswer } from './answer.ts';
import type { Request } from './protocol.ts';
import { provideWebGpu } from './nodeWebGpu.ts';

const report = await provideWebGpu();
const answer = createAnswer();
process.on('message', (request: Request) => {
	void answer(request).then((response) => process.send!(response));
});
process.on('disconnect', () => process.exit());
process.send!({ ok: true, value: report });
