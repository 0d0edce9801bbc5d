/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864), in the half-split layout of Llama's checkpoints. A head's numbers
 * i and i + d/2 are a point in a plane, turned by an angle that grows with the token's position p: for i < d/2
 *
 *   y_i       = x_i cos(p θ_i) − x_{i+d/2} sin(p θ_i)
 *   y_{i+d/2} = x_{i+d/2} cos(p θ_i) + x_i sin(p θ_i)          θ_i = base^(−2i/d)
 *
 * x, y [tokens, heads · d], positions [tokens], table [context, d]: of each position d/2 cosines, then d/2 sines.
 * A rotation's transpose is the rotation back, so ∂x is ∂y turned the other way: `direction` −1. The product of a query and a key
 * so turned depends on how far apart they are, and not on where they stand.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { linearGrid, linearIndex, shader } from '../webgpu/shader.ts';

/** x [tokens, heads · d], positions [tokens], table from `rotaryTable` [context, d]. */
export const rotary = (
	x: tf.Tensor2D,
	positions: tf.Tensor1D,
	table: tf.Tensor2D,
	heads: number,
): tf.Tensor2D =>
	apply(rotaryKernel, { x, positions, table }, { heads, direction: 1 })[0] as tf.Tensor2D;

/** [context × d]: of each position d/2 cosines, then d/2 sines. `d` is even. */
export function rotaryTable(context: number, d: number, base: number): Float32Array {
	const half = d / 2;
	const table = new Float32Array(context * d);
	for (let position = 0; position < context; position++)
		for (let i = 0; i < half; i++) {
			const angle = position * base ** (-i / half);
			table[position * d + i] = Math.cos(angle);
			table[position * d + half + i] = Math.sin(angle);
		}
	return table;
}

interface RotaryAttributes {
	readonly [name: string]: number;
	readonly heads: number;
	/** 1, or −1 for the gradient. */
	readonly direction: number;
}

export const rotaryKernel = defineKernel<RotaryAttributes>({
	name: 'Rotary',
	inputs: ['x', 'positions', 'table'],
	// Planes that share a word of two halves would race for it.
	outputs: ([x], { heads }) => [
		{ shape: x.shape, storage: 'f32', exact: (x.shape[1] / heads) % 8 !== 0 },
	],
	dispatches: ({ inputs: [x, positions, table], outputs: [y] }, { heads, direction }) => {
		const [tokens, width] = x.shape;
		const d = width / heads;
		// Four planes at once where they lie side by side; else one, of numbers that share no word with others.
		const atOnce = d % 8 === 0 ? 4 : 1;
		const half = d / 2 / atOnce;
		const count = tokens * heads * half;
		const read = atOnce === 4 ? 'quad' : 'at';
		const write = atOnce === 4 ? 'set_quad' : 'set';
		return [
			shader({
				label: direction === 1 ? 'rotary' : 'rotary gradient',
				operands: {
					x: { ...x, at: 0, width: atOnce },
					positions: { ...positions, at: 1, width: 1 },
					table: { ...table, at: 2, width: atOnce },
					y: { ...y, at: 3, width: atOnce, write: true },
				},
				sizes: { count },
				...linearGrid(count),
				body: `${linearIndex}let head = i / ${half}u;
let plane = i % ${half}u;
let angle = u32(positions_at(head / ${heads}u)) * ${2 * half}u + plane;
let cosine = table_${read}(angle);
let sine = ${direction === 1 ? '' : '-'}table_${read}(angle + ${half}u);
let place = head * ${2 * half}u + plane;
let a = x_${read}(place);
let b = x_${read}(place + ${half}u);
y_${write}(place, a * cosine - b * sine);
y_${write}(place + ${half}u, b * cosine + a * sine);`,
				flops: 3 * sizeOf(x.shape),
			}),
		];
	},
	calls: ({ inputs: [x] }, { heads, direction }) => {
		const [tokens, width] = x.shape;
		return [{ run: 'rotary', words: [tokens, heads, width / heads, direction] }];
	},
	reference: ([x, positions, table], { inputs }, { heads, direction }) => {
		const d = inputs[0].shape[1] / heads;
		const half = d / 2;
		const y = new Float64Array(x.length);
		for (let head = 0; head < x.length / d; head++) {
			const angle = positions[Math.floor(head / heads)] * d;
			for (let i = 0; i < half; i++) {
				const [cosine, sine] = [table[angle + i], direction * table[angle + half + i]];
				const [a, b] = [x[head * d + i], x[head * d + half + i]];
				y[head * d + i] = a * cosine - b * sine;
				y[head * d + half + i] = b * cosine + a * sine;
			}
		}
		return [y];
	},
	gradient: {
		inputs: ['positions', 'table'],
		of: ([dy], [positions, table], { heads, direction }) => ({
			x: (): tf.Tensor =>
				apply(rotaryKernel, { x: dy, positions, table }, { heads, direction: -direction })[0],
		}),
	},
});
