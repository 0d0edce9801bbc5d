/**
 * kernels/crossEntropy.ts has the equations.
 *
 * crossEntropy: operands z, target, weight, ∂z, nll, hit; sizes n, V.
 * crossEntropyScores: operands z, target, nll, hit, confidence; sizes n, V.
 */
import { shareStart, word } from '../call';
import { exp, laneMax, laneSum, loadTail, scale, storeTail } from '../simd';

export function crossEntropy(args: usize, part: i32, parts: i32): void {
	const weights = word(args, 2);
	const dLogits = word(args, 3);
	const n = word(args, 6);
	const size = word(args, 7);
	const end = shareStart(n, 1, part + 1, parts);
	for (let row: usize = shareStart(n, 1, part, parts); row < end; row++) {
		const gradient = dLogits + ((row * size) << 2);
		const sum = scoreRow(args, row, size, word(args, 4), word(args, 5), gradient);
		const weight = load<f32>(weights + (row << 2));
		scale(gradient, f32x4.splat(weight / sum), size);
		const targetGradient = gradient + (readTarget(args, row) << 2);
		store<f32>(targetGradient, load<f32>(targetGradient) - weight);
	}
}

export function crossEntropyScores(args: usize, part: i32, parts: i32): void {
	const confidence = word(args, 4);
	const n = word(args, 5);
	const size = word(args, 6);
	const end = shareStart(n, 1, part + 1, parts);
	for (let row: usize = shareStart(n, 1, part, parts); row < end; row++) {
		const sum = scoreRow(args, row, size, word(args, 2), word(args, 3), 0);
		store<f32>(confidence + (row << 2), 1 / sum);
	}
}

// @ts-ignore: decorator
@inline
function readTarget(args: usize, row: usize): usize {
	return load<u32>(word(args, 1) + (row << 2));
}

/** Writes nll and hit of a row. Returns Σ exp(z − most), and writes its terms to `e` unless it is 0. */
// @ts-ignore: decorator
@inline
function scoreRow(args: usize, row: usize, size: usize, nll: usize, hits: usize, e: usize): f32 {
	const z = word(args, 0) + ((row * size) << 2);
	const target = readTarget(args, row);
	const most = largest(z, size);
	store<f32>(hits + (row << 2), isFirst(z, target, most) ? 1 : 0);
	const targetLogit = load<f32>(z + (target << 2));
	const sum = exponentials(z, e, size, most);
	store<f32>(nll + (row << 2), Mathf.log(sum) + (most - targetLogit));
	return sum;
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
