/** y = a + b. Operands a, b, y; size count. */
import { shareStart, word } from './call';
import { loadTail, storeTail } from './simd';

export function add(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, 64, part + 1, parts) << 2;
	const rest = (end >> 2) & 3;
	const whole = end - (rest << 2);
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < whole; at += 16)
		v128.store(y + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
	if (rest)
		storeTail(y + whole, f32x4.add(loadTail(a + whole, rest), loadTail(b + whole, rest)), rest);
}
