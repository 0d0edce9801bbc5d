/** What an engine is to the benchmark. An entrant is one file in entrants/, and its line in entrants.ts. */
import type { WasmOptions } from '#gpu/wasm/instantiate.ts';
import type { Task } from './task.ts';

export interface Entrant {
	/** Compiles what it can. Alone in its worker: it may change globals as it likes. Throws when it does not run here. */
	open(task: Task, options: EntrantOptions): Promise<Training>;
}

export interface EntrantOptions {
	/** The backend, where an engine has several: jax's `webgpu` and `wasm` are two entrants of one file. */
	readonly backend: string;
	/** Where this realm finds the lab's wasm kernels and their threads. */
	readonly wasm: WasmOptions;
}

/** Training from the task's weights: step i is on batch i modulo the number of batches. */
export interface Training {
	/** What it computes on, in words. */
	readonly device: string;
	/** cpu: it computes where its JavaScript runs, and no JavaScript time can be told apart. */
	readonly on: 'gpu' | 'cpu';
	/**
	 * Hands step `index` (from 0, in order) to the device, and returns when it was handed over: until then is the step's
	 * JavaScript time, so it must wait for nothing once all is compiled. An engine that computes in the calling thread
	 * computes here.
	 */
	send(index: number): Promise<void>;
	/** Until all that was sent is done. */
	finish(): Promise<void>;
	/** Loss of the last step that was sent, before its update: mean over examples of the mean over their targets. */
	loss(): Promise<number>;
	/** Runs one more step under timestamp queries: GPU time by kernel, longest first. */
	profile?(index: number): Promise<readonly KernelTime[]>;
	dispose(): Promise<void>;
}

export interface KernelTime {
	readonly kernel: string;
	readonly dispatches: number;
	readonly milliseconds: number;
}
