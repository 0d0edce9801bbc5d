/** kernels/dropout.ts has the equations. Operands x, seed, y; sizes count, salt, threshold. */
import { scalar, shareStart, word } from '../call';
import { load4, store4 } from '../simd';

export function dropout(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 2);
	const count = word(args, 3);
	const salted = load<u32>(word(args, 1)) ^ (<u32>word(args, 4) * 0x9e3779b1);
	const key = i32x4.extract_lane(finish(i32x4.splat(salted)), 0);
	const least = i32x4.splat(<u32>word(args, 5));
	const factor = f32x4.splat(scalar(args, 6));
	const first = shareStart(count, 64, part, parts);
	const end = shareStart(count, 64, part + 1, parts);
	const stride = i32x4.splat(<i32>0x9e3779b1);
	const lanes = i32x4(0, 1, 2, 3);
	for (let i: usize = first; i < end; i += 4) {
		const index = i32x4.mul(i32x4.add(i32x4.splat(<i32>i), lanes), stride);
		const hash = i32x4.shr_u(finish(i32x4.add(i32x4.splat(key), index)), 8);
		const kept = f32x4.mul(load4(x + (i << 2), end - i), factor);
		store4(y + (i << 2), v128.and(kept, i32x4.ge_s(hash, least)), end - i);
	}
}

// @ts-ignore: decorator
@inline
function finish(word: v128): v128 {
	let x = v128.xor(word, i32x4.shr_u(word, 16));
	x = i32x4.mul(x, i32x4.splat(<i32>0x85ebca6b));
	x = v128.xor(x, i32x4.shr_u(x, 13));
	x = i32x4.mul(x, i32x4.splat(<i32>0xc2b2ae35));
	return v128.xor(x, i32x4.shr_u(x, 16));
}
