/**
 * kernels/lossScale.ts has the equations. state [3] = (S, 1 / S, finite gradients in a row).
 *
 * timesFactor: y = x state[index]. Operands x, state, y (y may be x); sizes count, index.
 * adjustLossScale: operands norm [1], state; sizes growEvery, maximum of S.
 */
import { shareStart, word } from '../call';
import { load4, splat, store4 } from '../simd';

export function timesFactor(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 2);
	const count = word(args, 3);
	const factor = splat(word(args, 1) + (word(args, 4) << 2));
	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		store4(y + at, f32x4.mul(load4(x + at, left), factor), left);
	}
}

export function adjustLossScale(args: usize, part: i32, _parts: i32): void {
	if (part != 0) return;
	const state = word(args, 1);
	const finite = isFinite(load<f32>(word(args, 0)));
	const row: f32 = finite ? load<f32>(state + 8) + 1 : 0;
	const grows = row >= <f32>word(args, 2);
	const next: f32 = load<f32>(state) * <f32>(finite ? (grows ? 2 : 1) : 0.5);
	if (next >= 1 && next <= <f32>word(args, 3)) {
		store<f32>(state, next);
		store<f32>(state + 4, 1 / next);
	}
	store<f32>(state + 8, grows ? 0 : row);
}
