/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864), in the half-split layout of Llama's
 * checkpoints. A head's numbers i and i + d/2 are a point in a plane. It is rotated by an angle
 * that grows with the token's position p. For i < d/2:
 *
 *   y_i       = x_i cos(p θ_i) − x_{i+d/2} sin(p θ_i)
 *   y_{i+d/2} = x_{i+d/2} cos(p θ_i) + x_i sin(p θ_i)          θ_i = base^(−2i/d)
 *
 * x, y [tokens, heads · d], positions [tokens], table [context, d] with d/2 cosines, then d/2 sines
 * for each position. A rotation's transpose is its inverse, so ∂x is ∂y rotated by `direction` −1.
 * The product of a rotated query and key depends only on the distance of their positions.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** x [tokens, heads · d], positions [tokens], table from `rotaryTable` [context, d]. */
export const rotary = (
	x: tf.Tensor2D,
	positions: tf.Tensor1D,
	table: tf.Tensor2D,
	heads: number,
): tf.Tensor2D =>
	apply(rotaryKernel, { x, positions, table }, { heads, direction: 1 })[0] as tf.Tensor2D;

/** The angles per position of d/2 planes: θ_i = base^(−2i/d). `d` is even. */
export const rotaryAngles = (d: number, base: number): Float64Array =>
	Float64Array.from({ length: d / 2 }, (_, i) => base ** (-i / (d / 2)));

/** [context × d]: d/2 cosines, then d/2 sines for each position, multiplied by `factors`. */
export function rotaryTable(
	context: number,
	angles: Float64Array,
	factors = angles.map(() => 1),
): Float32Array {
	const half = angles.length;
	const table = new Float32Array(context * 2 * half);
	for (let position = 0; position < context; position++)
		for (let i = 0; i < half; i++) {
			const angle = position * angles[i];
			table[position * 2 * half + i] = factors[i] * Math.cos(angle);
			table[position * 2 * half + half + i] = factors[i] * Math.sin(angle);
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
	outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs: [x, positions, table], outputs: [y] }, { heads, direction }) => {
		const [tokens, width] = x.shape;
		const d = width / heads;
		// Four adjacent planes at once, or one plane whose numbers share no word with others.
		const atOnce = d % 8 === 0 ? 4 : 1;
		const half = d / 2 / atOnce;
		const count = tokens * heads * half;
		const [at, set] = atOnce === 4 ? ['quad', 'set_quad'] : ['at', 'set'];
		return [
			itemShader({
				label: direction === 1 ? 'rotary' : 'rotary gradient',
				operands: {
					x: read(x, 0, atOnce),
					positions: read(positions, 1),
					table: read(table, 2, atOnce),
					y: write(y, 3, atOnce),
				},
				count,
				body: `let head = i / ${half}u;
let plane = i % ${half}u;
let angle = u32(positions_at(head / ${heads}u)) * ${2 * half}u + plane;
let cosine = table_${at}(angle);
let sine = ${direction === 1 ? '' : '-'}table_${at}(angle + ${half}u);
let start = head * ${2 * half}u + plane;
let a = x_${at}(start);
let b = x_${at}(start + ${half}u);
y_${set}(start, a * cosine - b * sine);
y_${set}(start + ${half}u, b * cosine + a * sine);`,
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
		backward: ([dy], [positions, table], { heads, direction }) => ({
			x: (): tf.Tensor =>
				apply(rotaryKernel, { x: dy, positions, table }, { heads, direction: -direction })[0],
		}),
	},
});
