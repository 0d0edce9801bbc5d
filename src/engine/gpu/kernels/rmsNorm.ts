/**
 * Root-mean-square layer normalisation (Zhang & Sennrich 2019, arXiv 1910.07467, eq. 4), with ε
 * inside the root as in Llama.
 *
 *   y = x r ∘ g,  r = 1 / √(mean(x²) + ε)          x, y [rows, width], g (gain) [width], r [rows]
 *
 * A shorter gain normalises parts of a row, such as heads: x [tokens, heads · width] has the memory
 * of [rows, width].
 *
 *   ∂x = r (∂y ∘ g) − x r³ mean(∂y ∘ g ∘ x) (+ a fused sum, optimize.ts),   ∂g = Σ_rows ∂y ∘ x r
 *
 * The first term of ∂x is the effect of x on y at fixed r. The second goes through r, which all
 * numbers of a row share: ∂r/∂x_j = −r³ x_j / width, and ∂L/∂r = Σ_i ∂y_i g_i x_i.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf, type Call, type Dispatch, type Operand } from '../kernel.ts';
import { rowItems, rowShader } from '../webgpu/rowReduction.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** x [rows, width] or [tokens, heads · width], gain [width] → the shape of x. */
export const rmsNorm = (x: tf.Tensor2D, gain: tf.Tensor1D, epsilon: number): tf.Tensor2D =>
	apply(rmsNormKernel, { x, gain }, { epsilon })[0] as tf.Tensor2D;

/** [rows, width] of the parts that are normalised. */
const readParts = (x: Operand, gain: Operand): readonly [rows: number, width: number] => {
	const [width] = gain.shape;
	return [sizeOf(x.shape) / width, width];
};

export const rmsNormKernel = defineKernel<{ epsilon: number }>({
	name: 'RmsNorm',
	inputs: ['x', 'gain'],
	outputs: ([x, gain]) => [
		{ shape: x.shape, storage: 'f32' },
		{ shape: [readParts(x, gain)[0]], storage: 'f32' },
	],
	dispatches: ({ inputs: [x, gain], outputs: [y, inverseRms] }, { epsilon }) => {
		const parts = readParts(x, gain);
		return [
			rowShader(parts, ({ width, items, at, set, loop }) => ({
				label: 'rmsNorm',
				operands: {
					x: read(x, 0, width),
					gain: read(gain, 1, width),
					y: write(y, 2, width),
					inverse_rms: write(inverseRms, 3),
				},
				scalars: { epsilon },
				body: `let start = row * ${items}u;
var squares = T();
${loop(`let value = x_${at}(start + c);
	squares = fma(value, value, squares);`)}
let mean = join_sum(total(squares), lane) / ${parts[1]};
let r = 1 / sqrt(mean + u.epsilon);
if (is_row) {
	${loop(`y_${set}(start + c, x_${at}(start + c) * r * gain_${at}(c));`)}
	if (column == 0u) { inverse_rms_set(row, r); }
}`,
				flops: sizeOf(parts) * 4,
			})),
		];
	},
	calls: ({ inputs: [x, gain] }, { epsilon }) => [
		{ run: 'rmsNorm', words: [...readParts(x, gain), { f32: epsilon }] },
	],
	reference: ([x, gain], { inputs }, { epsilon }) => {
		const [rows, width] = readParts(inputs[0], inputs[1]);
		const inverseRms = new Float64Array(rows).map((_, row) => {
			const squares = x.subarray(row * width, (row + 1) * width).reduce((s, v) => s + v * v, 0);
			return 1 / Math.sqrt(squares / width + epsilon);
		});
		return [
			x.map((value, i) => value * inverseRms[Math.floor(i / width)] * gain[i % width]),
			inverseRms,
		];
	},
	gradient: {
		inputs: ['x', 'gain'],
		outputs: [1],
		backward: ([dy], [x, gain, inverseRms]) => {
			const [dx, dGain] = apply(rmsNormGradient, { dy, x, gain, inverseRms }, {});
			return { x: () => dx, gain: () => dGain };
		},
	},
});

/** Rows whose part of ∂g one workgroup sums. Fixed, so that every run has the same bits. */
const chunk = 32;

/** ∂x and, if `partial` is given, ∂g of each chunk of rows. */
function gradientDispatch(
	inputs: readonly Operand[],
	dx: Operand,
	partial?: { readonly operand: Operand; readonly index: number },
): Dispatch {
	const [dy, x, gain, inverseRms, residual] = inputs;
	const [rows, length] = readParts(x, gain);
	return rowShader(
		[rows, length],
		({ width, items, at, set, lanes, loop }) => ({
			label: 'rmsNorm gradient',
			operands: {
				dy: read(dy, 0, width),
				x: read(x, 1, width),
				gain: read(gain, 2, width),
				inverse_rms: read(inverseRms, 3),
				...(residual && { residual: read(residual, 4, width) }),
				dx: write(dx, inputs.length, width),
				...(partial && { partial: write(partial.operand, partial.index, width) }),
			},
			body: `let start = row * ${items}u;
var along = T();
${loop(`along = fma(dy_${at}(start + c) * gain_${at}(c), x_${at}(start + c), along);`)}
let r = inverse_rms_at(row);
let shared_part = join_sum(total(along), lane) / ${length} * r * r * r;
if (is_row) {
	${loop(`let own_part = dy_${at}(start + c) * gain_${at}(c) * r;
		let value = own_part - x_${at}(start + c) * shared_part;
		dx_${set}(start + c, value${residual ? ` + residual_${at}(start + c)` : ''});`)}
}${
				partial
					? `
// The same workgroup now sums the columns of its rows.
let first = group_index * ${chunk}u;
if (first < u.rows) {
	let end = min(first + ${chunk}u, u.rows);
	for (var c = lane; c < u.items; c += ${lanes * chunk}u) {
		var sum = T();
		for (var i = first; i < end; i++) {
			sum = fma(dy_${at}(i * ${items}u + c), x_${at}(i * ${items}u + c) * inverse_rms_at(i), sum);
		}
		partial_${set}(group_index * ${items}u + c, sum);
	}
}`
					: ''
			}`,
			flops: rows * length * (partial ? 12 : 8),
		}),
		partial && chunk,
	);
}

