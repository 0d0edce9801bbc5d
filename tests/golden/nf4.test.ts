/** Frozen weights in 4 bits against levels from quantiles and bitsandbytes (nf4.py). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asStored } from '../../src/engine/gpu/encodings.ts';
import { nf4 } from '../../src/engine/gpu/nf4.ts';

interface Golden {
	readonly levels: readonly number[];
	readonly weights: readonly number[];
	readonly blocks: readonly {
		readonly scale: number;
		readonly codes: readonly number[];
		readonly values: readonly number[];
	}[];
}
const { levels, weights, blocks } = JSON.parse(
	readFileSync(new URL('nf4.json', import.meta.url), 'utf8'),
) as Golden;

test('the levels are quantiles of the normal distribution', () => {
	// A block with all levels keeps them.
	const block = Float32Array.from({ length: 64 }, (_, i) => levels[i % 16]);
	asStored('nf4', block).forEach((value, i) => expect(value).toBeCloseTo(levels[i % 16], 6));
});

test('codes, scales and numbers are those of bitsandbytes', () => {
	const values = Float32Array.from(weights);
	const words = new DataView(nf4.encode(values).buffer);
	const stored = asStored('nf4', values);
	blocks.forEach(({ scale, codes, values }, block) => {
		const start = 36 * block;
		expect(words.getFloat32(start, true)).toBe(scale);
		const found = codes.map((_, i) => {
			const byte = words.getUint8(start + 4 + 4 * (i >> 3) + (i & 3));
			return (byte >> (i & 4)) & 15;
		});
		expect(found).toEqual(codes);
		values.forEach((value, i) => {
			expect(Math.abs(stored[64 * block + i] - value)).toBeLessThanOrEqual(2e-7 * scale);
		});
	});
});
