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
import { defineKernel, type Call, type Operand } from '../kernel.ts';
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
				...withResidual(residual, y),
			},
			tuning,
		),
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

/** ∂x = ∂y W + r: autograd's sums go into r (fuseSums.ts). */
export const linearInputGradient = defineKernel({
	name: 'LinearInputGradient',
	inputs: ['dy', 'weight', 'residual?'],
	outputs: ([dy, weight]) => [{ shape: [dy.shape[0], weight.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [dy, weight, residual], outputs: [dx] }, _, tuning) =>
		matmul(
			'NN',
			{
				label: 'linear input gradient',
				a: { ...dy, at: 0 },
				b: { ...weight, at: 1 },
				...withResidual(residual, dx),
			},
			tuning,
		),
	calls: ({ inputs: [dy, weight, residual] }) => {
		const [rows, outer] = dy.shape;
		const inner = weight.shape[1];
		const product = { m: rows, n: inner, k: outer, strideM: outer, strideK: 1 };
		return [matmulCall(0, 1, product, residual)];
	},
	reference: ([dy, weight, residual], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const dx = residual ? residual.slice() : new Float64Array(rows * inner);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outer; o++)
				for (let i = 0; i < inner; i++)
					dx[r * inner + i] += dy[r * outer + o] * weight[o * inner + i];
		return [dx];
	},
});

/** ∂W = ∂yᵀ x + r: summed over the rows in their order. */
export const linearWeightGradient = defineKernel({
	name: 'LinearWeightGradient',
	inputs: ['dy', 'x', 'residual?'],
	outputs: ([dy, x]) => [{ shape: [dy.shape[1], x.shape[1]], storage: 'f32', exact: true }],
	dispatches: ({ inputs: [dy, x, residual], outputs: [dWeight] }, _, tuning) =>
		matmul(
			'TN',
			{
				label: 'linear weight gradient',
				a: { ...dy, at: 0 },
				b: { ...x, at: 1 },
				...withResidual(residual, dWeight),
			},
			tuning,
		),
	calls: ({ inputs: [dy, x, residual] }) => {
		const [rows, outer] = dy.shape;
		const inner = x.shape[1];
		const product = { m: outer, n: inner, k: rows, strideM: 1, strideK: outer };
		return [matmulCall(0, 1, product, residual)];
	},
	reference: ([dy, x, residual], { inputs }) => {
		const [rows, outer] = inputs[0].shape;
		const inner = inputs[1].shape[1];
		const dWeight = residual ? residual.slice() : new Float64Array(outer * inner);
		for (let r = 0; r < rows; r++)
			for (let o = 0; o < outer; o++)
				for (let i = 0; i < inner; i++)
					dWeight[o * inner + i] += dy[r * outer + o] * x[r * inner + i];
		return [dWeight];
	},
});

/** Places 2 and 3 of an operation with a residual, 2 of one without. */
const withResidual = (residual: Operand | undefined, y: Operand) =>
	residual ? { residual: { ...residual, at: 2 }, y: { ...y, at: 3 } } : { y: { ...y, at: 2 } };

/** y = a b (+ residual), a read by strides so that it may be transposed. */
const matmulCall = (
	a: number,
	b: number | 'scratch',
	{ m, n, k, strideM, strideK }: Readonly<Record<'m' | 'n' | 'k' | 'strideM' | 'strideK', number>>,
	residual: Operand | undefined,
): Call => ({
	run: 'matmul',
	// The kernel takes a residual always; without one it is given y, and does not read it.
	operands: residual ? [a, b, 3, 2] : [a, b, 2, 2],
	words: [m, n, k, strideM, strideK, residual ? 1 : 0],
});
