/**
 * Attention in tfjs's operations, with a matrix of all scores for each block of whole examples. A
 * matrix over the whole pack would take 64 MB per head at 4,096 tokens.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../kernel.ts';
import type { Composition } from './composition.ts';

const { exp, expandDims, lessEqual, matMul, mul, reshape, slice, sub, sum, transpose } = tf;

/** A block ends at the first border of examples after this many tokens. */
const leastTokens = 64;

/** A score of a key that is not seen. */
const unseen = -1e30;

/** q, k, v, first, last → o, lse. */
export const attention: Composition = ([q, k, v], attributes, [, , , first]) =>
	byBlock({ q, attributes, first }, ({ rows, byHead, join, scores, seen }) => {
		const s = scores(rows(q), rows(k));
		const lse = tf.logSumExp(s, 2, true);
		const sees = tf.cast(tf.any(seen, 1, true), 'float32');
		const p = mul(exp(sub(s, lse)), sees);
		return [join(matMul(p, byHead(rows(v)))), join(mul(lse, sees))];
	});

/** q [tokens, heads · d], k, v [rows, kvHeads · d], first, last → o. */
export const cachedAttention: Composition = ([q, k, v, first, last], attributes) => {
	const { heads, window } = attributes;
	const d = q.shape[1]! / heads;
	const [queries, keys, values] = [q, k, v].map((x) => headsFirst(x, d, attributes));
	const key = expandDims(tf.range(0, k.shape[0], 1, 'int32'), 0);
	const [from, to] = [expandDims(first, 1), expandDims(last, 1)];
	const isOwn = tf.logicalAnd(lessEqual(from, key), lessEqual(key, to));
	const isNear = () => tf.less(sub(to, key), tf.scalar(window, 'int32'));
	const seen = window > 0 ? tf.logicalAnd(isOwn, isNear()) : isOwn;
	const products = scored(matMul(queries, keys, false, true), attributes);
	const p = tf.softmax(tf.where(seen, products, tf.scalar(unseen)));
	const sees = tf.cast(tf.any(seen, 1, true), 'float32');
	return [joinHeads(matMul(mul(p, sees), values))];
};

/** o, dy, lse → (lse, Σ o ∂o) by head. */
export const attentionDelta: Composition = ([o, dy, lse], { heads }) => {
	const [tokens, width] = o.shape;
	const delta = sum(reshape(mul(o, dy), [tokens, heads, width / heads]), 2);
	return [tf.stack([lse, delta], 2)];
};

/** q, k, v, dy, sums, first → ∂q. */
export const attentionGradientQ: Composition = (inputs, attributes, host) =>
	byBlock({ q: inputs[0], attributes, first: host[5] }, (block) => {
		const { ds, k } = scoreGradient(block, inputs);
		return [block.join(matMul(ds, k))];
	});

/** q, k, v, dy, sums, last → ∂k, ∂v. */
export const attentionGradientKV: Composition = (inputs, attributes, host) =>
	byBlock({ q: inputs[0], attributes, last: host[5] }, (block) => {
		const { p, ds, q, dy } = scoreGradient(block, inputs);
		const { heads, kvHeads } = attributes;
		return [matMul(ds, q, true), matMul(p, dy, true)].map((byQuery) => {
			const [, tokens, d] = byQuery.shape;
			return block.join(sum(reshape(byQuery, [kvHeads, heads / kvHeads, tokens, d]), 1));
		});
	});

/** Scores of products q · k. */
const scored = (products: tf.Tensor, { scale, softCap }: Attributes): tf.Tensor =>
	softCap > 0 ? mul(tf.tanh(mul(products, scale / softCap)), softCap) : mul(products, scale);

/** By head: p = exp(s − lse) and ds = scale · p (dy vᵀ − delta), both [heads, queries, keys]. */
function scoreGradient(
	{ rows, scores, slope, byHead, scale }: Block,
	inputs: readonly tf.Tensor[],
) {
	const [q, k, v, dy, sums] = inputs.slice(0, 5).map(rows);
	const [lse, delta] = tf.split(transpose(sums, [1, 0, 2]), 2, 2);
	// Not infinite for a query that sees nothing, whose lse is 0.
	const p = exp(tf.minimum(sub(scores(q, k), lse), 0));
	const dp = matMul(byHead(dy), byHead(v), false, true);
	const ds = mul(mul(mul(sub(dp, delta), p), scale), slope(q, k));
	return { p, ds, q: byHead(q), k: byHead(k), dy: byHead(dy) };
}

