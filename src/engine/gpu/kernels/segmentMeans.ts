/**
 * Means over runs of consecutive rows: one vector for each run of tokens.
 *
 *   y_e = 1 / (b − a) Σ_{a ≤ r < b} x_r       a = starts_e, b = starts_{e+1};  0 where a = b
 *
 * x [rows, width], starts [segments + 1] ascending, y [segments, width]. Rows are summed in order.
 * No gradient.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { rowItems } from '../webgpu/rowReduction.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** x [rows, width], starts int32 [segments + 1] → [segments, width]. */
export const segmentMeans = (x: tf.Tensor2D, starts: tf.Tensor1D): tf.Tensor2D =>
	apply(segmentMeansKernel, { x, starts }, {})[0] as tf.Tensor2D;

export const segmentMeansKernel = defineKernel({
	name: 'SegmentMeans',
	inputs: ['x', 'starts'],
	outputs: ([x, starts]) => [{ shape: [starts.shape[0] - 1, x.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [x, starts], outputs: [y] }) => {
		const { width, items, at, set, functions } = rowItems(x.shape[1]);
		const count = y.shape[0] * items;
		return [
			itemShader({
				label: 'segmentMeans',
				operands: { x: read(x, 0, width), starts: read(starts, 1), y: write(y, 2, width) },
				count,
				functions,
				body: `let from_row = u32(starts_at(i / ${items}u));
let to_row = u32(starts_at(i / ${items}u + 1u));
let column = i % ${items}u;
var sum = T(0);
for (var row = from_row; row < to_row; row++) { sum += x_${at}(row * ${items}u + column); }
y_${set}(i, sum / max(1.0, f32(to_row - from_row)));`,
				flops: sizeOf(x.shape),
			}),
		];
	},
	calls: ({ outputs: [y] }) => [{ run: 'segmentMeans', words: [...y.shape] }],
	reference: ([x, starts], { outputs: [{ shape }] }) => {
		const [segments, width] = shape;
		const y = new Float64Array(segments * width);
		for (let e = 0; e < segments; e++)
			for (let r = starts[e]; r < starts[e + 1]; r++)
				for (let i = 0; i < width; i++)
					y[e * width + i] += x[r * width + i] / (starts[e + 1] - starts[e]);
		return [y];
	},
});
