/**
 * Cross-entropy of each row's softmax against its target, and the gradient with respect to the
 * logits.
 *
 *   nll = log Σ_v exp z_v − z_target,   ∂z_v = weight (exp(z_v) / Σ exp − [v = target])
 *   hit = 1 if the target is the argmax (the first among equals), else 0
 *
 * z, ∂z [n, V], target, weight, nll, hit [n]. Exponents use z − max z, so that none overflows.
 * crossEntropy: operands z, target, weight, ∂z, nll, hit; sizes n, V.
 * crossEntropyScores: operands z, target, nll, hit; sizes n, V.
 */
import { shareStart, word } from './call';
import { exp, laneMax, laneSum, loadTail, storeTail } from './simd';

export function crossEntropy(args: usize, part: i32, parts: i32): void {
	const logits = word(args, 0);
	const targets = word(args, 1);
	const weights = word(args, 2);
	const dLogits = word(args, 3);
	const nll = word(args, 4);
	const hits = word(args, 5);
	const n = word(args, 6);
	const size = word(args, 7);
	const end = shareStart(n, 1, part + 1, parts);
	for (let row: usize = shareStart(n, 1, part, parts); row < end; row++) {
		const at = (row * size) << 2;
		const target: usize = load<u32>(targets + (row << 2));
		const most = largest(logits + at, size);
		store<f32>(hits + (row << 2), isFirst(logits + at, target, most) ? 1 : 0);
		const targetLogit = load<f32>(logits + at + (target << 2));
		const sum = exponentials(logits + at, dLogits + at, size, most);
		store<f32>(nll + (row << 2), Mathf.log(sum) + (most - targetLogit));
		const weight = load<f32>(weights + (row << 2));
		scale(dLogits + at, size, weight / sum);
		const targetGradient = dLogits + at + (target << 2);
		store<f32>(targetGradient, load<f32>(targetGradient) - weight);
	}
}

export function crossEntropyScores(args: usize, part: i32, parts: i32): void {
	const logits = word(args, 0);
	const targets = word(args, 1);
	const nll = word(args, 2);
	const hits = word(args, 3);
	const n = word(args, 4);
	const size = word(args, 5);
	const end = shareStart(n, 1, part + 1, parts);
	for (let row: usize = shareStart(n, 1, part, parts); row < end; row++) {
		const from = logits + ((row * size) << 2);
		const target: usize = load<u32>(targets + (row << 2));
		const most = largest(from, size);
		store<f32>(hits + (row << 2), isFirst(from, target, most) ? 1 : 0);
		const sum = exponentials(from, 0, size, most);
		store<f32>(nll + (row << 2), Mathf.log(sum) + (most - load<f32>(from + (target << 2))));
	}
}

function largest(z: usize, size: usize): f32 {
	const whole = size & ~3;
	let most = f32x4.splat(load<f32>(z));
	for (let i: usize = 0; i < whole; i += 4) most = f32x4.pmax(most, v128.load(z + (i << 2)));
	let value = laneMax(most);
	for (let i = whole; i < size; i++) value = max<f32>(value, load<f32>(z + (i << 2)));
	return value;
}

function isFirst(z: usize, target: usize, most: f32): bool {
	if (load<f32>(z + (target << 2)) != most) return false;
	for (let i: usize = 0; i < target; i++) if (load<f32>(z + (i << 2)) == most) return false;
	return true;
}

/** Returns Σ exp(z − most). Writes the terms to `e` unless it is 0. */
// @ts-ignore: decorator
@inline
function exponentials(z: usize, e: usize, size: usize, most: f32): f32 {
	const shift = f32x4.splat(most);
	const whole = (size & ~3) << 2;
	let sum = f32x4.splat(0);
	for (let at: usize = 0; at < whole; at += 16) {
		const term = exp(f32x4.sub(v128.load(z + at), shift));
		if (e) v128.store(e + at, term);
		sum = f32x4.add(sum, term);
	}
	let total = laneSum(sum);
	const rest = size & 3;
	if (rest) {
		const term = exp(f32x4.sub(loadTail(z + whole, rest), shift));
		if (e) storeTail(e + whole, term, rest);
		total += f32x4.extract_lane(term, 0);
		if (rest > 1) total += f32x4.extract_lane(term, 1);
		if (rest > 2) total += f32x4.extract_lane(term, 2);
	}
	return total;
}

function scale(x: usize, size: usize, by: f32): void {
	const factor = f32x4.splat(by);
	const whole = (size & ~3) << 2;
	for (let at: usize = 0; at < whole; at += 16)
		v128.store(x + at, f32x4.mul(v128.load(x + at), factor));
	const rest = size & 3;
	if (rest) storeTail(x + whole, f32x4.mul(loadTail(x + whole, rest), factor), rest);
}
