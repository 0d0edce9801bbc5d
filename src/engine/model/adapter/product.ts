/** The product of a linear layer that has an adapter, inside a capture. */
import * as tf from '@tensorflow/tfjs-core';
import {
	linear,
	multiply,
	multiplyColumns,
	product,
	rowInverses,
	scale,
} from '#engine/gpu/kernels.ts';
import type { Weights } from '../tensors.ts';

/** The facts about an adapter that a decoder's programs need. */
export interface AdapterPlan {
	/** The matrices with an adapter, by role. */
	readonly modules: ReadonlyMap<string, AdaptedMatrix>;
	/** Share of numbers that a training step leaves out. */
	readonly dropout: number;
}

interface AdaptedMatrix {
	/** s */
	readonly scaling: number;
	/** Number of the checkpoint's layer, from 0. */
	readonly index: number;
}

/** Dropout before A. `index`: of the checkpoint's layer. */
export type Drop = (x: tf.Tensor2D, index: number) => tf.Tensor2D;

/** D(x), and s D(x) Aᵀ. */
interface LowRank {
	readonly input: tf.Tensor2D;
	readonly low: tf.Tensor2D;
}

/** Adapters of one of the decoder's layers. */
export interface AdaptedLayer {
	/** The layer's tensors by role. */
	readonly parts: Weights;
	readonly matrix: (role: string) => AdaptedMatrix;
	/** Absent: no number is left out. */
	readonly drop: Drop | undefined;
	/** By A. The parts of a fused layer share it. */
	readonly products: Map<tf.Tensor, LowRank>;
}

/** x Wᵀ + r, and s D(x) Aᵀ Bᵀ if the matrix has an adapter. */
export function adaptedLinear(
	layer: AdaptedLayer,
	x: tf.Tensor2D,
	role: string,
	residual?: tf.Tensor2D,
): tf.Tensor2D {
	const { parts } = layer;
	const weight = parts.get(role) as tf.Tensor2D;
	const a = parts.get(`${role}LoraA`) as tf.Tensor2D | undefined;
	if (!a) return linear(x, weight, residual);
	const b = parts.get(`${role}LoraB`) as tf.Tensor2D;
	const magnitude = parts.get(`${role}LoraMagnitude`) as tf.Tensor1D | undefined;
	const { input, low } = lowRank(layer, x, role, a);
	if (!magnitude) return linear(low, b, linear(x, weight, residual));

	// DoRA, as in peft: x Wᵀ − D(x) Wᵀ + m / ‖W + s B A‖ ∘ D(x) (W + s B A)ᵀ.
	const { scaling } = layer.matrix(role);
	const share = rowShares(magnitude, () => product(scaled(b, scaling), a, weight));
	const ofInput = linear(input, weight);
	const changed = multiplyColumns(linear(low, b, ofInput), share);
	const sum = residual ? tf.add(residual, changed) : changed;
	const whole = input === x ? sum : tf.add(sum, linear(x, weight, scale(ofInput, -1)));
	return whole as tf.Tensor2D;
}

function lowRank(
	{ products, matrix, drop }: AdaptedLayer,
	x: tf.Tensor2D,
	role: string,
	a: tf.Tensor2D,
): LowRank {
	const known = products.get(a);
	if (known) return known;
	const { index, scaling } = matrix(role);
	const input = drop ? drop(x, index) : x;
	const made = { input, low: scaled(linear(input, a), scaling) };
	products.set(a, made);
	return made;
}

const scaled = (x: tf.Tensor2D, factor: number): tf.Tensor2D =>
	factor === 1 ? x : scale(x, factor);

/** m / ‖rows‖ [out]. The lengths of the rows [out, in] are constants for the gradient. */
function rowShares(magnitude: tf.Tensor1D, rows: () => tf.Tensor2D) {
	const shares = tf.customGrad((...args) => {
		const [m, save] = args as unknown as [tf.Tensor1D, tf.GradSaveFunc];
		const inverses = rowInverses(rows());
		save([inverses]);
		return {
			value: multiply(m, inverses),
			gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
				multiply(dy as tf.Tensor1D, saved as tf.Tensor1D),
		};
	});
	return shares(magnitude);
}
