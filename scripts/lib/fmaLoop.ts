/** The processor's peak in WebAssembly: fused multiply-adds that touch registers only. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Independent sums: enough to hide the latency of two units, few enough for 16 registers. */
const sums = Array.from({ length: 12 }, (_, i) => `s${i}`);
const source = `export function run(steps: i32): f32 {
	const x = f32x4.splat(0.999);
	const y = f32x4.splat(0.001);
	${sums.map((sum, i) => `let ${sum} = f32x4.splat(<f32>${i});`).join('\n')}
	for (; steps != 0; steps--) {
		${sums.map((sum) => `${sum} = f32x4.relaxed_madd(${sum}, x, y);`).join('\n')}
	}
	return f32x4.extract_lane(${sums.reduce((all, sum) => `f32x4.add(${all}, ${sum})`)}, 0);
}`;
/** Four lanes, each with a product and a sum. */
const flopsPerStep = sums.length * 4 * 2;

/** Waits until all threads are ready, so that they share the processor's units from the start. */
const threadCode = `
const { parentPort, workerData: { module, gate } } = require('node:worker_threads');
const { run } = new WebAssembly.Instance(module).exports;
run(1e6);
parentPort.on('message', ({ steps, threads, turn }) => {
	Atomics.add(gate, 0, 1);
	while (Atomics.load(gate, 0) < threads * turn);
	const start = performance.now();
	run(steps);
	parentPort.postMessage(performance.now() - start);
});`;

export interface FmaLoop {
	/** GFLOPS of all threads together. */
	measure(): Promise<number>;
	close(): Promise<unknown>;
}

/** Needs relaxed SIMD, as the kernels' fastest build. */
export async function openFmaLoop(threads: number): Promise<FmaLoop> {
	const { compileString } = await import('assemblyscript/asc');
	const { binary } = await compileString(source, {
		optimizeLevel: 3,
		runtime: 'stub',
		enable: ['simd', 'relaxed-simd'],
	});
	if (!binary) throw new Error('The loop did not compile.');
	const module = new WebAssembly.Module(Uint8Array.from(binary));
	const gate = new Int32Array(new SharedArrayBuffer(4));
	const workers = Array.from(
		{ length: threads },
		() => new Worker(threadCode, { eval: true, workerData: { module, gate } }),
	);
	const steps = 10_000_000;
	let turn = 0;
	return {
		async measure() {
			turn++;
			const times = workers.map(async (worker) => {
				worker.postMessage({ steps, threads, turn });
				const [milliseconds] = (await once(worker, 'message')) as [number];
				return milliseconds;
			});
			const longest = Math.max(...(await Promise.all(times)));
			return (threads * steps * flopsPerStep) / longest / 1e6;
		},
		close: () => Promise.all(workers.map((worker) => worker.terminate())),
	};
}
