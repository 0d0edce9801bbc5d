/**
 * kernels/softCap.ts has the equations.
 *
 * softCap: operands x, y; size count; scalar cap. softCapGradient: operands ∂y, y, ∂x; the same.
 */
import { capSlope, capped } from '../attentionParts';
import { scalar, shareStart, word } from '../call';
import { load4, store4 } from '../simd';

const group: usize = 64;

export function softCap(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const count = word(args, 2);
	const cap = scalar(args, 3);
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		store4(y + at, capped(load4(x + at, left), cap), left);
	}
}

export function softCapGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const y = word(args, 1);
	const dx = word(args, 2);
	const count = word(args, 3);
	const cap = scalar(args, 4);
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		store4(dx + at, capSlope(load4(y + at, left), load4(dy + at, left), cap), left);
	}
}
