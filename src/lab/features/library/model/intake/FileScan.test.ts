import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '#lab/run/stores.ts';
import { FileScan, type ScannedTensor } from './FileScan.ts';

const file = (bytes: Uint8Array, hash: SourceFile['hash'] = null): SourceFile => ({
	name: 'model.safetensors',
	bytes: bytes.length,
	hash,
});
function scanned(bytes: Uint8Array, tensors: readonly ScannedTensor[], chunk: number): FileScan {
	const scan = new FileScan(file(bytes), tensors);
	for (let at = 0; at < bytes.length; at += chunk) scan.add(bytes.subarray(at, at + chunk));
	return scan;
}
const hash = (kind: string, ...parts: (string | Uint8Array)[]) => {
	const state = createHash(kind);
	for (const part of parts) state.update(part);
	return state.digest('hex');
};

const half = [0x7c00, 0xfc00, 0x7e00] as const;
const short = [0x7f80, 0xff80, 0x7fc0] as const;
const single = [0x7f800000, 0xff800000, 0x7fc00000] as const;

describe('a number that is not finite', () => {
	it.each([
		['F16', half, [0x7bff, 0x0001, 0x3c00]],
		['BF16', short, [0x7f7f, 0x0001, 0x3f80]],
		['F32', single, [0x7f7fffff, 0x00000001, 0x3f800000]],
	] as const)('of type %s is found in every place and any chunks', (dtype, bad, good) => {
		const size = dtype === 'F32' ? 4 : 2;
		for (const start of [0, 1, 3])
			for (const number of [...bad, ...good])
				for (const place of [0, 1, 2]) {
					// A byte after the tensor looks like the exponent of a NaN.
					const bytes = new Uint8Array(start + 3 * size + 3).fill(0xff, start + 3 * size);
					const view = new DataView(bytes.buffer);
					if (size === 4) view.setUint32(start + place * size, number, true);
					else view.setUint16(start + place * size, number, true);
					const tensor = { name: 'a', dtype, start, byteLength: 3 * size, isHashed: false };
					for (const chunk of [1, 2, 3, 5, 100]) {
						const expected = (bad as readonly number[]).includes(number) ? 'a' : null;
						const found = scanned(bytes, [tensor], chunk).notFinite;
						expect(found, `${number} at ${start}+${place}, chunks of ${chunk}`).toBe(expected);
					}
				}
	});
});

it('tensors and the file have the hashes of their bytes', () => {
	const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
	const tensors = [
		{ name: 'b', dtype: 'F16', start: 40, byteLength: 60, isHashed: true },
		{ name: 'none', dtype: 'F16', start: 40, byteLength: 0, isHashed: true },
		{ name: 'a', dtype: 'F16', start: 8, byteLength: 32, isHashed: true },
	];
	for (const chunk of [1, 7, 40, 100]) {
		const scan = scanned(bytes, tensors, chunk);
		expect(scan.end().sha256).toBe(hash('sha256', bytes));
		expect(Object.fromEntries(scan.tensorHashes)).toEqual({
			a: hash('sha256', bytes.subarray(8, 40)),
			b: hash('sha256', bytes.subarray(40)),
			none: hash('sha256'),
		});
	}
});

it('a file is right if its length and its hash are, by SHA-256 or as git names it', () => {
	const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
	const git = { kind: 'git', hex: hash('sha1', 'blob 300\0', bytes) } as const;
	const sha256 = { kind: 'sha256', hex: hash('sha256', bytes) } as const;
	const isRight = (content: Uint8Array, listed: SourceFile['hash']) => {
		const scan = new FileScan(file(bytes, listed));
		scan.add(content);
		return scan.end().isRight;
	};
	for (const listed of [git, sha256, null]) {
		expect(isRight(bytes, listed)).toBe(true);
		expect(isRight(bytes.subarray(1), listed)).toBe(false);
	}
	for (const listed of [git, sha256]) expect(isRight(bytes.slice().fill(1, 9), listed)).toBe(false);
});
