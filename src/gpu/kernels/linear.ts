/**
 * Linear map without bias, with an optional residual. Weights have Hugging Face's layout.
 *
 *   y = x Wᵀ + r          x [rows, in], W [out, in], r, y [rows, out]
 *   ∂x = ∂y W,  ∂W = ∂yᵀ x,  ∂r = ∂y
 *
 * By the chain rule, from y_ro = Σ_i x_ri W_oi: ∂L/∂x_ri = Σ_o ∂y_ro W_oi and ∂L/∂W_oi = Σ_r ∂y_ro
 * x_ri. All three are matrix products. They differ in which operand is read along its rows and
 * which along its columns.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, type Call, type Operand, type Operands } from '../kernel.ts';
import type { Product } from '../webgpu/matmul/code.ts';
import { matmul } from '../webgpu/matmul/matmul.ts';
import type { Tuning } from '../webgpu/matmul/tuning.ts';

/** x [rows, in], weight [out, in], residual [rows, out] → [rows, out]. */
export const linear = (x: tf.Tensor2D, weight: tf.Tensor2D, residual?: tf.Tensor2D): tf.Tensor2D =>
	apply(linearKernel, { x, weight, residual }, {})[0] as tf.Tensor2D;

export const linearKernel = defineKernel({
	name: 'Linear',
	inputs: ['x', 'weight', 'residual?'],
	outputs: ([x, weight]) => [{ shape: [x.shape[0], weight.shape[0]], storage: 'f32' }],
	dispatches: (operands, _, tuning) => productDispatches('NT', 'linear', operands, tuning),
	calls: ({ inputs: [x, weight, residual] }) => {
		const [rows, inner] = x.shape;
		const [outer] = weight.shape;
		const product = { m: rows, n: outer, k: inner, strideM: inner, strideK: 1 };
		return [
			{
				run: 'transpose',
				operands: [1, 'scratch'],
				scratch: inner * outer,
				words: [outer, inner],
			},
			matmulCall(0, 'scratch', product, residual),
		];
	},
	reference: ([x, weight, residual], { inputs }) => {
		const [rows, inner] = inputs[0].shape;
		const [outer] = inputs[1].shape;
		const term = (r: number, o: number, i: number) => x[r * inner + i] * weight[o * inner + i];
		return [sumProducts([rows, outer, inner], term, residual)];
	},
	gradient: {
		inputs: ['x', 'weight'],
		backward: ([dy], [x, weight]) => ({
			x: () => apply(linearInputGradient, { dy, weight }, {})[0],
			weight: () => apply(linearWeightGradient, { dy, x }, {})[0],
			residual: () => dy.clone(),
		}),
	},
});

/** ∂x = ∂y W + r, where r is a fused sum of autograd (optimize.ts). */
export const linearInputGradient = defineKernel({
	name: 'LinearInputGradient',
	inputs: ['dy', 'weight', 'residual?'],
	outputs: ([dy, weight]) => [{ shape: [dy.shape[0], weight.shape[1]], storage: 'f32' }],
	dispatches: (operands, _, tuning) =>
		productDispatches('NN', 'linear input gradient', operands, tuning),
	calls: ({ inputs: [dy, weight, residual] }) => {
		const [rows, outer] = dy.shape;
		const inner = weight.shape[1];
		const product = { m: rows, n: inner, k: outer, strideM: outer, strideK: 1 };
		return [matmulCall(0, 1, product, residual)];
	},
	reference: ([dy, weight, residual], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const term = (r: number, i: number, o: number) => dy[r * outer + o] * weight[o * inner + i];
		return [sumProducts([rows, inner, outer], term, residual)];
	},
});

/** ∂W = ∂yᵀ x + r, summed over the rows in order. */
export const linearWeightGradient = defineKernel({
	name: 'LinearWeightGradient',
	inputs: ['dy', 'x', 'residual?'],
	outputs: ([dy, x]) => [{ shape: [dy.shape[1], x.shape[1]], storage: 'f32', exact: true }],
	dispatches: (operands, _, tuning) =>
		productDispatches('TN', 'linear weight gradient', operands, tuning),
	calls: ({ inputs: [dy, x, residual] }) => {
		const [rows, outer] = dy.shape;
		const inner = x.shape[1];
		const product = { m: outer, n: inner, k: rows, strideM: 1, strideK: outer };
		return [matmulCall(0, 1, product, residual)];
	},
	reference: ([dy, x, residual], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const term = (o: number, i: number, r: number) => dy[r * outer + o] * x[r * inner + i];
		return [sumProducts([outer, inner, rows], term, residual)];
	},
});

/** The product of inputs 0 and 1, plus input 2 if it is given. */
const productDispatches = (
	product: Product,
	label: string,
	{ inputs: [a, b, residual], outputs: [y] }: Operands,
	tuning: Tuning,
) =>
	matmul(
		product,
		{
			label,
			a: { ...a, index: 0 },
			b: { ...b, index: 1 },
			...(residual && { residual: { ...residual, index: 2 } }),
			y: { ...y, index: residual ? 3 : 2 },
		},
		tuning,
	);

/** y = a b (+ residual). a is read by strides, so it can be transposed. */
const matmulCall = (
	a: number,
	b: number | 'scratch',
	{ m, n, k, strideM, strideK }: Readonly<Record<'m' | 'n' | 'k' | 'strideM' | 'strideK', number>>,
	residual: Operand | undefined,
): Call => ({
	run: 'matmul',
	// The wasm function always takes a residual. Without one it gets y and does not read it.
	operands: residual ? [a, b, 3, 2] : [a, b, 2, 2],
	words: [m, n, k, strideM, strideK, residual ? 1 : 0],
});

/** y_ij = residual_ij + Σ_p term(i, j, p), in ascending p. */
function sumProducts(
	[m, n, k]: readonly [number, number, number],
	term: (i: number, j: number, p: number) => number,
	residual: Float64Array | undefined,
): Float64Array {
	const y = residual ? residual.slice() : new Float64Array(m * n);
	for (let i = 0; i < m; i++)
		for (let j = 0; j < n; j++) for (let p = 0; p < k; p++) y[i * n + j] += term(i, j, p);
	return y;
}
