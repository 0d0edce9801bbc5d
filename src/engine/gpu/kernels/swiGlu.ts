/**
 * Gated unit with SiLU (Shazeer 2020, arXiv 2002.05202, eq. 6, without its matrices).
 *
 *   y = silu(a) ∘ b,  silu(a) = a σ(a),  σ(a) = 1 / (1 + e⁻ᵃ)
 *   ∂a = ∂y ∘ b ∘ silu′(a),  ∂b = ∂y ∘ silu(a)
 *
 * a (gate), b (up), y [rows, width].
 *
 * Since σ′ = σ (1 − σ), the product rule gives silu′(a) = σ + a σ (1 − σ) = σ (1 + a (1 − σ)).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

/** gate, up [rows, width] → [rows, width]. */
export const swiGlu = (gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D =>
	apply(swiGluKernel, { gate, up }, {})[0] as tf.Tensor2D;

/** Bounds the exponent: float32 holds up to e⁸⁸, and WGSL does not define larger results. */
export const sigmoid = 'fn sigmoid(a: T) -> T { return 1 / (1 + exp(min(-a, T(80)))); }';

export const swiGluKernel = elementwiseKernel({
	name: 'SwiGlu',
	inputs: ['gate', 'up'],
	functions: () => sigmoid,
	body: ({ at, set }) => `let a = gate_${at}(i);
y_${set}(i, a * sigmoid(a) * up_${at}(i));`,
	flopsPerElement: 10,
	run: 'swiGlu',
	reference: ([gate, up]) => [gate.map((a, i) => (a / (1 + Math.exp(-a))) * up[i])],
	gradient: {
		inputs: ['gate', 'up'],
		backward: ([dy], [gate, up]) => {
			const [dGate, dUp] = apply(swiGluGradient, { dy, gate, up }, {});
			return { gate: () => dGate, up: () => dUp };
		},
	},
});

/** ∂a, ∂b. σ(a) is recomputed, which costs less than storing it. */
export const swiGluGradient = elementwiseKernel({
	name: 'SwiGluGradient',
	label: 'swiGlu gradient',
	inputs: ['dy', 'gate', 'up'],
	results: ['dGate', 'dUp'],
	functions: () => sigmoid,
	body: ({ at, set }) => `let a = gate_${at}(i);
let dy_i = dy_${at}(i);
let s = sigmoid(a);
dGate_${set}(i, dy_i * up_${at}(i) * s * (1 + a * (1 - s)));
dUp_${set}(i, dy_i * a * s);`,
	flopsPerElement: 20,
	run: 'swiGluGradient',
	reference: ([dy, gate, up]) => {
		const sigma = gate.map((a) => 1 / (1 + Math.exp(-a)));
		return [
			dy.map((d, i) => d * up[i] * sigma[i] * (1 + gate[i] * (1 - sigma[i]))),
			dy.map((d, i) => d * gate[i] * sigma[i]),
		];
	},
});
