/** Numbers of stored tensors as float32: F32, F16 (IEEE 754 binary16) and BF16 (half a float32). */
import { fromHalf } from '#gpu/half.ts';
import type { StoredTensor } from './safetensors.ts';

const bytesPerNumber = new Map(Object.entries({ F32: 4, F16: 2, BF16: 2 }));

/** The types that the lab reads. */
export const numberTypes = [...bytesPerNumber.keys()];

/** null: a type that the lab does not read. */
export const bytesOfType = (dtype: string): number | null => bytesPerNumber.get(dtype) ?? null;

/** The numbers of a tensor of a type in `numberTypes`, exact in all three. */
export function readNumbers({ dtype, bytes }: Pick<StoredTensor, 'dtype' | 'bytes'>): Float32Array {
	// A copy, because tensors in a file start at any byte.
	const { buffer } = bytes.slice();
	if (dtype === 'F32') return new Float32Array(buffer);
	const words = new Uint16Array(buffer);
	const numbers = new Float32Array(words.length);
	const bits = new Uint32Array(numbers.buffer);
	if (dtype === 'F16') for (let i = 0; i < words.length; i++) numbers[i] = fromHalf(words[i]);
	else for (let i = 0; i < words.length; i++) bits[i] = words[i] << 16;
	return numbers;
}
