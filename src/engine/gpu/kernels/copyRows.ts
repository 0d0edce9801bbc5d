/**
 * A slice of consecutive rows of a matrix, and the rows of two matrices concatenated.
 *
 *   slice:  y_i = x_{first + i}          x [rows, …], y [count, …]
 *   concat: y = (a; b)                   a [m, …], b [n, …], y [m + n, …]
 *
 * Numbers keep their storage. No gradient: the callers define their own.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf, type Operand } from '../kernel.ts';
import { itemAccess, itemShader, read, write } from '../webgpu/shader.ts';

/** Rows `first` … `first + count − 1`. */
export const sliceRows = <T extends tf.Tensor>(x: T, first: number, count: number): T =>
	apply(sliceRowsKernel, { x }, { first, count })[0] as T;

export const concatRows = <T extends tf.Tensor>(a: T, b: T): T =>
	apply(concatRowsKernel, { a, b }, {})[0] as T;

/** An output with the storage of the operand. */
const outputLike = ({ shape, storage }: Operand, rows: number): Operand => ({
	shape: [rows, ...shape.slice(1)],
	storage,
});

const rowLength = ({ shape }: Operand): number => sizeOf(shape.slice(1));

export const sliceRowsKernel = defineKernel<{ first: number; count: number }>({
	name: 'SliceRows',
	inputs: ['x'],
	outputs: ([x], { count }) => [outputLike(x, count)],
	dispatches: ({ inputs: [x], outputs: [y] }, { first }) => {
		const length = rowLength(x);
		const { width, at, set } = itemAccess(length);
		const count = sizeOf(y.shape) / width;
		return [
			itemShader({
				label: 'sliceRows',
				operands: { x: read(x, 0, width), y: write(y, 1, width) },
				count,
				sizes: { start: (first * length) / width },
				body: `y_${set}(i, x_${at}(u.start + i));`,
				flops: count,
			}),
		];
	},
	calls: ({ inputs: [x], outputs: [y] }, { first }) => [
		{ run: 'copyWords', words: [sizeOf(y.shape), first * rowLength(x), 0] },
	],
	reference: ([x], { inputs }, { first, count }) => {
		const length = rowLength(inputs[0]);
		return [x.slice(first * length, (first + count) * length)];
	},
});

export const concatRowsKernel = defineKernel({
	name: 'ConcatRows',
	inputs: ['a', 'b'],
	outputs: ([a, b]) => [outputLike(a, a.shape[0] + b.shape[0])],
	dispatches: ({ inputs: [a, b], outputs: [y] }) => {
		const { width, at, set } = itemAccess(rowLength(a));
		const count = sizeOf(y.shape) / width;
		return [
			itemShader({
				label: 'concatRows',
				operands: { a: read(a, 0, width), b: read(b, 1, width), y: write(y, 2, width) },
				count,
				sizes: { split: sizeOf(a.shape) / width },
				body:
					`if (i < u.split) { y_${set}(i, a_${at}(i)); } ` +
					`else { y_${set}(i, b_${at}(i - u.split)); }`,
				flops: count,
			}),
		];
	},
	calls: ({ inputs: [a, b] }) => [
		{ run: 'copyWords', operands: [0, 2], words: [sizeOf(a.shape), 0, 0] },
		{ run: 'copyWords', operands: [1, 2], words: [sizeOf(b.shape), 0, sizeOf(a.shape)] },
	],
	reference: ([a, b]) => {
		const y = new Float64Array(a.length + b.length);
		y.set(a);
		y.set(b, a.length);
		return [y];
	},
});
