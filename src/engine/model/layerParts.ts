/** Parts of a layer by their names in the field. */
import type * as tf from '@tensorflow/tfjs-core';
import {
	addBias,
	center,
	gelu,
	multiply,
	relu,
	rmsNorm,
	silu,
	swiGlu,
} from '#engine/gpu/kernels.ts';

export type Activation = 'silu' | 'gelu' | 'geluTanh' | 'relu';

/** x [rows, width] → f(x). */
export function activated(unit: Activation, x: tf.Tensor2D): tf.Tensor2D {
	switch (unit) {
		case 'silu':
			return silu(x);
		case 'gelu':
		case 'geluTanh':
			return gelu(x, unit === 'geluTanh');
		case 'relu':
			return relu(x);
	}
}

/** Gated unit (Shazeer 2020, arXiv 2002.05202): f(gate) ∘ up, all [rows, width]. */
export const gated = (unit: Activation, gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D =>
	unit === 'silu' ? swiGlu(gate, up) : multiply(activated(unit, gate), up);

/** Layer normalisation (Ba et al. 2016, arXiv 1607.06450): (x − mean) / √(variance + ε) ∘ g + b. */
export const layerNorm = (
	x: tf.Tensor2D,
	gain: tf.Tensor1D,
	bias: tf.Tensor1D,
	epsilon: number,
): tf.Tensor2D => addBias(rmsNorm(center(x), gain, epsilon), bias);
