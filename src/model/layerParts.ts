/** Parts of a layer by their names in the field, with the lab's kernels or tfjs's operations. */
import * as tf from '@tensorflow/tfjs-core';
import { rmsNorm, swiGlu } from '#gpu/kernels.ts';

export { rmsNorm };

/** gelu: Gaussian error linear unit (Hendrycks & Gimpel 2016, arXiv 1606.08415). */
export type Activation = 'silu' | 'gelu' | 'geluTanh' | 'relu';

/** x [rows, width] → f(x). */
export function activated(unit: Activation, x: tf.Tensor2D): tf.Tensor2D {
	switch (unit) {
		case 'silu':
			return x.mul(tf.sigmoid(x));
		case 'gelu':
			return gelu(x);
		case 'geluTanh':
			return geluTanh(x);
		case 'relu':
			return tf.relu(x);
	}
}

/** Gated unit (Shazeer 2020, arXiv 2002.05202): f(gate) ∘ up, all [rows, width]. */
export const gated = (unit: Activation, gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D =>
	unit === 'silu' ? swiGlu(gate, up) : activated(unit, gate).mul(up);

/** x Φ(x), Φ(x) = (1 + erf(x/√2)) / 2 */
const gelu = (x: tf.Tensor2D): tf.Tensor2D => x.mul(tf.erf(x.mul(Math.SQRT1_2)).add(1).mul(0.5));

/** x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, an approximation of x Φ(x). */
const geluTanh = (x: tf.Tensor2D): tf.Tensor2D => {
	const inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
	return x.mul(tf.tanh(inner).add(1).mul(0.5));
};

/** Layer normalisation (Ba et al. 2016, arXiv 1607.06450): (x − mean) / √(variance + ε) ∘ g + b. */
export const layerNorm = (
	x: tf.Tensor2D,
	gain: tf.Tensor1D,
	bias: tf.Tensor1D,
	epsilon: number,
): tf.Tensor2D => {
	const centred = x.sub(tf.mean(x, -1, true));
	const variance = tf.mean(centred.mul(centred), -1, true);
	return centred.div(variance.add(epsilon).sqrt()).mul(gain).add(bias);
};

/** x [rows, width] + bias [width]. */
export const addBias = (x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D => tf.add(x, bias);

/** x · factor. */
export const times = (x: tf.Tensor2D, factor: number): tf.Tensor2D => tf.mul(x, factor);
