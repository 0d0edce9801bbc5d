/** Storages of frozen matrices in fewer bits. Kernels read them; no kernel writes them. */
import { bf16 } from './bf16.ts';
import type { Encoding } from './encoding.ts';
import { int8 } from './int8.ts';
import { nf4 } from './nf4.ts';
import type { Storage } from './kernel.ts';

const encodings: Partial<Record<Storage, Encoding>> = { i8: int8, bf16, nf4 };

/** The encoding of frozen matrices with this storage. undefined: they are not encoded. */
export const findEncoding = (storage: Storage): Encoding | undefined => encodings[storage];

/** The numbers that a vector of this storage keeps. May be the same array. */
export function asStored(storage: Storage, values: Float32Array): Float32Array {
	const encoding = findEncoding(storage);
	return encoding ? encoding.decode(encoding.encode(values), values.length) : values;
}
