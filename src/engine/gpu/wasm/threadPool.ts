/** A pool of threads that run a table of kernel calls. Each computes its part of every call. */

/** Data for the start of a thread: module, shared memory, and its part of the work. */
export interface ThreadTask {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	readonly part: number;
	readonly parts: number;
}

/** A worker with its task. `ready` settles when it waits for programs. */
export interface Thread {
	readonly ready: Promise<void>;
	terminate(): void;
}

export interface ThreadPool {
	/** Runs `calls` pairs (function index, address of arguments) at `table`, as part 0. */
	run(table: number, calls: number): void;
	dispose(): void;
}

export interface PoolOptions {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	readonly instance: WebAssembly.Instance;
	readonly threads: number;
}

export async function startThreadPool({
	module,
	memory,
	instance,
	threads,
	spawn,
}: PoolOptions & { readonly spawn: (task: ThreadTask) => Thread }): Promise<ThreadPool> {
	const helpers = Array.from({ length: threads - 1 }, (_, i) =>
		spawn({ module, memory, part: i + 1, parts: threads }),
	);
	const dispose = () => {
		for (const helper of helpers) helper.terminate();
	};
	try {
		await Promise.all(helpers.map(({ ready }) => ready));
	} catch (error) {
		dispose();
		throw error;
	}
	const runPart = createPartRunner(instance, 0, threads);
	const { startProgram } = instance.exports as unknown as Control;
	return {
		run(table, calls) {
			startProgram(table, calls);
			runPart(table, calls);
		},
		dispose,
	};
}

interface Control {
	readonly barrier: (parts: number) => void;
	readonly startProgram: (table: number, calls: number) => void;
	readonly awaitProgram: (seen: number) => number;
	readonly programTable: () => number;
	readonly programCalls: () => number;
	readonly wordAt: (address: number) => number;
}

/** Sorted names of the exported functions: every thread has the same indices. */
export const functionNames = (exports: WebAssembly.Exports): string[] =>
	Object.keys(exports)
		.filter((name) => typeof exports[name] === 'function')
		.sort();

/** Runs one thread's part of all calls of a table, with a barrier after each. */
export function createPartRunner(instance: WebAssembly.Instance, part: number, parts: number) {
	const { exports } = instance;
	const { barrier, wordAt } = exports as unknown as Control;
	const functions = functionNames(exports).map(
		(name) => exports[name] as (args: number, part: number, parts: number) => void,
	);
	return (table: number, calls: number): void => {
		for (let word = table, end = table + 8 * calls; word < end; word += 8) {
			functions[wordAt(word)](wordAt(word + 4), part, parts);
			// A barrier in shared memory takes 0.1 µs, also if there is only one thread.
			if (parts > 1) barrier(parts);
		}
	};
}

/** The loop of a helper thread: waits for programs and runs them until its worker ends. */
export async function serveThread(
	{ module, memory, part, parts }: ThreadTask,
	ready: () => void,
): Promise<never> {
	const instance = await WebAssembly.instantiate(module, { env: { memory } });
	const control = instance.exports as unknown as Control;
	const runPart = createPartRunner(instance, part, parts);
	ready();
	for (let seen = 0; ;) {
		seen = control.awaitProgram(seen);
		runPart(control.programTable(), control.programCalls());
	}
}
