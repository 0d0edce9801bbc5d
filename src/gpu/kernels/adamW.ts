/**
 * One step of AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, alg. 2) after clipping by the global norm, over flat vectors, in
 * place.
 *
 *   g ← g min(1, c / (‖g‖ + 1e-6));   m ← β₁ m + (1 − β₁) g;   v ← β₂ v + (1 − β₂) g²
 *   θ ← θ − η λ d θ − η m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 *
 * θ, g, m, v, d [parameters]; d is 1 where weight decay applies (matrices) and 0 where not (norm gains; nanoGPT's choice).
 * scalars [3] = (η, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ)): what changes from step to step. The 1e-6 is PyTorch's clip_grad_norm_.
 *
 * ‖g‖² is summed in two stages, since one float32 sum over 250,000 small squares loses 1e-4 of it: squares of fixed chunks, then
 * the chunks in order. A norm that is not finite changes nothing: the host reads it and says so.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { linearGrid, linearIndex, shader } from '../webgpu/shader.ts';

export interface AdamWSettings {
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	readonly weightDecay: number;
	/** Norm above which the gradient is scaled down to it. */
	readonly clip: number;
}
/** All but `scalars` [parameters]; weights and moments are overwritten. */
export interface AdamWTensors {
	readonly gradient: tf.Tensor1D;
	readonly decay: tf.Tensor1D;
	readonly weights: tf.Tensor1D;
	readonly firstMoments: tf.Tensor1D;
	readonly secondMoments: tf.Tensor1D;
	readonly scalars: tf.Tensor1D;
}

/** The gradient's norm before clipping: [1]. */
export const adamW = (tensors: AdamWTensors, settings: AdamWSettings): tf.Tensor1D => {
	const { beta1, beta2, epsilon, weightDecay, clip } = settings;
	const [norm] = apply(adamWKernel, { ...tensors }, { beta1, beta2, epsilon, weightDecay, clip });
	return norm as tf.Tensor1D;
};

/** Numbers whose squares are added at once. */
const chunk = 1024;

type AdamWAttributes = { readonly [Name in keyof AdamWSettings]: number };

export const adamWKernel = defineKernel<AdamWAttributes>({
	name: 'AdamW',
	inputs: ['gradient', 'decay', 'weights', 'firstMoments', 'secondMoments', 'scalars'],
	updates: ['weights', 'firstMoments', 'secondMoments'],
	outputs: ([gradient]) => [
		{ shape: [1], storage: 'f32', exact: true },
		{ shape: [Math.ceil(sizeOf(gradient.shape) / chunk)], storage: 'f32', exact: true },
	],
	dispatches: ({ inputs, outputs: [norm, partial] }, settings) => {
		const [gradient, decay, weights, firstMoments, secondMoments, scalars] = inputs;
		const count = sizeOf(gradient.shape);
		const chunks = sizeOf(partial.shape);
		const { beta1, beta2, epsilon, weightDecay, clip } = settings;
		return [
			shader({
				label: 'gradient squares',
				operands: {
					g: { ...gradient, at: 0, width: 1 },
					partial: { ...partial, at: 7, width: 1, write: true },
				},
				sizes: { count: chunks, numbers: count },
				...linearGrid(chunks),
				body: `${linearIndex}let end = min((i + 1u) * ${chunk}u, u.numbers);
var sum = 0.0;
for (var j = i * ${chunk}u; j < end; j++) { sum = fma(g_at(j), g_at(j), sum); }
partial_set(i, sum);`,
				flops: 2 * count,
			}),
			shader({
				label: 'gradient norm',
				operands: {
					partial: { ...partial, at: 7, width: 1 },
					norm: { ...norm, at: 6, width: 1, write: true },
				},
				sizes: { chunks },
				workgroupSize: [1, 1, 1],
				workgroups: [1, 1, 1],
				body: `var sum = 0.0;
for (var j = 0u; j < u.chunks; j++) { sum += partial_at(j); }
norm_set(0u, sqrt(sum));`,
				flops: chunks,
			}),
			shader({
				label: 'AdamW',
				operands: {
					g: { ...gradient, at: 0, width: 1 },
					decay: { ...decay, at: 1, width: 1 },
					weights: { ...weights, at: 2, width: 1, write: true },
					first: { ...firstMoments, at: 3, width: 1, write: true },
					second: { ...secondMoments, at: 4, width: 1, write: true },
					scalars: { ...scalars, at: 5, width: 1 },
					norm: { ...norm, at: 6, width: 1 },
				},
				sizes: { count },
				scalars: { beta1, beta2, epsilon, weight_decay: weightDecay, clip },
				...linearGrid(count),
				body: `${linearIndex}let norm_value = norm_at(0u);
// Finite: not NaN, and not beyond the largest float.
if (!(norm_value <= 3.4e38)) { return; }
let g = g_at(i) * min(1.0, u.clip / (norm_value + 1e-6));
let m = u.beta1 * first_at(i) + (1.0 - u.beta1) * g;
let v = u.beta2 * second_at(i) + (1.0 - u.beta2) * g * g;
let rate = scalars_at(0u);
let old = weights_at(i);
first_set(i, m);
second_set(i, v);
weights_set(i, old - rate * u.weight_decay * decay_at(i) * old
	- rate * (m * scalars_at(1u)) / (sqrt(v * scalars_at(2u)) + u.epsilon));`,
				flops: 16 * count,
			}),
		];
	},
	calls: ({ inputs: [gradient], outputs: [, partial] }, settings) => {
		const count = sizeOf(gradient.shape);
		const chunks = sizeOf(partial.shape);
		const { beta1, beta2, epsilon, weightDecay, clip } = settings;
		return [
			{ run: 'sumSquares', operands: [0, 7], words: [count, chunk] },
			{
				run: 'adamW',
				operands: [0, 1, 2, 3, 4, 5, 7, 6],
				words: [
					count,
					chunks,
					...[beta1, beta2, epsilon, weightDecay, clip].map((f32) => ({ f32 })),
				],
			},
		];
	},
	reference: (
		[gradient, decay, weights, first, second, [rate, correction1, correction2]],
		_,
		{ beta1, beta2, epsilon, weightDecay, clip },
	) => {
		const partial = new Float64Array(Math.ceil(gradient.length / chunk));
		gradient.forEach((g, i) => (partial[Math.floor(i / chunk)] += g * g));
		const norm = Math.sqrt(partial.reduce((sum, part) => sum + part, 0));
		if (Number.isFinite(norm))
			gradient.forEach((raw, i) => {
				const g = raw * Math.min(1, clip / (norm + 1e-6));
				first[i] = beta1 * first[i] + (1 - beta1) * g;
				second[i] = beta2 * second[i] + (1 - beta2) * g * g;
				weights[i] +=
					-rate * weightDecay * decay[i] * weights[i] -
					(rate * first[i] * correction1) / (Math.sqrt(second[i] * correction2) + epsilon);
			});
		return [Float64Array.of(norm), partial];
	},
});
