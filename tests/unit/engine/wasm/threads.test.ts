/** Compares helper threads in Node with a single thread. */
import { asMessage, englishText } from '#engine/core/message.ts';
import { readFile } from 'node:fs/promises';
import { afterAll, expect, it, vi } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { instantiate, type Module, type WasmBuild } from '#engine/gpu/wasm/instantiate.ts';
import { openWasm } from '#engine/gpu/wasm/wasmDevice.ts';
import { startBrowserThreads } from '#engine/gpu/wasmFiles.ts';
import { startNodeThreads } from '../../../../scripts/lib/nodeThreads.ts';
import { randomFloats } from './kernel.ts';

const load = (build: WasmBuild) =>
	readFile(new URL(`../../../../src/engine/gpu/wasm/build/${build}.wasm`, import.meta.url));
const open = (threads: number): Promise<Module> =>
	instantiate({ load, threads, startThreads: startNodeThreads });
const modules = await Promise.all([1, 2, 3].map(open));
afterAll(() => {
	for (const module of modules) module.dispose();
});

/** y ← a y and y ← a yᵀ in turn, 20 times. Each call reads what all threads wrote before. */
function runChain(module: Module, a: Float32Array, size: number): Float32Array {
	const { memory } = module;
	// The memory grows after the threads have started: they must see it.
	memory.grow(32);
	const start = memory.buffer.byteLength - 32 * 65_536;
	const [at, y, product, args, table] = [0, 1, 2, 3, 4].map((i) => start + i * 65_536);
	new Float32Array(memory.buffer, at).set(a);
	new Float32Array(memory.buffer, y).set(a);
	const words = new Int32Array(memory.buffer);
	words.set([at, y, product, product, size, size, size, size, 1, 0, 0, 0], args / 4);
	words.set([at, product, y, y, size, size, size, size, 1, 0, 1, 0], args / 4 + 16);
	for (let i = 0; i < 20; i++)
		words.set(
			[module.functionIndex('matmul'), args, module.functionIndex('matmul'), args + 64],
			table / 4 + 4 * i,
		);
	for (let i = 0; i < 10; i++) module.run(table, 40);
	return new Float32Array(memory.buffer, y, size * size).slice();
}

it('several threads give the bits of one thread', () => {
	const size = 61;
	const a = randomFloats(size * size, 0.2);
	const [alone, ...together] = modules.map((module) => runChain(module, a, size));
	expect(alone.some((value) => value !== 0 && Number.isFinite(value))).toBe(true);
	for (const result of together)
		expect(new Int32Array(result.buffer)).toEqual(new Int32Array(alone.buffer));
	expect(modules.map(({ threads }) => threads)).toEqual([1, 2, 3]);
});

it('where a helper does not answer, there is one thread', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const terminate = vi.fn();
	vi.stubGlobal(
		'Worker',
		class {
			postMessage = () => undefined;
			terminate = terminate;
		},
	);
	const options = { load, threads: 3, startThreads: startBrowserThreads };
	let device: ComputeDevice | undefined;
	void openWasm(options, asMessage('test')).then((opened) => (device = opened));
	while (!device) {
		await vi.advanceTimersByTimeAsync(1000);
		await new Promise((resolve) => setImmediate(resolve));
	}
	vi.useRealTimers();
	vi.unstubAllGlobals();
	expect(device.report.limits).toEqual({ threads: 1 });
	expect(englishText(device.report.oneThread!)).toMatch(/no answer within 30 seconds/);
	expect(terminate).toHaveBeenCalledTimes(2);
});
