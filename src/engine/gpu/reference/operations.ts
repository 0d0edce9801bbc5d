/**
 * The kernels as compositions of tfjs's operations, each on ordinary tensors. They share no code
 * with the kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../kernel.ts';
import {
	attention,
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
	cachedAttention,
} from './attention.ts';
import type { Composition } from './composition.ts';

const { add, concat, div, expandDims, gather, matMul, maximum, mean, mul, reshape } = tf;
const { rsqrt, slice, softmax, split, sqrt, square, sub, sum } = tf;

/** By the kernel's name. */
export const operations: { readonly [name: string]: Composition | undefined } = {
	Accumulate: ([sum, x]) => [add(sum, x)],
	AdamW: adamW,
	Add: ([a, b]) => [add(a, b)],
	AddBias: ([x, bias]) => [add(x, bias)],
	Attention: attention,
	AttentionDelta: attentionDelta,
	AttentionGradientKV: attentionGradientKV,
	AttentionGradientQ: attentionGradientQ,
	CachedAttention: cachedAttention,
	Center: ([x]) => [sub(x, mean(x, 1, true))],
	ColumnSums: ([x]) => [sum(x, 0)],
	ConcatRows: ([a, b]) => [concat([a, b])],
	CrossEntropy: ([logits, targets, weights]) => {
		const { chosen, scores } = crossEntropy(logits, targets);
		return [...scores, mul(sub(softmax(logits), chosen), expandDims(weights, 1))];
	},
	CrossEntropyScores: ([logits, targets]) => [
		...crossEntropy(logits, targets).scores,
		tf.max(softmax(logits), 1),
	],
	Dropout: ([x], { rate, salt }, [, seed]) => [
		mul(x, reshape(tf.tensor1d(keptFactors(x.size, seed![0], rate, salt)), x.shape)),
	],
	GatherRows: ([x, index]) => [gather(x, index)],
	Gelu: ([x], attributes) => [mul(x, cumulative(x, attributes).phi)],
	GeluGradient: ([dy, x], attributes) => {
		const { phi, density } = cumulative(x, attributes);
		return [mul(dy, add(phi, mul(x, density)))];
	},
	LargestColumn: ([x]) => {
		const finite = tf.min(float(tf.isFinite(x)), 1);
		return [tf.cast(mul(firstLargest(x), finite), 'int32'), finite];
	},
	Linear: ([x, weight, residual], { scale = 1 }) => [
		plus(mul(matMul(x, weight, false, true), scale), residual),
	],
	LinearInputGradient: ([dy, weight, residual], { scale = 1 }) => [
		plus(mul(matMul(dy, weight), scale), residual),
	],
	LinearWeightGradient: ([dy, x, residual], { scale = 1 }) => [
		plus(mul(matMul(dy, x, true), scale), residual),
	],
	MultiplyColumns: ([x, factors]) => [mul(x, factors)],
	Product: ([a, b]) => [mul(a, b)],
	Rectifier: ([x]) => [tf.relu(x)],
	RectifierGradient: ([dy, x]) => [mul(dy, tf.step(x))],
	RmsNorm: ([x, gain], { epsilon }) => {
		const rows = reshape(x, [-1, gain.size]);
		const inverseRms = rsqrt(add(mean(square(rows), 1, true), epsilon));
		const y = mul(mul(rows, inverseRms), gain);
		return [reshape(y, x.shape), reshape(inverseRms, [-1])];
	},
	RmsNormGradient: (operands) => {
		const [dy, x, gain, inverseRms] = operands;
		const [dyRows, rows] = [dy, x].map((tensor) => reshape(tensor, [-1, gain.size]));
		const parts = chunkSums(mul(mul(dyRows, rows), expandDims(inverseRms, 1)), 32);
		return [rmsNormInputGradient(operands), sum(parts, 0), parts];
	},
	RmsNormInputGradient: (operands) => [rmsNormInputGradient(operands)],
	Rotary: ([x, positions, table], { heads, direction }) => {
		const [tokens, width] = x.shape;
		const planes = (tensor: tf.Tensor, rows: number): tf.Tensor[] =>
			split(reshape(tensor, [tokens, rows, width / heads]), 2, 2);
		const [cosine, sine] = planes(gather(table, positions), 1);
		const [a, b] = planes(x, heads);
		const turn = mul(sine, direction);
		const turned = [sub(mul(a, cosine), mul(b, turn)), add(mul(b, cosine), mul(a, turn))];
		return [reshape(concat(turned, 2), [tokens, width])];
	},
	RowInverses: ([x]) => [rsqrt(sum(square(x), 1))],
	Scale: ([x], { factor }) => [mul(x, factor)],
	ScatterRows: ([dy, order], _, [, , starts]) => [segmentSums(gather(dy, order), starts!)],
	SegmentMeans: ([x, starts], _, host) => {
		const counts = sub(slice(starts, 1), slice(starts, 0, starts.size - 1));
		const divisors = expandDims(maximum(float(counts), 1), 1);
		return [div(segmentSums(x, host[1]!), divisors)];
	},
	Silu: ([x]) => [mul(x, tf.sigmoid(x))],
	SiluGradient: ([dy, x]) => {
		const s = tf.sigmoid(x);
		return [mul(dy, mul(s, add(1, mul(x, sub(1, s)))))];
	},
	SliceRows: ([x], { first, count }) => [slice(x, first, count)],
	SoftCap: ([x], { cap }) => [mul(tf.tanh(div(x, cap)), cap)],
	SoftCapGradient: ([dy, y], { cap }) => [mul(dy, sub(1, square(div(y, cap))))],
	StoreRows: ([x, index, y]) => [tf.tensorScatterUpdate(y, expandDims(index, 1), x)],
	SwiGlu: ([gate, up]) => [mul(mul(gate, tf.sigmoid(gate)), up)],
	SwiGluGradient: ([dy, gate, up]) => {
		const s = tf.sigmoid(gate);
		const slope = mul(s, add(1, mul(gate, sub(1, s))));
		return [mul(mul(dy, up), slope), mul(mul(dy, gate), s)];
	},
};

