/** Compares helper threads in Node with a single thread. */
import { asMessage, englishText } from '#engine/core/message.ts';
import { readFile } from 'node:fs/promises';
import type * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, it, vi } from 'vitest';
import { capture } from '#engine/gpu/capture.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { linear } from '#engine/gpu/kernels.ts';
import { planArena } from '#engine/gpu/wasm/arenaPlan.ts';
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

it('where shared memory of 4 GiB is refused, a smaller one keeps the threads', async () => {
	const { Memory } = WebAssembly;
	class Phone extends Memory {
		constructor(limits: WebAssembly.MemoryDescriptor) {
			if (limits.shared && limits.maximum! > 20_000) throw new RangeError('Out of memory');
			super(limits);
		}
	}
	vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Memory: Phone }));
	const module = await open(2).finally(() => vi.unstubAllGlobals());
	expect([module.threads, module.maxBytes]).toEqual([2, 2 ** 30]);
	const a = randomFloats(400, 0.2);
	expect(runChain(module, a, 20)).toEqual(runChain(modules[0], a, 20));
	module.dispose();
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

it('where every shared memory is refused, there is one thread', async () => {
	class Refusing extends WebAssembly.Memory {
		constructor(limits: WebAssembly.MemoryDescriptor) {
			if (limits.shared) throw new RangeError('Out of memory');
			super(limits);
		}
	}
	vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Memory: Refusing }));
	const options = { load, threads: 2, startThreads: startNodeThreads };
	const device = await openWasm(options, asMessage('test')).finally(() => vi.unstubAllGlobals());
	expect(device.report).toMatchObject({
		limits: { threads: 1 },
		oneThread: asMessage('Out of memory'),
	});
	device.dispose();
});

/** A small product, two large ones and a small one, each of the result before. */
const mixedProgram = (rows: number) =>
	capture('mixed', (capture) => {
		const [x, small, large] = ['x', 'small', 'large'].map(
			(name, i) => capture.input(name, i < 2 ? [64, 64] : [rows, 64], 'f32') as tf.Tensor2D,
		);
		const wide = linear(linear(x, small), large);
		capture.result('y', linear(linear(wide, linear(small, large)), small));
	});

it('calls with little work run on the calling thread alone, with the same bits', async () => {
	const program = mixedProgram(4096);
	expect(planArena(program).stages).toEqual([
		{ first: 0, calls: 1, alone: true },
		{ first: 1, calls: 3, alone: false },
		{ first: 4, calls: 1, alone: true },
	]);
	const inputs = {
		x: randomFloats(64 * 64, 1),
		small: randomFloats(64 * 64, 1),
		large: randomFloats(4096 * 64, 1),
	};
	const results = await Promise.all(
		[1, 2].map(async (threads) => {
			const options = { load, threads, startThreads: startNodeThreads };
			const device = await openWasm(options, asMessage('no GPU'));
			const loaded = await device.load(program, {});
			for (let run = 0; run < 20; run++) loaded.run(inputs);
			const { y } = await loaded.run(inputs).read();
			device.dispose();
			return new Int32Array(y.buffer);
		}),
	);
	expect(results[1]).toEqual(results[0]);
});

it('a program with little work runs on the calling thread alone', () => {
	expect(planArena(mixedProgram(1024)).stages).toEqual([{ first: 0, calls: 5, alone: true }]);
});

it('one thread is used, with the reason, if helper threads do not start', async () => {
	const startThreads = () => Promise.reject(new Error('The object can not be cloned.'));
	const device = await openWasm({ load, threads: 3, startThreads }, asMessage('no GPU'));
	expect(device.report).toMatchObject({
		limits: { threads: 1 },
		oneThread: asMessage('The object can not be cloned.'),
	});
	device.dispose();
});
