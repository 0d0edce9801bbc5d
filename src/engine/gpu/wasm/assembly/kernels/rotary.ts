/** See kernels/rotary.ts. Operands x, positions, table, y; sizes rows, heads, d, direction. */
import { shareStart, word } from '../call';
import { fma, load4, store4 } from '../simd';

export function rotary(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const positions = word(args, 1);
	const table = word(args, 2);
	const y = word(args, 3);
	const rows = word(args, 4);
	const heads = word(args, 5);
	const size = word(args, 6);
	const direction = f32x4.splat(<f32>(<i32>word(args, 7)));
	const half = size >> 1;
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const cosines = table + ((load<u32>(positions + (row << 2)) * size) << 2);
		for (let head: usize = 0; head < heads; head++) {
			const at = ((row * heads + head) * size) << 2;
			turn(x + at, cosines, y + at, half, direction);
		}
	}
}

// @ts-ignore: decorator
@inline
function turn(x: usize, cosines: usize, y: usize, half: usize, direction: v128): void {
	const other = half << 2;
	for (let i: usize = 0; i < half; i += 4) {
		const at = i << 2;
		const left = half - i;
		const cos = load4(cosines + at, left);
		const sin = f32x4.mul(load4(cosines + other + at, left), direction);
		const a = load4(x + at, left);
		const b = load4(x + other + at, left);
		store4(y + at, fma(f32x4.neg(b), sin, f32x4.mul(a, cos)), left);
		store4(y + other + at, fma(a, sin, f32x4.mul(b, cos)), left);
	}
}