/** Row by row: what both gradients compute for each number of x. */
function inputGradientReference(
	[dy, x, gain, inverseRms, residual]: readonly Float64Array[],
	[rows, width]: readonly [rows: number, width: number],
): Float64Array {
	const dx = new Float64Array(rows * width);
	for (let row = 0; row < rows; row++) {
		const r = inverseRms[row];
		const start = row * width;
		let along = 0;
		for (let c = 0; c < width; c++) along += dy[start + c] * gain[c] * x[start + c];
		for (let c = 0; c < width; c++) {
			const i = start + c;
			dx[i] = dy[i] * gain[c] * r - (x[i] * r ** 3 * along) / width + (residual?.[i] ?? 0);
		}
	}
	return dx;
}

/** ∂x alone, beside frozen gains. */
export const rmsNormInputGradient = defineKernel({
	name: 'RmsNormInputGradient',
	inputs: ['dy', 'x', 'gain', 'inverseRms', 'residual?'],
	outputs: ([, x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs, outputs: [dx] }) => [gradientDispatch(inputs, dx)],
	calls: ({ inputs: [, x, gain, , residual] }) => {
		const dx = residual ? 5 : 4;
		return [
			{ run: 'rmsNormInputGradient', operands: [0, 1, 2, 3, dx], words: readParts(x, gain) },
			...addResidual(x, residual, dx),
		];
	},
	reference: (values, { inputs: [, x, gain] }) => [
		inputGradientReference(values, readParts(x, gain)),
	],
});

/** The call that adds the residual, operand 4, to operand `dx`. */
const addResidual = (x: Operand, residual: Operand | undefined, dx: number): Call[] =>
	residual ? [{ run: 'add', operands: [dx, 4, dx], words: [sizeOf(x.shape)] }] : [];

/** ∂x, ∂g, and scratch memory for ∂g of each chunk of rows [chunks, width]. */
export const rmsNormGradient = defineKernel({
	name: 'RmsNormGradient',
	inputs: rmsNormInputGradient.inputs,
	firstOutputOnly: rmsNormInputGradient,
	outputs: ([, x, gain]) => {
		const [rows, width] = readParts(x, gain);
		return [
			{ shape: x.shape, storage: 'f32' },
			{ shape: [width], storage: 'f32' },
			{ shape: [Math.ceil(rows / chunk), width], storage: 'f32' },
		];
	},
	dispatches: ({ inputs, outputs: [dx, dGain, partial] }) => {
		const [, x, gain] = inputs;
		const first = inputs.length;
		const [, length] = readParts(x, gain);
		const { width, items, at, set, functions } = rowItems(length);
		return [
			gradientDispatch(inputs, dx, { operand: partial, index: first + 2 }),
			itemShader({
				label: 'rmsNorm gradient of the gain',
				operands: {
					partial: read(partial, first + 2, width),
					d_gain: write(dGain, first + 1, width),
				},
				count: items,
				sizes: { chunks: partial.shape[0] },
				functions,
				body: `
var sum = T();
for (var k = 0u; k < u.chunks; k++) { sum += partial_${at}(k * ${items}u + i); }
d_gain_${set}(i, sum);`,
				flops: partial.shape[0] * length,
			}),
		];
	},
	calls: ({ inputs: [, x, gain, , residual], outputs: [, , partial] }) => {
		const [dx, dGain, parts] = residual ? [5, 6, 7] : [4, 5, 6];
		return [
			{ run: 'rmsNormGradient', operands: [0, 1, 2, 3, dx, parts], words: readParts(x, gain) },
			...addResidual(x, residual, dx),
			{ run: 'sumRows', operands: [parts, dGain], words: partial.shape },
		];
	},
	reference: (values, { inputs }) => {
		const [dy, x, , inverseRms] = values;
		const [rows, width] = readParts(inputs[1], inputs[2]);
		const dGain = new Float64Array(width);
		const partial = new Float64Array(Math.ceil(rows / chunk) * width);
		for (let row = 0; row < rows; row++)
			for (let c = 0; c < width; c++) {
				const i = row * width + c;
				const part = dy[i] * x[i] * inverseRms[row];
				dGain[c] += part;
				partial[Math.floor(row / chunk) * width + c] += part;
			}
		return [inputGradientReference(values, [rows, width]), dGain, partial];
	},
});
