/** The interface of a compute device: vectors, and programs that run on it. */
import type { Storage } from './kernel.ts';
import type { Program } from './program.ts';
import type { DeviceReport } from './report.ts';

export type VectorStorage = Exclude<Storage, 'i32'>;

/** Numbers that outlive programs: weights, moments, gradients, tables. */
export interface Vector {
	/** Elements. */
	readonly length: number;
	readonly storage: VectorStorage;
	/** Writes `values` from element `offset`. Takes effect before the next run. */
	write(values: Float32Array, offset?: number): void;
	/** Exact values after all work that was sent. Throws DeviceLostError. */
	read(): Promise<Float32Array>;
	/** Copies a vector of the same length and storage on the device. */
	copyFrom(other: Vector): void;
	dispose(): void;
}

/** The host's values for a run, by the names of the program's inputs. */
export interface Inputs {
	readonly [name: string]: Int32Array | Float32Array;
}

/** The future results of a run. Each wait for a GPU is slow, so many runs can be read together. */
export interface Results {
	/** By the names of the program's results. Throws DeviceLostError or the device's error. */
	read(): Promise<{ readonly [name: string]: Float32Array }>;
}

/** A program on a device, bound to vectors. */
export interface LoadedProgram {
	/** Sends the work and returns before it is done. */
	run(inputs: Inputs): Results;
	dispose(): void;
}

export interface ComputeDevice {
	readonly report: DeviceReport;
	/** Creates a vector of zeros. Throws OutOfMemoryError. */
	vector(label: string, length: number, storage?: VectorStorage): Promise<Vector>;
	/** Throws OutOfMemoryError. */
	load(program: Program, vectors: { readonly [name: string]: Vector }): Promise<LoadedProgram>;
	/** Bytes held now. */
	memory(): MemoryUse;
	/** Predicts memory without taking it. Throws OutOfMemoryError if the device never allows it. */
	needs(plan: MemoryNeeds): MemoryUse;
	/**
	 * Takes the memory that programs share before they are loaded. While the reservation exists,
	 * loading and running them takes no more. Throws OutOfMemoryError.
	 */
	reserve(programs: readonly Program[]): Promise<Reservation>;
	/** Resolves when all work that was sent is done. */
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

/** Bytes by purpose. */
export interface MemoryUse {
	readonly vectors: number;
	/** Shared by all programs, because one runs at a time. */
	readonly temporaries: number;
	/** Inputs, results, tables. */
	readonly transfer: number;
	/** Number of buffers. It stays constant during training. */
	readonly buffers: number;
}
