/**
 * Repeatable dropout (Srivastava et al. 2014). A hash of the seed, the salt and a number's index
 * decides whether the number stays, so a step that runs again drops the same numbers.
 *
 *   y_i = x_i k_i / (1 − p),  k_i = [h(seed, salt, i) ≥ p 2³²]          x, y [rows, columns]
 *   ∂x_i = ∂y_i k_i / (1 − p)
 *
 * h is murmur3's 32-bit finaliser (Appleby, MurmurHash3, public domain), as in core/random.ts. The
 * rate p is rounded down to 24 bits.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** `salt`: differs between the dropouts of a program, so that their masks differ. */
export type DropoutOptions = { readonly rate: number; readonly salt: number };

/** x [rows, columns], seed int32 [1] → [rows, columns]. */
export const dropout = (x: tf.Tensor2D, seed: tf.Tensor1D, options: DropoutOptions): tf.Tensor2D =>
	apply(dropoutKernel, { x, seed }, options)[0] as tf.Tensor2D;

/** The threshold for h without its lowest byte: p 2²⁴ in place of p 2³². */
const threshold = (rate: number): number => Math.floor(rate * 2 ** 24);

const hashFunctions = `fn finish(word: u32) -> u32 {
	var x = word;
	x ^= x >> 16u;
	x *= 0x85ebca6bu;
	x ^= x >> 13u;
	x *= 0xc2b2ae35u;
	return x ^ (x >> 16u);
}
`;

export const dropoutKernel = defineKernel<DropoutOptions>({
	name: 'Dropout',
	inputs: ['x', 'seed'],
	outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs: [x, seed], outputs: [y] }, { rate, salt }) => {
		const size = sizeOf(x.shape);
		return [
			itemShader({
				label: 'dropout',
				operands: { x: read(x, 0), seed: read(seed, 1), y: write(y, 2) },
				count: size,
				sizes: { salt, threshold: threshold(rate) },
				scalars: { factor: 1 / (1 - rate) },
				functions: hashFunctions,
				body: `
let key = finish(bitcast<u32>(seed_at(0u)) ^ (u.salt * 0x9e3779b1u));
let hash = finish(key + i * 0x9e3779b1u) >> 8u;
y_set(i, select(0.0, x_at(i) * u.factor, hash >= u.threshold));`,
				flops: 10 * size,
			}),
		];
	},
	calls: ({ inputs: [x] }, { rate, salt }) => [
		{ run: 'dropout', words: [sizeOf(x.shape), salt, threshold(rate), { f32: 1 / (1 - rate) }] },
	],
	reference: ([x, [seed]], _, { rate, salt }) => {
		const key = finish(seed ^ Math.imul(salt, 0x9e3779b1));
		const factor = Math.fround(1 / (1 - rate));
		const least = threshold(rate);
		return [
			x.map((value, i) =>
				finish((key + Math.imul(i, 0x9e3779b1)) | 0) >>> 8 >= least ? value * factor : 0,
			),
		];
	},
	gradient: {
		inputs: ['seed'],
		backward: ([dy], [seed], options) => ({
			x: () => dropout(dy as tf.Tensor2D, seed as tf.Tensor1D, options),
		}),
	},
});

function finish(word: number): number {
	let x = word;
	x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return x ^ (x >>> 16);
}
