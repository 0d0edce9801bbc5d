/** The wasm kernels, compiled: the build that this machine can run fastest, on one thread or on several. */
import { InternalError } from '#core/errors.ts';
import type { FailAllocation } from './heap.ts';

/** relaxed: with fused multiply-add, where the browser has relaxed SIMD. threads: over shared memory. */
export type WasmBuild =
	'kernels' | 'kernels-relaxed' | 'kernels-threads' | 'kernels-relaxed-threads';

export interface WasmOptions {
	/** The bytes of a build. */
	readonly load: (build: WasmBuild) => Promise<BufferSource>;
	/** 1: no threads are started. More need shared memory: an isolated page, or Node. */
	readonly threads: number;
	/** Why one thread, for the report: the caller knows where it runs. */
	readonly oneThread?: string;
	/** Starts the threads that help the caller. Needed when `threads` exceeds 1. */
	readonly startThreads?: StartThreads;
	/** false: without fused multiply-add even where there is one. For tests. */
	readonly relaxed?: boolean;
	/** Of 64 KiB, at most. For tests. */
	readonly pages?: number;
	/** For tests. */
	readonly failAllocation?: FailAllocation;
}

export type StartThreads = (options: {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	readonly instance: WebAssembly.Instance;
	readonly threads: number;
}) => Promise<{ run(table: number, calls: number): void; dispose(): void }>;

export interface Module {
	readonly memory: WebAssembly.Memory;
	/** Memory below belongs to the module. */
	readonly heapBase: number;
	/** How large the memory may become. */
	readonly mostBytes: number;
	readonly threads: number;
	readonly relaxed: boolean;
	/** A kernel's number in tables of calls: its place among the exported functions by name. */
	numberOf(run: string): number;
	/** Runs a table of (function number, address of arguments) in memory at `table`. */
	run(table: number, calls: number): void;
	dispose(): void;
}

type KernelFunction = (args: number, part: number, parts: number) => void;

export async function instantiate({
	load,
	threads,
	startThreads,
	relaxed = true,
	pages = 65_536,
}: WasmOptions): Promise<Module> {
	const shared = threads > 1;
	const suffix = shared ? '-threads' : '';
	const compile = async (build: WasmBuild) => WebAssembly.compile(await load(build));
	// A browser without relaxed SIMD refuses the bytes.
	const fused = relaxed
		? await compile(`kernels-relaxed${suffix}` as WasmBuild).catch(() => null)
		: null;
	const module = fused ?? (await compile(`kernels${suffix}` as WasmBuild));
	const memory = new WebAssembly.Memory({ initial: 64, maximum: pages, shared });
	const instance = await WebAssembly.instantiate(module, { env: { memory } });
	const { exports } = instance;
	const names = functionNames(exports);
	const functions = names.map((name) => exports[name] as KernelFunction);
	const pool =
		shared && startThreads ? await startThreads({ module, memory, instance, threads }) : null;
	const runAlone = (table: number, calls: number): void => {
		const words = new Int32Array(memory.buffer, table, 2 * calls);
		for (let i = 0; i < calls; i++) functions[words[2 * i]](words[2 * i + 1], 0, 1);
	};
	return {
		memory,
		heapBase: (exports['heapBase'] as () => number)(),
		mostBytes: pages * 65_536,
		threads: pool ? threads : 1,
		relaxed: fused !== null,
		numberOf(run) {
			const number = names.indexOf(run);
			if (number === -1) throw new InternalError(`The wasm kernels have no "${run}".`);
			return number;
		},
		run: pool ? (table, calls) => pool.run(table, calls) : runAlone,
		dispose: () => pool?.dispose(),
	};
}

/** Exported functions by name: every thread counts them alike. */
export const functionNames = (exports: WebAssembly.Exports): string[] =>
	Object.keys(exports)
		.filter((name) => typeof exports[name] === 'function')
		.sort();
