/** kernels/center.ts has the equations. Operands x, y; sizes rows, width. */
import { shareStart, word } from '../call';
import { laneSum, load4, store4 } from '../simd';

export function center(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const rows = word(args, 2);
	const width = word(args, 3);
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const start = (row * width) << 2;
		let sums = f32x4.splat(0);
		for (let c: usize = 0; c < width; c += 4)
			sums = f32x4.add(sums, load4(x + start + (c << 2), width - c));
		const mean = f32x4.splat(laneSum(sums) / <f32>width);
		for (let c: usize = 0; c < width; c += 4) {
			const at = start + (c << 2);
			store4(y + at, f32x4.sub(load4(x + at, width - c), mean), width - c);
		}
	}
}
