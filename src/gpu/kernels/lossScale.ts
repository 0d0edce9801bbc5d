/**
 * Loss scaling (Micikevicius et al. 2018, arXiv 1710.03740, §3.2): gradients that half precision would round to 0 survive.
 *
 *   forward: w ← S w        backward: g ← g / S        then S by whether ‖g‖ is finite
 *
 * w [n]: the targets' weights, with which the loss and so every gradient grows; g [count]. The smallest half is 6e-8, the largest
 * 65,504, and gradients of activations lie near the lower end. S is a power of two: no number loses a bit by it. As in PyTorch's
 * GradScaler, a gradient that is not finite halves S (its step is skipped), and `growEvery` finite ones in a row double it. All of
 * it is on the device, since steps are sent before the host knows how the last one went.
 *
 * state [3] = (S, 1 / S, finite gradients in a row).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { linearGrid, linearIndex, shader } from '../webgpu/shader.ts';

/** A run begins with them: large enough for losses that are means over a batch, far from the largest half. */
export const initialLossScale: readonly number[] = [4096, 1 / 4096, 0];

/** S is never below 1, which helps nobody, nor above: its square times a squared norm stays a float. */
const most = 2 ** 24;

/** x S, not differentiated. x [n], state [3] → [n]. */
export const timesLossScale = (x: tf.Tensor1D, state: tf.Tensor1D): tf.Tensor1D =>
	apply(timesLossScaleKernel, { x, state }, {})[0] as tf.Tensor1D;

/** g / S, in place. g [count], state [3]. */
export const unscale = (gradient: tf.Tensor1D, state: tf.Tensor1D): void =>
	void apply(unscaleKernel, { gradient, state }, {});

/** The next step's S, in place. norm [1]: of the gradient, state [3]. */
export const adjustLossScale = (norm: tf.Tensor1D, state: tf.Tensor1D, growEvery: number): void =>
	void apply(adjustLossScaleKernel, { norm, state }, { growEvery });

export const timesLossScaleKernel = defineKernel({
	name: 'TimesLossScale',
	inputs: ['x', 'state'],
	outputs: ([{ shape }]) => [{ shape, storage: 'f32', exact: true }],
	dispatches: ({ inputs: [x, state], outputs: [y] }) => {
		const count = sizeOf(x.shape);
		return [
			shader({
				label: 'timesLossScale',
				operands: {
					x: { ...x, at: 0, width: 1 },
					state: { ...state, at: 1, width: 1 },
					y: { ...y, at: 2, width: 1, write: true },
				},
				sizes: { count },
				...linearGrid(count),
				body: `${linearIndex}y_set(i, x_at(i) * state_at(0u));`,
				flops: count,
			}),
		];
	},
	calls: ({ inputs: [x] }) => [{ run: 'timesFactor', words: [sizeOf(x.shape), 0] }],
	reference: ([x, [scale]]) => [x.map((value) => value * scale)],
});

export const unscaleKernel = defineKernel({
	name: 'Unscale',
	inputs: ['gradient', 'state'],
	updates: ['gradient'],
	outputs: () => [],
	dispatches: ({ inputs: [gradient, state] }) => {
		const size = sizeOf(gradient.shape);
		const width = size % 4 === 0 ? 4 : 1;
		const count = size / width;
		const [at, set] = width === 4 ? ['quad', 'set_quad'] : ['at', 'set'];
		return [
			shader({
				label: 'unscale',
				operands: {
					gradient: { ...gradient, at: 0, width, write: true },
					state: { ...state, at: 1, width: 1 },
				},
				sizes: { count },
				...linearGrid(count),
				body: `${linearIndex}gradient_${set}(i, gradient_${at}(i) * state_at(1u));`,
				flops: size,
			}),
		];
	},
	calls: ({ inputs: [gradient] }) => [
		{ run: 'timesFactor', operands: [0, 1, 0], words: [sizeOf(gradient.shape), 1] },
	],
	reference: ([gradient, [, inverse]]) => {
		gradient.forEach((value, i) => (gradient[i] = value * inverse));
		return [];
	},
});

export const adjustLossScaleKernel = defineKernel<{ readonly growEvery: number }>({
	name: 'AdjustLossScale',
	inputs: ['norm', 'state'],
	updates: ['state'],
	outputs: () => [],
	dispatches: ({ inputs: [norm, state] }, { growEvery }) => [
		shader({
			label: 'adjustLossScale',
			operands: {
				norm: { ...norm, at: 0, width: 1 },
				state: { ...state, at: 1, width: 1, write: true },
			},
			sizes: { count: 1 },
			scalars: { growEvery },
			...linearGrid(1),
			// By its bits: compilers may take for granted that no number is infinite or NaN.
			body: `${linearIndex}
let is_finite = (bitcast<u32>(norm_at(0u)) & 0x7f800000u) != 0x7f800000u;
let scale = state_at(0u);
let row = select(0.0, state_at(2u) + 1.0, is_finite);
let grows = row >= u.growEvery;
var factor = select(0.5, select(1.0, 2.0, grows), is_finite);
if (scale * factor < 1.0 || scale * factor > ${most}.0) { factor = 1.0; }
state_set(0u, scale * factor);
// 1 / factor, exactly: a division need not be.
state_set(1u, state_at(1u) * select(select(0.5, 1.0, factor == 1.0), 2.0, factor == 0.5));
state_set(2u, select(row, 0.0, grows));`,
			flops: 10,
		}),
	],
	calls: (_, { growEvery }) => [{ run: 'adjustLossScale', words: [growEvery, most] }],
	reference: ([[norm], state], _, { growEvery }) => {
		const isFinite = Number.isFinite(norm);
		const row = isFinite ? state[2] + 1 : 0;
		const grows = row >= growEvery;
		const next = state[0] * (!isFinite ? 0.5 : grows ? 2 : 1);
		if (next >= 1 && next <= most) state.set([next, 1 / next]);
		state[2] = grows ? 0 : row;
		return [];
	},
});
