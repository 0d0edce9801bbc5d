/**
 * Loss scaling (Micikevicius et al. 2018, arXiv 1710.03740, §3.2): preserves gradients that half
 * precision would round to 0.
 *
 *   forward: w ← S w        backward: g ← g / S        then S changes if ‖g‖ is not finite, or was
 *                                                      finite `growEvery` times
 *
 * w [n]: weights of the targets, which scale the loss and every gradient; g [count];
 * state [3] = (S, 1 / S, finite gradients in a row).
 *
 * The smallest half is 6e-8, the largest 65,504, and gradients of activations are near the lower
 * end. S is a power of two, so scaling loses no bits. As in PyTorch's GradScaler, a gradient that
 * is not finite halves S (its step is skipped), and `growEvery` finite ones in a row double it. The
 * state stays on the device, because steps are sent before the host knows the last one's result.
 *
 * Only WebGPU trains in mixed precision, so wasm has no calls for these.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { cutShader, itemAccess, itemShader, read, write } from '../webgpu/shader.ts';

/** A run's first state: large enough for mean losses, and far below the largest half. */
export const initialLossScale: readonly number[] = [4096, 1 / 4096, 0];

/** S stays in [1, maxScale]: its square times a squared norm is still a float32. */
const maxScale = 2 ** 24;

/** x S, without gradient. x [n], state [3] → [n]. */
export const timesLossScale = (x: tf.Tensor1D, state: tf.Tensor1D): tf.Tensor1D =>
	apply(timesLossScaleKernel, { x, state }, {})[0] as tf.Tensor1D;

/** g / S, in place. g [count], state [3]. */
export const unscale = (gradient: tf.Tensor1D, state: tf.Tensor1D): void =>
	void apply(unscaleKernel, { gradient, state }, {});

/** Computes the next step's S in place. norm [1] of the gradient, state [3]. */
export const adjustLossScale = (norm: tf.Tensor1D, state: tf.Tensor1D, growEvery: number): void =>
	void apply(adjustLossScaleKernel, { norm, state }, { growEvery });

export const timesLossScaleKernel = defineKernel({
	name: 'TimesLossScale',
	inputs: ['x', 'state'],
	outputs: ([{ shape }]) => [{ shape, storage: 'f32', exact: true }],
	dispatches: ({ inputs: [x, state], outputs: [y] }) => [
		itemShader({
			label: 'timesLossScale',
			operands: { x: read(x, 0), state: read(state, 1), y: write(y, 2) },
			count: sizeOf(x.shape),
			body: 'y_set(i, x_at(i) * state_at(0u));',
			flops: sizeOf(x.shape),
		}),
	],
	reference: ([x, [scale]]) => [x.map((value) => value * scale)],
});

export const unscaleKernel = defineKernel({
	name: 'Unscale',
	inputs: ['gradient', 'state'],
	updates: ['gradient'],
	outputs: () => [],
	dispatches: ({ inputs: [gradient, state] }) => {
		const size = sizeOf(gradient.shape);
		const { width, items: count, at, set } = itemAccess(size);
		return [
			cutShader(
				{
					label: 'unscale',
					operands: { gradient: write(gradient, 0, width), state: read(state, 1) },
					count,
					body: `gradient_${set}(i, gradient_${at}(i) * state_at(1u));`,
					flops: size,
				},
				{ gradient: width },
			),
		];
	},
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
		itemShader({
			label: 'adjustLossScale',
			operands: { norm: read(norm, 0), state: write(state, 1) },
			count: 1,
			scalars: { growEvery },
			// Tests the bits, because compilers may assume that no number is infinite or NaN.
			body: `
let is_finite = (bitcast<u32>(norm_at(0u)) & 0x7f800000u) != 0x7f800000u;
let scale = state_at(0u);
let row = select(0.0, state_at(2u) + 1.0, is_finite);
let grows = row >= u.growEvery;
var factor = select(0.5, select(1.0, 2.0, grows), is_finite);
if (scale * factor < 1.0 || scale * factor > ${maxScale}.0) { factor = 1.0; }
state_set(0u, scale * factor);
// 1 / factor. Selected, because a division may be inexact.
state_set(1u, state_at(1u) * select(select(0.5, 1.0, factor == 1.0), 2.0, factor == 0.5));
state_set(2u, select(row, 0.0, grows));`,
			flops: 10,
		}),
	],
	reference: ([[norm], state], _, { growEvery }) => {
		const isFinite = Number.isFinite(norm);
		const row = isFinite ? state[2] + 1 : 0;
		const grows = row >= growEvery;
		const next = state[0] * (!isFinite ? 0.5 : grows ? 2 : 1);
		if (next >= 1 && next <= maxScale) state.set([next, 1 / next]);
		state[2] = grows ? 0 : row;
		return [];
	},
});
