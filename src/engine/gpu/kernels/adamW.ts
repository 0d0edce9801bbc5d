/**
 * One step of AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, alg. 2) after clipping by the
 * global norm, over flat vectors, in place.
 *
 *   g ← g min(1, c / (‖g‖ + 1e-6));   m ← β₁ m + (1 − β₁) g;   v ← β₂ v + (1 − β₂) g²
 *   θ ← θ (1 − η λ d) − η m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 *
 * θ, g, m, v, d [count]; scalars = (η, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ)). d is 1 for parameters with
 * weight decay (matrices) and 0 for others (norm gains), as in nanoGPT. The 1e-6 is from PyTorch's
 * clip_grad_norm_. The scalars are a tensor because they change with each step: a captured step can
 * be replayed. The host computes 1 − β in float64: float32(β₂ = 0.9999999) is 0.99999988, whose
 * difference from 1 is 19 % too large.
 *
 * ‖g‖² is summed in fixed chunks, and the chunks in a fixed order. A single float32 sum over
 * 250,000 small squares loses 1e-4 of it, and atomics would change its bits from run to run. If the
 * norm is not finite, θ, m and v do not change; the host reads the norm.
 */
import { sum } from '#engine/core/statistics.ts';
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel } from '../kernel.ts';
import { rowItems, rowReduction } from '../webgpu/rowReduction.ts';
import { cutShader, read, shader, write } from '../webgpu/shader.ts';

/** A type, not an interface: interfaces are not assignable to `Attributes`. */
export type AdamWSettings = {
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	readonly weightDecay: number;
	/** The maximum norm of the gradient. */
	readonly clip: number;
};

/** All [count], except scalars [3]. */
export type AdamWTensors = Readonly<
	Record<
		'gradient' | 'decay' | 'weights' | 'firstMoments' | 'secondMoments' | 'scalars',
		tf.Tensor1D
	>
>;

/** Updates weights and moments. Returns the norm before clipping, [1]. */
export const adamW = (inputs: AdamWTensors, settings: AdamWSettings): tf.Tensor1D =>
	apply(adamWKernel, inputs, settings)[0] as tf.Tensor1D;

/** 1 − β: the shares of the new gradient in the moments. */
const freshShares = ({ beta1, beta2 }: AdamWSettings) => ({ fresh1: 1 - beta1, fresh2: 1 - beta2 });

/** Squares that one invocation sums: few enough to fill a GPU, and a multiple of 4. */
const chunk = 256;

