/**
 * Rows of a matrix by index, with a gradient that is the same bits at every run.
 *
 *   y_i = x[index_i]          x [rows, width], index [n], y [n, width];   ∂x_r = Σ_{i: index_i = r} ∂y_i
 *
 * tfjs sums the gradient with compare-and-swap on floats, in an order that changes from run to run. Here the host, which
 * knows the indices, gives the sum as a fixed plan: first a matmul with a 0/1 matrix adds the rows of each distinct index
 * in order, then a gather puts the sums in their places (a zero row where an index does not occur).
 */
import * as tf from '@tensorflow/tfjs-core';

export interface GatherPlan {
	/** [n] */
	readonly index: tf.Tensor1D;
	/** [distinct, n], 1 where index_i is the distinct one. null: every index occurs once, in order of i. */
	readonly membership: tf.Tensor2D | null;
	/** [rows]: which distinct index this row is; `distinct` (the zero row) when it is none. */
	readonly place: tf.Tensor1D;
}

/** The indices' plan for a matrix of `rows` rows. */
export function gatherPlan(index: Int32Array, rows: number): GatherPlan {
	const { distinct, place } = places(index, rows);
	let membership: tf.Tensor2D | null = null;
	if (distinct < index.length) {
		const ones = new Float32Array(distinct * index.length);
		index.forEach((row, i) => (ones[place[row] * index.length + i] = 1));
		membership = tf.tensor2d(ones, [distinct, index.length]);
	}
	return { index: tf.tensor1d(index, 'int32'), membership, place: tf.tensor1d(place, 'int32') };
}

function places(index: Int32Array, rows: number): { distinct: number; place: Int32Array } {
	const place = new Int32Array(rows).fill(-1);
	let distinct = 0;
	for (const row of index) if (place[row] === -1) place[row] = distinct++;
	for (let row = 0; row < rows; row++) if (place[row] === -1) place[row] = distinct;
	return { distinct, place };
}

export function gatherRows(x: tf.Tensor2D, plan: GatherPlan): tf.Tensor2D {
	const kernel = tf.customGrad((x) => ({
		value: tf.gather(x as tf.Tensor2D, plan.index),
		gradFunc: (dy: tf.Tensor) => {
			const sums = plan.membership ? tf.matMul(plan.membership, dy) : (dy as tf.Tensor2D);
			const zero = tf.zeros<tf.Rank.R2>([1, dy.shape[1]!]);
			return [tf.gather(tf.concat([sums, zero]), plan.place)];
		},
	}));
	return kernel(x) as tf.Tensor2D;
}

export function disposeGatherPlan(plan: GatherPlan): void {
	tf.dispose([plan.index, plan.place]);
	plan.membership?.dispose();
}

/** ∂x in float64: the oracle of the tests. */
export function gatherGradientReference(
	dy: Float64Array,
	index: readonly number[],
	rows: number,
): Float64Array {
	const width = dy.length / index.length;
	const dx = new Float64Array(rows * width);
	index.forEach((row, i) => {
		for (let j = 0; j < width; j++) dx[row * width + j] += dy[i * width + j];
	});
	return dx;
}
