/** See kernels/rotary.ts. Operands x, positions, table, y; sizes rows, heads, d, direction. */
import { shareStart, word } from './call';
import { fma, loadTail, storeTail } from './simd';

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
	const whole = (half & ~3) << 2;
	for (let at: usize = 0; at < whole; at += 16) {
		const cos = v128.load(cosines + at);
		const sin = f32x4.mul(v128.load(cosines + other + at), direction);
		const a = v128.load(x + at);
		const b = v128.load(x + other + at);
		v128.store(y + at, fma(f32x4.neg(b), sin, f32x4.mul(a, cos)));
		v128.store(y + other + at, fma(a, sin, f32x4.mul(b, cos)));
	}
	const rest = half & 3;
	if (rest) {
		const cos = loadTail(cosines + whole, rest);
		const sin = f32x4.mul(loadTail(cosines + other + whole, rest), direction);
		const a = loadTail(x + whole, rest);
		const b = loadTail(x + other + whole, rest);
		storeTail(y + whole, fma(f32x4.neg(b), sin, f32x4.mul(a, cos)), rest);
		storeTail(y + other + whole, fma(a, sin, f32x4.mul(b, cos)), rest);
	}
}
