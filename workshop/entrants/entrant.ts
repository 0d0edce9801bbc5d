/** Interface of an engine in the benchmark: one file in entrants/ and one line in entrants.ts. */
import type { WasmOptions } from '../../src/engine/gpu/wasm/instantiate.ts';
import type { KernelTime } from '../../src/engine/gpu/webgpu/kernelTimes.ts';
import type { Task } from './task.ts';

export interface Entrant {
	/** Opens and compiles. It can change globals: it has its own worker. Throws if it cannot run. */
	open(task: Task, options: EntrantOptions): Promise<Training>;
}

export interface EntrantOptions {
	/** The backend of an engine with several: jax's `webgpu` and `wasm` share one file. */
	readonly backend: 'webgpu' | 'wasm';
	/** How this realm loads the lab's wasm kernels and threads. */
	readonly wasm: WasmOptions;
}

/** Training from the task's weights: step i uses batch i modulo the number of batches. */
export interface Training {
	/** Description of the device. */
	readonly device: string;
	/** cpu: it computes in the JavaScript thread, so JavaScript has no separate time. */
	readonly on: 'gpu' | 'cpu';
	/**
	 * Submits step `index` (from 0, in order) to the device. Its duration is the step's JavaScript
	 * time, so it must not wait after compilation. A CPU engine computes here.
	 */
	send(index: number): Promise<void>;
	/** Waits for all submitted steps. */
	finish(): Promise<void>;
	/** Loss of the last step before its update: mean over examples of the mean over targets. */
	loss(): Promise<number>;
	/** Times the kernels of one more step, longest first. */
	profile?(index: number): Promise<readonly KernelTime[]>;
	dispose(): Promise<void>;
}
