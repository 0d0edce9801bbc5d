/** Storages of frozen matrices in fewer bits. Kernels read them; no kernel writes them. */
import { bf16 } from './bf16.ts';
import { int8 } from './int8.ts';
import { nf4 } from './nf4.ts';
import type { Storage } from './kernel.ts';

export interface Encoding {
	/** Tensors start at multiples of this many numbers: 256 bytes, as WebGPU's bindings. */
	readonly alignment: number;
	/** Its number in the wasm functions. */
	readonly code: number;
	/** Whether the rows of a matrix have whole groups. */
	fits(shape: readonly number[]): boolean;
	/** The bytes that store `length` numbers: whole words. */
	bytes(length: number): number;
	/** A last group is filled with zeros. */
	encode(values: Float32Array): Uint8Array<ArrayBuffer>;
	/** Exactly: a stored number is a float32. */
	decode(bytes: Uint8Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer>;
	/** The WGSL function that reads quad `i` of a binding of u32. */
	wgsl(name: string): string;
}

const encodings: Partial<Record<Storage, Encoding>> = { i8: int8, bf16, nf4 };

/** The encoding of frozen matrices with this storage. undefined: they are not encoded. */
export const findEncoding = (storage: Storage): Encoding | undefined => encodings[storage];

/** The numbers that a vector of this storage keeps. May be the same array. */
export function asStored(storage: Storage, values: Float32Array): Float32Array {
	const encoding = findEncoding(storage);
	return encoding ? encoding.decode(encoding.encode(values), values.length) : values;
}
