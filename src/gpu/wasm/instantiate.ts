/** Compiles the fastest build of the wasm kernels for this machine, for one or several threads. */
import { InternalError } from '#core/errors.ts';
import type { FailAllocation } from './heap.ts';

/** relaxed: uses fused multiply-add, which needs relaxed SIMD. threads: uses shared memory. */
export type WasmBuild =
	'kernels' | 'kernels-relaxed' | 'kernels-threads' | 'kernels-relaxed-threads';

export interface WasmOptions {
	/** Loads the bytes of a build. */
	readonly load: (build: WasmBuild) => Promise<BufferSource>;
	/** More than 1 needs shared memory: a cross-origin isolated page, or Node. */
	readonly threads: number;
	/** The reason for one thread, for the report. */
	readonly oneThread?: string;
	/** Starts the caller's helper threads. Required if `threads` exceeds 1. */
	readonly startThreads?: StartThreads;
	/** False disables fused multiply-add. For tests. */
	readonly relaxed?: boolean;
	/** Limit of the memory in pages of 64 KiB. For tests. */
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
	/** Memory below this address belongs to the module. */
	readonly heapBase: number;
	/** Limit of the memory. */
	readonly maxBytes: number;
	readonly threads: number;
	readonly relaxed: boolean;
	/** A function's index in tables of calls: its index among the sorted export names. */
	functionIndex(name: string): number;
	/** Runs `calls` pairs (function index, address of arguments) at address `table`. */
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
	// A browser without relaxed SIMD rejects the build.
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
		maxBytes: pages * 65_536,
		threads: pool ? threads : 1,
		relaxed: fused !== null,
		functionIndex(name) {
			const index = names.indexOf(name);
			if (index === -1) throw new InternalError(`The wasm kernels have no "${name}".`);
			return index;
		},
		run: pool ? (table, calls) => pool.run(table, calls) : runAlone,
		dispose: () => pool?.dispose(),
	};
}

/** Sorted names of the exported functions: every thread has the same indices. */
export const functionNames = (exports: WebAssembly.Exports): string[] =>
	Object.keys(exports)
		.filter((name) => typeof exports[name] === 'function')
		.sort();
