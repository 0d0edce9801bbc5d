/**
 * Matrix product with few rows: y[i,j] = Σ_p a[i,p] b[j,p], plus r[i,j] in mode 1.
 *
 * a [m, k], b [n, k], y, r [m, n], which do not overlap. Operands a, b, y, r (y again in mode 0);
 * sizes m, n, k, mode, encoding of b (encodings.ts). Each row of b is read once from memory and never transposed: with few rows
 * that is most of the time.
 */
import { shareStart, word } from '../call';
import { dotsEncoded, numberAt } from '../encodings';
import { load4, store4 } from '../simd';

export function matmulFewRows(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const m = word(args, 4);
	const n = word(args, 5);
	const k = word(args, 6);
	const plus: usize = word(args, 7) == 0 ? 0 : word(args, 3);
	const encoding = word(args, 8);
	const stride = k << 2;
	const strideB = numberAt(encoding, 0, k);
	const end = shareStart(n, 4, part + 1, parts);
	for (let j: usize = shareStart(n, 4, part, parts); j < end; j += 4)
		for (let i: usize = 0; i < m; i++) {
			const at = (i * n + j) << 2;
			let sums = dotsEncoded(encoding, a + i * stride, b + j * strideB, strideB, n - 1 - j, k);
			if (plus) sums = f32x4.add(sums, load4(plus + at, n - j));
			store4(y + at, sums, n - j);
		}
}