function rmsNormInputGradient([dy, x, gain, inverseRms, residual]: readonly tf.Tensor[]) {
	const [dyRows, rows] = [dy, x].map((tensor) => reshape(tensor, [-1, gain.size]));
	const r = expandDims(inverseRms, 1);
	const scaled = mul(dyRows, gain);
	const along = mul(mean(mul(scaled, rows), 1, true), mul(square(r), r));
	const dx = reshape(sub(mul(scaled, r), mul(rows, along)), x.shape);
	return plus(dx, residual);
}

/** Φ and its slope: see kernels/gelu.ts. */
function cumulative(x: tf.Tensor, { approximate }: Attributes) {
	if (!approximate)
		return {
			phi: mul(0.5, add(1, tf.erf(mul(x, Math.SQRT1_2)))),
			density: mul(1 / Math.sqrt(2 * Math.PI), tf.exp(mul(-0.5, square(x)))),
		};
	const root = Math.sqrt(2 / Math.PI);
	const bend = tf.tanh(mul(root, add(x, mul(0.044715, mul(square(x), x)))));
	const slope = mul(root / 2, add(1, mul(0.134145, square(x))));
	return { phi: mul(0.5, add(1, bend)), density: mul(slope, sub(1, square(bend))) };
}

/** 0, or 1 / (1 − p), for each number: see kernels/dropout.ts. tfjs has no 32-bit hash. */
function keptFactors(size: number, seed: number, rate: number, salt: number): Float32Array {
	const mixed = (x: number, shift: number): number => x ^ (x >>> shift);
	const hash = (x: number): number => {
		const half = mixed(Math.imul(mixed(x, 16), 0x85eb_ca6b), 13);
		return mixed(Math.imul(half, 0xc2b2_ae35), 16);
	};
	const golden = 0x9e37_79b1;
	const key = hash(seed ^ Math.imul(salt, golden));
	return Float32Array.from({ length: size }, (_, i) => {
		const drawn = (hash(key + Math.imul(i, golden)) >>> 8) / 2 ** 24;
		return drawn >= Math.floor(rate * 2 ** 24) / 2 ** 24 ? 1 / (1 - rate) : 0;
	});
}