/** One of `first` and `last` (attentionShape.ts). */
interface Given {
	readonly q: tf.Tensor;
	readonly attributes: Attributes;
	readonly first?: ArrayLike<number> | undefined;
	readonly last?: ArrayLike<number> | undefined;
}
type Block = ReturnType<typeof openBlock>;

/** Concatenates what `compute` returns for each block. */
function byBlock(task: Given, compute: (block: Block) => tf.Tensor[]): tf.Tensor[] {
	const { q } = task;
	const tokens = q.shape[0];
	const blocks: tf.Tensor[][] = [];
	const isBorder = borders(task, tokens);
	let from = 0;
	for (let end = 1; end <= tokens; end++) {
		if (end < tokens && !(isBorder[end] && end - from >= leastTokens)) continue;
		blocks.push(tf.tidy(() => compute(openBlock(task, from, end))));
		from = end;
	}
	return blocks[0].map((_, output) => tf.concat(blocks.map((outputs) => outputs[output])));
}

/** For each token, whether no earlier one is seen from here on. */
function borders({ first, last }: Given, tokens: number): boolean[] {
	if (!first) return Array.from({ length: tokens }, (_, t) => t === 0 || last![t - 1] < t);
	let least = tokens;
	const isBorder = Array.from({ length: tokens }, () => false);
	for (let t = tokens - 1; t >= 0; t--) isBorder[t] = (least = Math.min(least, first[t])) >= t;
	return isBorder;
}

/** The functions of a block. A matrix has its heads of d numbers side by side. */
function openBlock({ q, attributes, first, last }: Given, from: number, end: number) {
	const { heads, window, scale, softCap } = attributes;
	const [tokens, d] = [end - from, q.shape[1]! / heads];
	const index = tf.range(from, end, 1, 'int32');
	const [query, key] = [expandDims(index, 1), expandDims(index, 0)];
	const bound = tf.tensor1d(Array.from(first ?? last!).slice(from, end), 'int32');
	const isInExample = first
		? lessEqual(expandDims(bound, 1), key)
		: lessEqual(query, expandDims(bound, 0));
	const isEarlier = tf.logicalAnd(lessEqual(key, query), isInExample);
	const isNear = () => tf.less(sub(query, key), tf.scalar(window, 'int32'));
	const seen = window > 0 ? tf.logicalAnd(isEarlier, isNear()) : isEarlier;
	const byHead = (x: tf.Tensor): tf.Tensor => headsFirst(x, d, attributes);
	/** [heads, queries, keys], also of what is not seen. */
	const allScores = (queries: tf.Tensor, keys: tf.Tensor): tf.Tensor =>
		scored(matMul(byHead(queries), byHead(keys), false, true), attributes);
	const scores = (queries: tf.Tensor, keys: tf.Tensor): tf.Tensor =>
		tf.where(seen, allScores(queries, keys), tf.scalar(unseen));
	/** Derivative of the soft cap. */
	const slope = (queries: tf.Tensor, keys: tf.Tensor): tf.Tensor =>
		softCap > 0 ? sub(1, tf.square(tf.div(allScores(queries, keys), softCap))) : tf.scalar(1);
	return {
		seen,
		scale,
		byHead,
		scores,
		slope,
		rows: (x: tf.Tensor): tf.Tensor => slice(x, from, tokens),
		join: joinHeads,
	};
}

/** [rows, own · d] → [heads, rows, d]. A head of keys is repeated for its queries' heads. */
function headsFirst(x: tf.Tensor, d: number, { heads, kvHeads }: Attributes): tf.Tensor {
	const [rows, width] = x.shape;
	const split = transpose(reshape(x, [rows, -1, d]), [1, 0, 2]);
	const repeats = width === heads * d ? 1 : heads / kvHeads;
	return reshape(tf.tile(expandDims(split, 1), [1, repeats, 1, 1]), [heads, rows, d]);
}

/** [heads, rows, n] → [rows, heads · n]. */
const joinHeads = (x: tf.Tensor): tf.Tensor => reshape(transpose(x, [1, 0, 2]), [x.shape[1]!, -1]);