/** Outputs: the norm, and scratch memory for the sum of squares of each chunk. */
export const adamWKernel = defineKernel<AdamWSettings>({
	name: 'AdamW',
	inputs: ['gradient', 'decay', 'weights', 'firstMoments', 'secondMoments', 'scalars'],
	updates: ['weights', 'firstMoments', 'secondMoments'],
	outputs: ([gradient]) => [
		{ shape: [1], storage: 'f32' },
		{ shape: [Math.ceil(gradient.shape[0] / chunk)], storage: 'f32' },
	],
	dispatches: ({ inputs, outputs: [norm, partial] }, settings) => {
		const [gradient, decay, weights, firstMoments, secondMoments, scalars] = inputs;
		const [size] = gradient.shape;
		const [chunks] = partial.shape;
		const { width, items: count, at, set, functions } = rowItems(size);
		const { lanes, head, functions: joins, ...oneRow } = rowReduction(1, chunks);
		return [
			cutShader(
				{
					label: 'adamW squares',
					operands: { gradient: read(gradient, 0, width), partial: write(partial, 7) },
					count: chunks,
					functions,
					body: `
let end = min((i + 1u) * ${chunk / width}u, u.items);
var sum = T();
for (var j = i * ${chunk / width}u; j < end; j++) {
	let g = gradient_${at}(j);
	sum = fma(g, g, sum);
}
partial_set(i, total(sum));`,
					flops: size * 2,
				},
				{ gradient: chunk, partial: 1 },
				(first) => ({ items: count - (first * chunk) / width }),
			),
			shader({
				label: 'adamW norm',
				operands: { partial: read(partial, 7), norm: write(norm, 6) },
				...oneRow,
				functions: joins,
				body: `${head}
var sum = 0.0;
for (var j = column; j < u.items; j += ${lanes}u) { sum += partial_at(j); }
let squares = join_sum(sum, lane);
if (is_row && column == 0u) { norm_set(0u, sqrt(squares)); }`,
				flops: chunks,
			}),
			cutShader(
				{
					label: 'adamW',
					operands: {
						gradient: read(gradient, 0, width),
						decay: read(decay, 1, width),
						weights: write(weights, 2, width),
						first_moments: write(firstMoments, 3, width),
						second_moments: write(secondMoments, 4, width),
						scalars: read(scalars, 5),
						norm: read(norm, 6),
					},
					count,
					scalars: { ...settings, ...freshShares(settings) },
					functions,
					// Tests the bits, because compilers may assume that no number is infinite or NaN.
					body: `
let norm_value = norm_at(0u);
let is_finite = (bitcast<u32>(norm_value) & 0x7f800000u) != 0x7f800000u;
if (!is_finite) { return; }
let rate = scalars_at(0u);
let g = gradient_${at}(i) * min(1.0, u.clip / (norm_value + 1e-6));
let m = u.beta1 * first_moments_${at}(i) + u.fresh1 * g;
let v = u.beta2 * second_moments_${at}(i) + u.fresh2 * g * g;
let theta = weights_${at}(i);
let kept = theta - rate * u.weightDecay * decay_${at}(i) * theta;
let denominator = sqrt(v * scalars_at(2u)) + u.epsilon;
first_moments_${set}(i, m);
second_moments_${set}(i, v);
weights_${set}(i, kept - rate * (m * scalars_at(1u)) / denominator);`,
					flops: size * 20,
				},
				{
					gradient: width,
					decay: width,
					weights: width,
					first_moments: width,
					second_moments: width,
				},
			),
		];
	},
	calls: ({ inputs: [gradient], outputs: [, partial] }, settings) => {
		const [size] = gradient.shape;
		const { beta1, beta2, epsilon, weightDecay, clip } = settings;
		const { fresh1, fresh2 } = freshShares(settings);
		const scalars = [beta1, beta2, epsilon, weightDecay, clip, fresh1, fresh2].map((f32) => ({
			f32,
		}));
		return [
			{ run: 'sumSquares', operands: [0, 7], words: [size, chunk] },
			{
				run: 'adamW',
				operands: [0, 1, 2, 3, 4, 5, 7, 6],
				words: [size, partial.shape[0], ...scalars],
			},
		];
	},
	reference: (
		[gradient, decay, weights, firstMoments, secondMoments, [rate, correction1, correction2]],
		_,
		{ beta1, beta2, epsilon, weightDecay, clip },
	) => {
		const partial = new Float64Array(Math.ceil(gradient.length / chunk));
		gradient.forEach((g, i) => (partial[Math.floor(i / chunk)] += g * g));
		const norm = Math.sqrt(sum(partial));
		if (!Number.isFinite(norm)) return [Float64Array.of(norm), partial];
		const factor = Math.min(1, clip / (norm + 1e-6));
		gradient.forEach((unclipped, i) => {
			const g = unclipped * factor;
			firstMoments[i] = beta1 * firstMoments[i] + (1 - beta1) * g;
			secondMoments[i] = beta2 * secondMoments[i] + (1 - beta2) * g * g;
			const mHat = firstMoments[i] * correction1;
			const vHat = secondMoments[i] * correction2;
			weights[i] -=
				rate * weightDecay * decay[i] * weights[i] + (rate * mHat) / (Math.sqrt(vHat) + epsilon);
		});
		return [Float64Array.of(norm), partial];
	},
});
