/**
 * Gradient of the root mean square norm.
 *
 *   ∂x = r (g ∘ ∂y) − x r³ / w Σ g ∘ ∂y ∘ x,   ∂g = Σ_rows ∂y ∘ x r
 *
 * The first term is y's own dependence on x, the second goes through r: ∂r/∂x = −x r³ / w. ∂y, x, ∂x [rows, w], g [w], r [rows].
 * ∂g comes as one sum for every 32 rows, partial [⌈rows / 32⌉, w]; sumRows adds them up.
 * Operands ∂y, x, g, r, ∂x, partial; sizes rows, w.
 */
import { shareStart, word } from './call';
import { fma, laneSum, loadTail, storeTail } from './simd';

const chunk: usize = 32;

export function rmsNormGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const gain = word(args, 2);
	const inverseRms = word(args, 3);
	const dx = word(args, 4);
	const partial = word(args, 5);
	const rows = word(args, 6);
	const width = word(args, 7);
	const end = shareStart(rows, chunk, part + 1, parts);
	for (let row: usize = shareStart(rows, chunk, part, parts); row < end; row++) {
		const at = (row * width) << 2;
		const sums = partial + (((row / chunk) * width) << 2);
		if (row % chunk == 0) memory.fill(sums, 0, width << 2);
		rowGradient(dy + at, x + at, gain, load<f32>(inverseRms + (row << 2)), dx + at, sums, width);
	}
}

function rowGradient(
	dy: usize,
	x: usize,
	gain: usize,
	inverse: f32,
	dx: usize,
	sums: usize,
	width: usize,
): void {
	const whole = (width & ~3) << 2;
	const rest = width & 3;
	const r = f32x4.splat(inverse);
	let dots = f32x4.splat(0);
	for (let at: usize = 0; at < whole; at += 16) {
		const xs = v128.load(x + at);
		const dys = v128.load(dy + at);
		dots = fma(f32x4.mul(dys, v128.load(gain + at)), xs, dots);
		v128.store(sums + at, fma(f32x4.mul(xs, r), dys, v128.load(sums + at)));
	}
	if (rest) {
		const xs = loadTail(x + whole, rest);
		const dys = loadTail(dy + whole, rest);
		dots = fma(f32x4.mul(dys, loadTail(gain + whole, rest)), xs, dots);
		storeTail(sums + whole, fma(f32x4.mul(xs, r), dys, loadTail(sums + whole, rest)), rest);
	}
	const through = f32x4.splat((-laneSum(dots) * inverse * inverse * inverse) / <f32>width);
	for (let at: usize = 0; at < whole; at += 16) {
		const direct = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), r);
		v128.store(dx + at, fma(v128.load(x + at), through, direct));
	}
	if (rest) {
		const direct = f32x4.mul(
			f32x4.mul(loadTail(dy + whole, rest), loadTail(gain + whole, rest)),
			r,
		);
		storeTail(dx + whole, fma(loadTail(x + whole, rest), through, direct), rest);
	}
}