const float = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'float32');

const plus = (x: tf.Tensor, residual: tf.Tensor | undefined): tf.Tensor =>
	residual ? add(x, residual) : x;

/** `chosen`: 1 at each row's target. `scores`: nll, and 1 where the target is the first largest. */
function crossEntropy(logits: tf.Tensor, targets: tf.Tensor) {
	const size = logits.shape[1]!;
	const chosen = float(tf.oneHot(targets, size));
	const nll = tf.neg(sum(mul(tf.logSoftmax(logits), chosen), 1));
	return { chosen, scores: [nll, float(tf.equal(firstLargest(logits), float(targets)))] };
}

/** The column of each row. tfjs's argMax does not say which of several equal numbers it takes. */
function firstLargest(x: tf.Tensor): tf.Tensor {
	const size = x.shape[1]!;
	const isLargest = float(tf.equal(x, tf.max(x, 1, true)));
	return sub(size, tf.max(mul(isLargest, tf.range(size, 0, -1)), 1));
}

function adamW(
	[gradient, decay, weights, firstMoments, secondMoments, scalars]: readonly tf.Tensor[],
	{ beta1, beta2, epsilon, weightDecay, clip }: Attributes,
): tf.Tensor[] {
	const [rate, correction1, correction2] = tf.unstack(scalars);
	const squares = chunkSums(square(gradient), 256);
	const norm = reshape(sqrt(sum(squares)), [1]);
	const g = mul(gradient, tf.minimum(1, div(clip, add(norm, 1e-6))));
	const m = add(mul(firstMoments, beta1), mul(g, 1 - beta1));
	const v = add(mul(secondMoments, beta2), mul(square(g), 1 - beta2));
	const decayed = sub(weights, mul(mul(weights, decay), mul(rate, weightDecay)));
	const change = div(mul(m, correction1), add(sqrt(mul(v, correction2)), epsilon));
	const isFinite = tf.isFinite(norm);
	const choose = (now: tf.Tensor, before: tf.Tensor) => tf.where(isFinite, now, before);
	return [
		norm,
		squares,
		choose(sub(decayed, mul(change, rate)), weights),
		choose(m, firstMoments),
		choose(v, secondMoments),
	];
}

/** Sums of `size` consecutive rows each: the kernels' scratch outputs. x [rows, …]. */
function chunkSums(x: tf.Tensor, size: number): tf.Tensor {
	const [rows, ...rest] = x.shape;
	const chunks = Math.ceil(rows / size);
	const filled = concat([x, tf.zeros([chunks * size - rows, ...rest])]);
	return sum(reshape(filled, [chunks, size, ...rest]), 1);
}

/**
 * Sums of consecutive rows of x [n, width], from starts[i] to starts[i + 1] − 1. tfjs's own segment
 * sum adds with atomics on WebGPU: its bits change from run to run. Here each round adds to a row
 * the sum that ends 1, 2, 4 … rows before, if that row is of the same segment.
 */
function segmentSums(x: tf.Tensor, starts: ArrayLike<number>): tf.Tensor {
	const [rows, ...rest] = x.shape;
	const zero = tf.zeros([1, ...rest]);
	const rowsAt = (sums: tf.Tensor, index: Int32Array): tf.Tensor =>
		gather(concat([sums, zero]), tf.tensor1d(index, 'int32'));
	const begin = new Int32Array(rows);
	const last = new Int32Array(starts.length - 1).map((_, i) => {
		begin.fill(starts[i], starts[i], starts[i + 1]);
		return starts[i + 1] > starts[i] ? starts[i + 1] - 1 : rows;
	});
	let sums = x;
	for (let step = 1; begin.some((from, i) => i - step >= from); step *= 2) {
		const before = begin.map((from, i) => (i - step >= from ? i - step : rows));
		sums = add(sums, rowsAt(sums, before));
	}
	return rowsAt(sums, last);
}
