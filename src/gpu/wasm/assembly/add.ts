/** y = a + b. Operands a, b, y; size count. */
import { shareStart, word } from './call';
import { load4, store4 } from './simd';

export function add(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		store4(y + at, f32x4.add(load4(a + at, left), load4(b + at, left)), left);
	}
}
