/**
 * Linear map without bias, with an optional residual and factor. Weights are laid out as in
 * Hugging Face's files.
 *
 *   y = s x Wᵀ + r        x [rows, in], W [out, in], r, y [rows, out]
 *   ∂x = s ∂y W,  ∂W = s ∂yᵀ x,  ∂r = ∂y
 *
 * By the chain rule, from y_ro = Σ_i x_ri W_oi: ∂L/∂x_ri = Σ_o ∂y_ro W_oi and ∂L/∂W_oi = Σ_r ∂y_ro
 * x_ri. All three are matrix products. They differ in which operand is read along its rows and
 * which along its columns.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { leastDotRows, roundedFactors } from '../dots.ts';
import { findEncoding } from '../encodings.ts';
import { defineKernel, type Call, type Kernel, type Operand } from '../kernel.ts';
import { productSizes, type Product } from '../webgpu/matmul/code.ts';
import { matmul } from '../webgpu/matmul/matmul.ts';

/** x [rows, in], weight [out, in], residual [rows, out] → [rows, out]. */
export const linear = (x: tf.Tensor2D, weight: tf.Tensor2D, residual?: tf.Tensor2D): tf.Tensor2D =>
	apply(linearKernel, { x, weight, residual }, {})[0] as tf.Tensor2D;

/** a [m, k], b [k, n], residual [m, n] → a b + r. Without gradient. */
export const product = (a: tf.Tensor2D, b: tf.Tensor2D, residual: tf.Tensor2D): tf.Tensor2D =>
	apply(linearInputGradient, { dy: a, weight: b, residual }, {})[0] as tf.Tensor2D;

/** From here on, packing the weights for the tiles of `matmul` is faster. Measured. */
const manyRows = 32;

/** `scale`: s. Default: 1. */
type ProductAttributes = { readonly scale?: number };

interface ProductSettings extends Pick<Kernel<ProductAttributes>, 'name' | 'inputs' | 'gradient'> {
	/** For errors and profiles. */
	readonly label: string;
}

/** y = s times the product of inputs 0 and 1, plus input 2 if it is given. */
const productKernel = (
	product: Product,
	{ label, ...rest }: ProductSettings,
): Kernel<ProductAttributes> & { readonly product: Product; readonly label: string } => ({
	product,
	label,
	...defineKernel<ProductAttributes>({
		...rest,
		outputs: ([a, b]) => {
			const { m, n } = productSizes(product, a, b);
			return [{ shape: [m, n], storage: 'f32' }];
		},
		dispatches: ({ inputs: [a, b, residual], outputs: [y] }, { scale }, tuning) =>
			matmul(
				product,
				{
					label,
					scale,
					a: { ...a, index: 0 },
					b: { ...b, index: 1 },
					...(residual && { residual: { ...residual, index: 2 } }),
					y: { ...y, index: residual ? 3 : 2 },
				},
				tuning,
			),
		calls: ({ inputs: [a, b, residual] }, { scale }) => {
			const { m, n, k } = productSizes(product, a, b);
			const y = residual ? 3 : 2;
			const isScaled = scale !== undefined;
			// The wasm functions always take a residual. Without one they get y and do not read it.
			const operands = [0, 1, y, 2];
			const mode = residual && !isScaled ? 1 : 0;
			const size = m * n;
			const encoding = findEncoding(b.storage)?.code ?? 0;
			return [
				inDots(b, m)
					? dotsCall(product, { m, n, k }, operands, mode)
					: call(product, { m, n, k }, operands, mode, encoding),
				...(isScaled
					? [{ run: 'scale', operands: [y, y], words: [size, { f32: scale }], work: 8 * size }]
					: []),
				...(isScaled && residual
					? [{ run: 'add', operands: [y, 2, y], words: [size], work: 8 * size }]
					: []),
			];
		},
		reference: ([first, second, residual], { inputs }, { scale = 1 }) => {
			const { m, n, k } = productSizes(product, inputs[0], inputs[1]);
			const [a, b] =
				product !== 'TN' && inDots(inputs[1], m)
					? roundedFactors(product, [first, second], { n, k })
					: [first, second];
			const y = residual ? residual.slice() : new Float64Array(m * n);
			// Strides, so that the inner loop has no branch: JavaScriptDevice.ts trains with it.
			const [lineA, alongA] = product === 'TN' ? [1, m] : [k, 1];
			const [lineB, alongB] = product === 'NT' ? [k, 1] : [1, n];
			for (let i = 0; i < m; i++)
				for (let j = 0; j < n; j++) {
					let sum = y[i * n + j];
					for (let p = 0; p < k; p++)
						sum += scale * a[i * lineA + p * alongA] * b[j * lineB + p * alongB];
					y[i * n + j] = sum;
				}
			return [y];
		},
	}),
});

/** Whether a product with `rows` rows rounds its operands (dots.ts). */
const inDots = ({ storage }: Operand, rows: number): boolean =>
	storage === 'f32dots' && rows >= leastDotRows;

/** Operands a, b, y and the residual. Mode 1: it is added. */
function dotsCall(
	product: Product,
	{ m, n, k }: ReturnType<typeof productSizes>,
	operands: readonly number[],
	mode: 0 | 1,
): Call {
	const words = [m, n, k, mode, product === 'NT' ? 1 : 0];
	return { run: 'matmulDots', operands, words, work: m * n * k };
}

/** The same for products of floats. */
function call(
	product: Product,
	{ m, n, k }: ReturnType<typeof productSizes>,
	operands: readonly number[],
	mode: 0 | 1,
	encoding: number,
): Call {
	if (product === 'NT' && m < manyRows) {
		// Reading a weight takes as long as some multiply-adds.
		const work = (m + 3) * n * k;
		return { run: 'matmulFewRows', operands, words: [m, n, k, mode, encoding], work };
	}
	const strides = product === 'TN' ? [1, m] : [k, 1];
	const fromRows = product === 'NT' ? 1 : 0;
	const words = [m, n, k, ...strides, mode, fromRows, encoding];
	return { run: 'matmul', operands, words, work: m * n * k };
}

export const linearKernel = productKernel('NT', {
	name: 'Linear',
	label: 'linear',
	inputs: ['x', 'weight', 'residual?'],
	gradient: {
		inputs: ['x', 'weight'],
		backward: ([dy], [x, weight], attributes) => ({
			x: () => apply(linearInputGradient, { dy, weight }, attributes)[0],
			weight: () => apply(linearWeightGradient, { dy, x }, attributes)[0],
			residual: () => dy.clone(),
		}),
	},
});

/** ∂x = ∂y W + r, where r is a fused sum of autograd (optimize.ts). */
export const linearInputGradient = productKernel('NN', {
	name: 'LinearInputGradient',
	label: 'linear input gradient',
	inputs: ['dy', 'weight', 'residual?'],
});

/** ∂W = ∂yᵀ x + r, summed over the rows in order. */
export const linearWeightGradient = productKernel('TN', {
	name: 'LinearWeightGradient',
	label: 'linear weight gradient',
	inputs: ['dy', 'x', 'residual?'],
});

export const productKernels = [linearKernel, linearInputGradient, linearWeightGradient];
