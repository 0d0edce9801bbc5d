/**
 * Rows of a matrix by index, for embeddings. The gradient has the same bits in every run.
 *
 *   y_i = x[index_i],   ∂x_r = Σ_{i: index_i = r} ∂y_i
 *
 * x [rows, width], index [n], y [n, width].
 *
 * A row that was read several times gets the sum of its gradients. Atomics would change the bits
 * from run to run. Instead the host sorts the positions i by their row. `order` [n] lists them:
 * those of row r from starts[r] to starts[r + 1] − 1 (`starts` [rows + 1]). Each row sums its own
 * in order.
 */
import * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { findEncoding } from '../encodings.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { rowItems } from '../webgpu/rowReduction.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** Indices, and their `scatterPlan`. All int32. */
export interface GatherIndex {
	/** [n] */
	readonly index: tf.Tensor1D;
	/** [n] */
	readonly order: tf.Tensor1D;
	/** [rows + 1] */
	readonly starts: tf.Tensor1D;
}

/** x [rows, width] → [n, width]. */
export const gatherRows = (x: tf.Tensor, { index, order, starts }: GatherIndex): tf.Tensor2D =>
	apply(gatherRowsKernel, { x, index, order, starts }, {})[0] as tf.Tensor2D;

/**
 * The reverse: x [n, width] → [rows, width], with 0 in a row that no index names. An index that
 * `order` omits must name a row whose gradient is 0.
 */
export const placeRows = (x: tf.Tensor2D, { index, order, starts }: GatherIndex): tf.Tensor2D =>
	tf.customGrad((x) => ({
		value: apply(scatterRows, { dy: x as tf.Tensor, order, starts }, {})[0],
		gradFunc: (dy) => gatherRows(dy, { index, order, starts }),
	}))(x) as tf.Tensor2D;

/**
 * Sorts positions 0 … n−1 by index with a stable counting sort. Indices are in [0, rows). Row
 * `skipped` gets no gradient: its positions come after those of all rows.
 */
export function scatterPlan(
	index: ArrayLike<number>,
	rows: number,
	skipped?: number,
): { readonly order: Int32Array<ArrayBuffer>; readonly starts: Int32Array<ArrayBuffer> } {
	const starts = new Int32Array(rows + 1);
	for (let i = 0; i < index.length; i++) if (index[i] !== skipped) starts[index[i] + 1]++;
	for (let row = 0; row < rows; row++) starts[row + 1] += starts[row];
	const next = starts.slice();
	if (skipped !== undefined) next[skipped] = starts[rows];
	const order = new Int32Array(index.length);
	for (let i = 0; i < index.length; i++) order[next[index[i]]++] = i;
	return { order, starts };
}

export const gatherRowsKernel = defineKernel({
	name: 'GatherRows',
	inputs: ['x', 'index', 'order', 'starts'],
	outputs: ([x, index]) => [{ shape: [index.shape[0], x.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [x, index], outputs: [y] }) => {
		const { width, items, at, set } = rowItems(x.shape[1]);
		const count = index.shape[0] * items;
		return [
			itemShader({
				label: 'gatherRows',
				operands: { x: read(x, 0, width), index: read(index, 1), y: write(y, 4, width) },
				count,
				body: `
let row = u32(index_at(i / ${items}u));
y_${set}(i, x_${at}(row * ${items}u + i % ${items}u));`,
				flops: count,
			}),
		];
	},
	calls: ({ inputs: [x, index], outputs: [y] }) => [
		{
			run: 'gatherRows',
			operands: [0, 1, 4],
			words: [index.shape[0], x.shape[1], findEncoding(x.storage)?.code ?? 0],
			work: sizeOf(y.shape),
		},
	],
	reference: ([x, index], { inputs }) => {
		const width = inputs[0].shape[1];
		return [
			new Float64Array(index.length * width).map(
				(_, i) => x[index[Math.floor(i / width)] * width + (i % width)],
			),
		];
	},
	gradient: {
		inputs: ['order', 'starts'],
		backward: ([dy], [order, starts]) => ({
			x: () => apply(scatterRows, { dy, order, starts }, {})[0],
		}),
	},
});

/** dy [n, width] → ∂x [rows, width]. A row without index is zero. */
export const scatterRows = defineKernel({
	name: 'ScatterRows',
	inputs: ['dy', 'order', 'starts'],
	outputs: ([dy, , starts]) => [{ shape: [starts.shape[0] - 1, dy.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [dy, order, starts], outputs: [dx] }) => {
		const { width, items, at, set, functions } = rowItems(dy.shape[1]);
		const count = dx.shape[0] * items;
		return [
			itemShader({
				label: 'scatterRows',
				operands: {
					dy: read(dy, 0, width),
					order: read(order, 1),
					starts: read(starts, 2),
					dx: write(dx, 3, width),
				},
				count,
				functions,
				body: `
let row = i / ${items}u;
let column = i % ${items}u;
let end = starts_at(row + 1u);
var sum = T();
for (var j = starts_at(row); j < end; j++) {
	sum += dy_${at}(u32(order_at(u32(j))) * ${items}u + column);
}
dx_${set}(i, sum);`,
				flops: dy.shape[0] * dy.shape[1],
			}),
		];
	},
	calls: ({ outputs: [dx] }) => [{ run: 'scatterRows', words: dx.shape }],
	reference: ([dy, order, starts], { inputs }) => {
		const width = inputs[0].shape[1];
		const dx = new Float64Array((starts.length - 1) * width);
		for (let row = 0; row + 1 < starts.length; row++)
			for (let j = starts[row]; j < starts[row + 1]; j++)
				for (let c = 0; c < width; c++) dx[row * width + c] += dy[order[j] * width + c];
		return [dx];
	},
});
