/**
 * Rows that lie one behind another, taken out of a matrix, and two matrices one above the other.
 *
 *   slice:  y_i = x_{first + i}          x [rows, …], y [count, …]
 *   concat: y = (a; b)                   a [m, …], b [n, …], y [m + n, …]
 *
 * Numbers are copied as they are stored. Neither has a gradient: they serve functions that bring their own.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf, type Operand, type Output } from '../kernel.ts';
import { linearGrid, linearIndex, shader } from '../webgpu/shader.ts';

/** Rows `first` … `first + count − 1`. */
export const sliceRows = <T extends tf.Tensor>(x: T, first: number, count: number): T =>
	apply(sliceRowsKernel, { x }, { first, count })[0] as T;

export const concatRows = <T extends tf.Tensor>(a: T, b: T): T =>
	apply(concatRowsKernel, { a, b }, {})[0] as T;

/** In the storage of what is copied. */
const like = ({ shape, storage }: Operand, rows: number): Output => ({
	shape: [rows, ...shape.slice(1)],
	storage,
	exact: storage !== 'f16',
});

/** Numbers in a row, and how they are moved. */
function moves({ shape }: Operand) {
	const length = sizeOf(shape.slice(1));
	const width = length % 4 === 0 ? 4 : 1;
	return {
		length,
		width,
		at: width === 4 ? 'quad' : 'at',
		set: width === 4 ? 'set_quad' : 'set',
	} as const;
}

export const sliceRowsKernel = defineKernel<{ first: number; count: number }>({
	name: 'SliceRows',
	inputs: ['x'],
	outputs: ([x], { count }) => [like(x, count)],
	dispatches: ({ inputs: [x], outputs: [y] }, { first }) => {
		const { length, width, at, set } = moves(x);
		const count = sizeOf(y.shape) / width;
		return [
			shader({
				label: 'sliceRows',
				operands: { x: { ...x, at: 0, width }, y: { ...y, at: 1, width, write: true } },
				sizes: { count, start: (first * length) / width },
				...linearGrid(count),
				body: `${linearIndex}y_${set}(i, x_${at}(u.start + i));`,
				flops: count,
			}),
		];
	},
	calls: ({ inputs: [x], outputs: [y] }, { first }) => [
		{ run: 'copyWords', words: [sizeOf(y.shape), first * moves(x).length, 0] },
	],
	reference: ([x], { inputs }, { first, count }) => {
		const { length } = moves(inputs[0]);
		return [x.slice(first * length, (first + count) * length)];
	},
});

export const concatRowsKernel = defineKernel({
	name: 'ConcatRows',
	inputs: ['a', 'b'],
	outputs: ([a, b]) => [like(a, a.shape[0] + b.shape[0])],
	dispatches: ({ inputs: [a, b], outputs: [y] }) => {
		const { width, at, set } = moves(a);
		const count = sizeOf(y.shape) / width;
		return [
			shader({
				label: 'concatRows',
				operands: {
					a: { ...a, at: 0, width },
					b: { ...b, at: 1, width },
					y: { ...y, at: 2, width, write: true },
				},
				sizes: { count, split: sizeOf(a.shape) / width },
				...linearGrid(count),
				body: `${linearIndex}if (i < u.split) { y_${set}(i, a_${at}(i)); } else { y_${set}(i, b_${at}(i - u.split)); }`,
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
