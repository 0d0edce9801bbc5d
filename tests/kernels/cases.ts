/** Every kernel with its reference, over shapes that include 1, primes, and no multiples of a tile. */
import * as tf from '@tensorflow/tfjs-core';
import '#gpu/gradients.ts';
import { attention, attentionReference, causalMask, segmentBias } from '#gpu/kernels/attention.ts';
import { crossEntropy, crossEntropyReference } from '#gpu/kernels/crossEntropy.ts';
import { gatherPlan, gatherRows, type GatherPlan } from '#gpu/kernels/gather.ts';
import { linear, linearReference } from '#gpu/kernels/linear.ts';
import { rmsNorm, rmsNormReference } from '#gpu/kernels/rmsNorm.ts';
import { rotary, rotaryReference, rotaryTables, type RotaryTables } from '#gpu/kernels/rotary.ts';
import { swiGlu, swiGluReference } from '#gpu/kernels/swiGlu.ts';
import type { KernelCase } from './check.ts';

const linearCase = (rows: number, inner: number, outer: number): KernelCase => ({
	name: `linear [${rows}, ${inner}] × [${outer}, ${inner}]ᵀ`,
	inputs: [
		[rows, inner],
		[outer, inner],
	],
	terms: inner + rows,
	run: ([x, w]) => linear(x as tf.Tensor2D, w as tf.Tensor2D),
	reference: ([x, w]) => linearReference(x, w, [rows, inner, outer]),
});

const rmsNormCase = (rows: number, width: number): KernelCase => ({
	name: `rmsNorm [${rows}, ${width}]`,
	inputs: [[rows, width], [width]],
	terms: width + rows,
	run: ([x, g]) => rmsNorm(x as tf.Tensor2D, g as tf.Tensor1D, 1e-5),
	reference: ([x, g]) => rmsNormReference(x, g, 1e-5),
});

const swiGluCase = (rows: number, width: number): KernelCase => ({
	name: `swiGlu [${rows}, ${width}]`,
	inputs: [
		[rows, width],
		[rows, width],
	],
	terms: 1,
	run: ([a, b]) => swiGlu(a as tf.Tensor2D, b as tf.Tensor2D),
	reference: ([a, b]) => swiGluReference(a, b),
});

const rotaryCase = (positions: readonly number[], headDim: number): KernelCase => ({
	name: `rotary at positions ${positions.join(', ')}, width ${headDim}`,
	inputs: [[positions.length, headDim]],
	terms: 2,
	constants: () => {
		const tables = rotaryTables(1 + Math.max(...positions), headDim, 10000);
		const at = tf.tensor1d([...positions], 'int32');
		return {
			cos: tf.gather(tables.cos, at),
			sin: tf.gather(tables.sin, at),
			rotation: tables.rotation,
		};
	},
	run: ([x], { cos, sin, rotation }: RotaryTables) => rotary(x as tf.Tensor2D, cos, sin, rotation),
	reference: ([x]) => rotaryReference(x, positions, headDim, 10000),
});

const attentionCase = (
	segments: readonly (readonly number[])[],
	heads: number,
	kvHeads: number,
	d: number,
): KernelCase => {
	const [batch, time] = [segments.length, segments[0].length];
	return {
		name: `attention over segments ${JSON.stringify(segments)}, ${heads} heads on ${kvHeads}, width ${d}`,
		inputs: [
			[batch, time, heads, d],
			[batch, time, kvHeads, d],
			[batch, time, kvHeads, d],
		],
		terms: time + d,
		constants: () =>
			segmentBias(
				tf.tensor2d(
					segments.map((row) => [...row]),
					[batch, time],
					'int32',
				),
				causalMask(time),
			),
		run: ([q, k, v], bias: tf.Tensor4D) =>
			attention(q as tf.Tensor4D, k as tf.Tensor4D, v as tf.Tensor4D, bias),
		reference: ([q, k, v]) =>
			attentionReference(q, k, v, segments.flat(), [batch, time, heads, kvHeads, d]),
	};
};

const gatherCase = (rows: number, width: number, index: readonly number[]): KernelCase => ({
	name: `gatherRows ${index.join(', ')} of ${rows}`,
	inputs: [[rows, width]],
	terms: index.length,
	constants: () => ({ ...gatherPlan(Int32Array.from(index), rows) }),
	run: ([x], plan: GatherPlan) => gatherRows(x as tf.Tensor2D, plan),
	reference: ([x]) =>
		Float64Array.from(index.flatMap((row) => [...x.subarray(row * width, (row + 1) * width)])),
});

const crossEntropyCase = (targets: readonly number[], vocabulary: number): KernelCase => {
	const weights = targets.map((_, i) => (i % 3) / 2);
	return {
		name: `crossEntropy of targets ${targets.join(', ')} among ${vocabulary}`,
		inputs: [[targets.length, vocabulary]],
		terms: vocabulary,
		constants: () => [tf.tensor1d([...targets], 'int32'), tf.tensor1d(weights)],
		run: ([z], [right, share]: [tf.Tensor1D, tf.Tensor1D]) =>
			crossEntropy(z as tf.Tensor2D, right, share),
		reference: ([z]) =>
			Float64Array.of(
				crossEntropyReference(z, targets).reduce((sum, nll, i) => sum + nll * weights[i], 0),
			),
	};
};

export const kernelCases: readonly KernelCase[] = [
	linearCase(1, 1, 1),
	linearCase(7, 13, 5),
	linearCase(3, 64, 17),
	rmsNormCase(1, 1),
	rmsNormCase(5, 7),
	rmsNormCase(3, 33),
	swiGluCase(1, 1),
	swiGluCase(3, 11),
	rotaryCase([0], 2),
	rotaryCase([0, 1, 5, 30, 2], 6),
	attentionCase([[0]], 1, 1, 1),
	attentionCase([[0, 0, 0, 1, 1]], 2, 2, 3),
	// A row of unused places only, as padding leaves it.
	attentionCase(
		[
			[0, 0, -1],
			[-1, -1, -1],
		],
		4,
		2,
		2,
	),
	attentionCase([[0, 0, 0, 0, 0, 0, 0]], 3, 1, 5),
	gatherCase(4, 3, [2]),
	gatherCase(5, 2, [4, 0, 4, 4, 1]),
	gatherCase(3, 1, [2, 0, 1]),
	crossEntropyCase([1], 2),
	crossEntropyCase([3, 0, 6, 2, 6], 7),
];
