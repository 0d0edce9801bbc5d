import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { readNumbers, readSafetensors } from './safetensors.ts';

const stored = (dtype: string, words: Uint16Array) => {
	// Tensors in a file start at any byte.
	const bytes = new Uint8Array(1 + words.byteLength);
	bytes.set(new Uint8Array(words.buffer), 1);
	return { dtype, shape: [words.length], bytes: bytes.subarray(1) };
};

test('F16 and BF16 are read exactly', () => {
	// 1, −2, the largest finite half, the smallest one, −0
	const halves = stored('F16', Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000));
	expect([...readNumbers(halves)]).toEqual([1, -2, 65504, 2 ** -24, -0]);
	const brains = stored('BF16', Uint16Array.of(0x3f80, 0xc000, 0x3e20, 0x0001, 0x8000));
	expect([...readNumbers(brains)]).toEqual([1, -2, 0.15625, 2 ** -133, -0]);
});

test.each([
	{ dtype: 'F32', shape: [-1, -2], data_offsets: [0, 8] },
	{ dtype: 'F32', shape: [2], data_offsets: [0, 8, 8] },
])('a header that the format does not allow is refused: %j', (entry) => {
	const header = new TextEncoder().encode(JSON.stringify({ a: entry }));
	const bytes = new Uint8Array(16 + header.length);
	bytes[0] = header.length;
	bytes.set(header, 8);
	expect(() => readSafetensors(bytes)).toThrow(
		failure('its header does not say what tensor {tensor} is', { tensor: 'a' }),
	);
});
