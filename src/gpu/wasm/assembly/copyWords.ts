/** y[to + i] = x[from + i] for 0 ≤ i < count, in words. Operands x, y; sizes count, from, to. */
import { shareStart, word } from './call';

export function copyWords(args: usize, part: i32, parts: i32): void {
	const count = word(args, 2);
	const start = shareStart(count, 64, part, parts);
	const length = shareStart(count, 64, part + 1, parts) - start;
	memory.copy(
		word(args, 1) + ((word(args, 4) + start) << 2),
		word(args, 0) + ((word(args, 3) + start) << 2),
		length << 2,
	);
}
