/** Node process of one entrant. WebGPU is Dawn (npm package `webgpu`). */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { wasmFiles } from '../../src/engine/gpu/wasmFiles.ts';
import { startNodeThreads } from '../../scripts/lib/nodeThreads.ts';
import { createAnswer } from './answer.ts';
import type { Request } from './protocol.ts';
import { provideWebGpu } from './nodeWebGpu.ts';

// Browsers have relaxed SIMD (fused multiply-add) by default; Node 20 needs a flag.
setFlagsFromString('--experimental-wasm-relaxed-simd');
const report = await provideWebGpu();
const answer = createAnswer({
	load: (build) => readFile(wasmFiles[build]),
	threads: Math.min(4, availableParallelism()),
	startThreads: startNodeThreads,
});
process.on('message', (request: Request) => {
	void answer(request).then((response) => process.send!(response));
});
process.on('disconnect', () => process.exit());
process.send!({ ok: true, value: report });
