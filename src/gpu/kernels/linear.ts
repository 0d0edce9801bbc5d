/**
 * Linear map without bias, weights as Hugging Face stores them; a residual may be added to it.
 *
 *   y = x Wᵀ + r          x [rows, in], W [out, in], r, y [rows, out]
 *   ∂x = ∂y W,  ∂W = ∂yᵀ x,  ∂r = ∂y
 *
 * From the chain rule, element by element: y_ro = Σ_i x_ri W_oi, so L changes with x_ri by Σ_o ∂y_ro W_oi, and with W_oi by
 * Σ_r ∂y_ro x_ri. All three are matrix products; they differ in which operand is read along its rows and which along its columns.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, type Call } from '../kernel.ts';
import { matmul } from '../webgpu/matmul.ts';

/** x [rows, in], weight [out, in], residual [rows, out] → [rows, out]. */
export const linear = (x: tf.Tensor2D, weight: tf.Tensor2D, residual?: tf.Tensor2D): tf.Tensor2D =>
	apply(linearKernel, { x, weight, residual }, {})[0] as tf.Tensor2D;

export const linearKernel = defineKernel({
	name: 'Linear',
	inputs: ['x', 'weight', 'residual?'],
	outputs: ([x, weight]) => [{ shape: [x.shape[0], weight.shape[0]], storage: 'f32' }],
	dispatches: ({ inputs: [x, weight, residual], outputs: [y] }, _, tuning) =>
		matmul(
			'NT',
			{
				label: 'linear',
				a: { ...x, at: 0 },
				b: { ...weight, at: 1 },
				...(residual && { residual: { ...residual, at: 2 } }),
				y: { ...y, at: residual ? 3 : 2 },
			},
			tuning,
		),
	calls: ({ inputs: [x, weight, residual] }) => {
		const [rows, inner] = x.shape;
		const [outer] = weight.shape;
		const y = residual ? 3 : 2;
		const product = { m: rows, n: outer, k: inner, strideM: inner, strideK: 1 };
		return [
			{ run: 'transpose', operands: [1, 'scratch'], scratch: inner * outer, words: [outer, inner] },
			matmulCall([0, 'scratch', y, residual ? 2 : y], product, residual ? 'plusResidual' : 'plain'),
		];
	},
	reference: ([x, weight, residual], { inputs }) => {
		const [rows, inner] = inputs[0].shape;
		const [outer] = inputs[1].shape;
		const y = residual ? residual.slice() : new Float64Array(rows * outer);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outer; o++)
				for (let i = 0; i < inner; i++)
					y[r * outer + o] += x[r * inner + i] * weight[o * inner + i];
		return [y];
	},
	gradient: {
		inputs: ['x', 'weight'],
		of: ([dy], [x, weight]) => ({
			x: () => apply(linearInputGradient, { dy, weight }, {})[0],
			weight: () => apply(linearWeightGradient, { dy, x }, {})[0],
			residual: () => dy.clone(),
		}),
	},
});

/** ∂x = ∂y W. */
export const linearInputGradient = defineKernel({
	name: 'LinearInputGradient',
	inputs: ['dy', 'weight'],
	outputs: ([dy, weight]) => [{ shape: [dy.shape[0], weight.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [dy, weight], outputs: [dx] }, _, tuning) =>
		matmul(
			'NN',
			{
				label: 'linear input gradient',
				a: { ...dy, at: 0 },
				b: { ...weight, at: 1 },
				y: { ...dx, at: 2 },
			},
			tuning,
		),
	calls: ({ inputs: [dy, weight] }) => {
		const [rows, outer] = dy.shape;
		const inner = weight.shape[1];
		return [matmulCall([0, 1, 2, 2], { m: rows, n: inner, k: outer, strideM: outer, strideK: 1 })];
	},
	reference: ([dy, weight], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const dx = new Float64Array(rows * inner);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outer; o++)
				for (let i = 0; i < inner; i++)
					dx[r * inner + i] += dy[r * outer + o] * weight[o * inner + i];
		return [dx];
	},
});

/** ∂W = ∂yᵀ x: summed over the rows in their order. */
export const linearWeightGradient = defineKernel({
	name: 'LinearWeightGradient',
	inputs: ['dy', 'x'],
	outputs: ([dy, x]) => [{ shape: [dy.shape[1], x.shape[1]], storage: 'f32', exact: true }],
	dispatches: ({ inputs: [dy, x], outputs: [dWeight] }, _, tuning) =>
		matmul(
			'TN',
			{
				label: 'linear weight gradient',
				a: { ...dy, at: 0 },
				b: { ...x, at: 1 },
				y: { ...dWeight, at: 2 },
			},
			tuning,
		),
	calls: ({ inputs: [dy, x] }) => {
		const [rows, outer] = dy.shape;
		const inner = x.shape[1];
		return [matmulCall([0, 1, 2, 2], { m: outer, n: inner, k: rows, strideM: 1, strideK: outer })];
	},
	reference: ([dy, x], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const dWeight = new Float64Array(outer * inner);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outer; o++)
				for (let i = 0; i < inner; i++)
					dWeight[o * inner + i] += dy[r * outer + o] * x[r * inner + i];
		return [dWeight];
	},
});

/** y = a b, a read by strides so that it may be transposed. Operands a, b, y, residual. */
const matmulCall = (
	operands: readonly (number | 'scratch')[],
	{ m, n, k, strideM, strideK }: Readonly<Record<'m' | 'n' | 'k' | 'strideM' | 'strideK', number>>,
	mode: 'plain' | 'plusResidual' = 'plain',
): Call => ({
	run: 'matmul',
	operands,
	words: [m, n, k, strideM, strideK, mode === 'plusResidual' ? 1 : 0],
});
