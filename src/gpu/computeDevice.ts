/** A device that computes: vectors that live on it, and programs that run on it. WebGPU and wasm each offer one. */
import type { Storage } from './kernel.ts';
import type { Program } from './program.ts';
import type { DeviceReport } from './report.ts';

/** Numbers that outlive programs: weights, moments, gradients, tables. */
export interface Vector {
	/** Elements. */
	readonly length: number;
	readonly storage: Storage;
	/** From the host, before the next run. `values` may be shorter than the vector: it is written from element `offset` on. */
	write(values: Float32Array, offset?: number): void;
	/** Exactly, after all that was sent. Throws DeviceLostError. */
	read(): Promise<Float32Array>;
	/** From a vector of the same length and storage, without passing through the host. */
	copyFrom(other: Vector): void;
	dispose(): void;
}

/** What the host gives at a run, by the names of the program's inputs. */
export interface Inputs {
	readonly [name: string]: Int32Array | Float32Array;
}

/** What a run will have given. Many can wait: they are read together, since each wait for a GPU costs. */
export interface Results {
	/** By the names of the program's results. Throws DeviceLostError, or what went wrong on the device. */
	read(): Promise<{ readonly [name: string]: Float32Array }>;
}

/** A program on a device, bound to vectors. */
export interface LoadedProgram {
	/** Sends the work, and returns before it is done. */
	run(inputs: Inputs): Results;
	dispose(): void;
}

export interface ComputeDevice {
	readonly report: DeviceReport;
	/** Filled with zeros. Throws OutOfMemoryError. */
	vector(label: string, length: number, storage?: 'f32' | 'f16'): Promise<Vector>;
	/** Throws OutOfMemoryError, with what was asked, what the lab holds and the limits. */
	load(program: Program, vectors: { readonly [name: string]: Vector }): Promise<LoadedProgram>;
	/** Bytes that are held now. */
	memory(): MemoryUse;
	/**
	 * What these would hold, without taking it. Throws OutOfMemoryError when that is beyond the device's limits, whatever
	 * else is held.
	 */
	needs(plan: MemoryNeeds): MemoryUse;
	/** Takes what programs share, before any is loaded: while it is kept, loading and running them takes no more. Throws OutOfMemoryError. */
	reserve(programs: readonly Program[]): Promise<Reservation>;
	/** Resolves when all that was sent is done. */
	finish(): Promise<void>;
	dispose(): void;
}

export interface MemoryNeeds {
	readonly programs: readonly Program[];
	readonly vectors: readonly Pick<Vector, 'length' | 'storage'>[];
}

export interface Reservation {
	dispose(): void;
}

export interface MemoryUse {
	readonly vectors: number;
	/** Shared by all programs, since one runs at a time. */
	readonly temporaries: number;
	/** Inputs, results, tables. */
	readonly transfer: number;
	/** Buffers, where the device has such: does not grow while training goes on. */
	readonly buffers: number;
}
