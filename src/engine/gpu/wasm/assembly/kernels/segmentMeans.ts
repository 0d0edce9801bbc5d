/** kernels/segmentMeans.ts has the equation. Operands x, starts, y; sizes segments, w. */
import { shareStart, word } from '../call';

export function segmentMeans(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const starts = word(args, 1);
	const y = word(args, 2);
	const segments = word(args, 3);
	const width = word(args, 4);
	const end = shareStart(segments, 1, part + 1, parts);
	for (let e: usize = shareStart(segments, 1, part, parts); e < end; e++) {
		const first: usize = load<u32>(starts + (e << 2));
		const last: usize = load<u32>(starts + (e << 2), 4);
		const share = <f32>max<usize>(1, last - first);
		for (let c: usize = 0; c < width; c++) {
			let sum: f32 = 0;
			for (let r = first; r < last; r++) sum += load<f32>(x + ((r * width + c) << 2));
			store<f32>(y + ((e * width + c) << 2), sum / share);
		}
	}
}
