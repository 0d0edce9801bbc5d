/** Compiles the fastest build of the wasm kernels for this machine, for one or several threads. */
import { InputError, InternalError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import {
	createPartRunner,
	functionNames,
	type PoolOptions,
	type ThreadPool,
} from './threadPool.ts';

/** relaxed: uses fused multiply-add, which needs relaxed SIMD. threads: uses shared memory. */
export type WasmBuild =
	'kernels' | 'kernels-relaxed' | 'kernels-threads' | 'kernels-relaxed-threads';

export interface WasmOptions {
	/** Loads the bytes of a build. A file that is missing in Node is an InputError. */
	readonly load: (build: WasmBuild) => Promise<BufferSource>;
	/** Default: 1. More needs shared memory: a cross-origin isolated page, or Node. */
	readonly threads?: number;
	/** The reason for one thread, for the report. */
	readonly oneThread?: Message;
	/** Starts the caller's helper threads. Required if `threads` exceeds 1. */
	readonly startThreads?: StartThreads;
	/** False disables fused multiply-add. For tests. */
	readonly relaxed?: boolean;
	/** Limit of the memory in pages of 64 KiB. For tests. */
	readonly pages?: number;
	/** For tests. */
	readonly failAllocation?: FailAllocation;
}

/** For tests: whether an allocation fails as if memory were full. */
export type FailAllocation = (label: string) => boolean;

export type StartThreads = (options: PoolOptions) => Promise<ThreadPool>;

export type Module = Awaited<ReturnType<typeof instantiate>>;

/** matmul.ts has memory for this number. */
const mostThreads = 32;

/** 512 MiB: below this, one thread with all of the memory is more use. */
const leastShared = 8192;

/**
 * A browser reserves shared memory up to its maximum at once, and phones refuse 4 GiB. Throws
 * RangeError.
 */
function openMemory(pages: number, shared: boolean) {
	for (let maximum = pages; ; maximum /= 2)
		try {
			return { memory: new WebAssembly.Memory({ initial: 64, maximum, shared }), maximum };
		} catch (error) {
			if (!shared || maximum / 2 < leastShared) throw error;
		}
}

/** Throws InputError with the command that builds the file, if Node finds none. */
function refuseMissing(error: unknown): never {
	const { code, path: file } = error as { readonly code?: unknown; readonly path?: unknown };
	if (code !== 'ENOENT') throw error;
	throw new InputError(
		say(
			'There is no kernel file {file}. Run npm run build:package in the folder of Skillet: it builds the kernels.',
			{ file: String(file) },
		),
	);
}

/** null, so that another build is tried. */
function unlessMissing(error: unknown): null {
	if (error instanceof InputError) throw error;
	return null;
}

export async function instantiate({
	load,
	threads: wanted = 1,
	startThreads,
	relaxed = true,
	pages = 65_536,
}: WasmOptions) {
	const threads = Math.min(wanted, mostThreads);
	const shared = threads > 1;
	if (shared && !startThreads) throw new InternalError('More than one thread needs startThreads.');
	const suffix = shared ? '-threads' : '';
	const compile = async (build: WasmBuild) =>
		WebAssembly.compile(await Promise.resolve(build).then(load).catch(refuseMissing));
	// A browser without relaxed SIMD rejects the build.
	const fused = relaxed
		? await compile(`kernels-relaxed${suffix}` as WasmBuild).catch(unlessMissing)
		: null;
	const module = fused ?? (await compile(`kernels${suffix}` as WasmBuild));
	const { memory, maximum } = openMemory(pages, shared);
	const instance = await WebAssembly.instantiate(module, { env: { memory } });
	const names = functionNames(instance.exports);
	const pool =
		shared && startThreads ? await startThreads({ module, memory, instance, threads }) : null;
	const runAlone = createPartRunner(instance, 0, 1);
	return {
		memory,
		/** Memory below this address belongs to the module. */
		heapBase: (instance.exports['heapBase'] as () => number)(),
		maxBytes: maximum * 65_536,
		threads: pool ? threads : 1,
		relaxed: fused !== null,
		/** A function's index in tables of calls: its index among the sorted export names. */
		functionIndex(name: string): number {
			const index = names.indexOf(name);
			if (index === -1) throw new InternalError(`The wasm kernels have no "${name}".`);
			return index;
		},
		/**
		 * Runs `calls` pairs (function index, address of arguments) at address `table`. `alone`: only
		 * on the calling thread.
		 */
		run(table: number, calls: number, alone = false): void {
			if (pool && !alone) pool.run(table, calls);
			else runAlone(table, calls);
		},
		dispose: () => pool?.dispose(),
	};
}
