/** Elementwise kernels, sums of columns, and lengths of rows. */
import type { Attributes, Kernel } from '#engine/gpu/kernel.ts';
import { accumulateKernel } from '#engine/gpu/kernels/accumulate.ts';
import { add } from '#engine/gpu/kernels/add.ts';
import { addBiasKernel, columnSums } from '#engine/gpu/kernels/addBias.ts';
import { dropoutKernel } from '#engine/gpu/kernels/dropout.ts';
import { geluGradient, geluKernel } from '#engine/gpu/kernels/gelu.ts';
import {
	multiplyColumnsKernel,
	multiplyKernel,
	scaleKernel,
} from '#engine/gpu/kernels/multiply.ts';
import { reluGradient, reluKernel } from '#engine/gpu/kernels/relu.ts';
import { rowInversesKernel } from '#engine/gpu/kernels/rowInverses.ts';
import { siluGradient, siluKernel } from '#engine/gpu/kernels/silu.ts';
import { softCapGradient, softCapKernel } from '#engine/gpu/kernels/softCap.ts';
import { swiGluGradient, swiGluKernel } from '#engine/gpu/kernels/swiGlu.ts';
import { defineFamily, floats, integers } from '../kernelCase.ts';

type Shape = readonly [rows: number, width: number];

export const elementwiseFamily = defineFamily<Shape>({
	fixed: [
		[1, 1],
		[3, 11],
		[5, 4],
		[1, 257],
		[31, 64],
		// Several workgroups.
		[97, 52],
	],
	random: (draw) => [draw.integer(1, 90), draw.width(128)],
	cases: ([rows, width], draw) => {
		const shape = [rows, width];
		const [a, b, dy] = [draw.floats(shape), draw.floats(shape), draw.floats(shape)];
		const flat = (values: Float64Array) => floats([rows * width], values);
		// σ must stay finite for large numbers.
		a.values[0] = -120;
		a.values[rows * width - 1] = 95;
		const makeCase = (kernel: unknown, inputs: (typeof a)[], attributes: Attributes = {}) => ({
			kernel: kernel as Kernel,
			name: `${rows} × ${width}`,
			inputs,
			attributes,
			terms: 1,
		});
		const near = draw.floats(shape, 3);
		// A slope of nearly 0 alone would be compared with itself.
		near.values[0] = 1.5;
		// Around 0, and where an exponential could overflow.
		const gelus = [near, a].flatMap((x) =>
			[0, 1].flatMap((approximate) => [
				makeCase(geluKernel, [x], { approximate }),
				makeCase(geluGradient, [dy, x], { approximate }),
			]),
		);
		return [
			makeCase(add, [a, b]),
			{ ...makeCase(accumulateKernel, [flat(a.values), flat(b.values)]) },
			makeCase(addBiasKernel, [a, draw.floats([width])]),
			{ ...makeCase(columnSums, [b]), terms: rows },
			...gelus,
			...[0, 0.1, 0.6].map((rate) => ({
				...makeCase(dropoutKernel, [a, integers([draw.integer(-9e8, 9e8)])], { rate, salt: rows }),
			})),
			makeCase(multiplyColumnsKernel, [a, draw.floats([width])]),
			makeCase(multiplyKernel, [a, b]),
			makeCase(reluKernel, [a]),
			makeCase(reluGradient, [dy, a]),
			{ ...makeCase(rowInversesKernel, [b]), terms: width },
			makeCase(scaleKernel, [a], { factor: 11.3137 }),
			...[near, a].flatMap((x) => [makeCase(siluKernel, [x]), makeCase(siluGradient, [dy, x])]),
			makeCase(softCapKernel, [a], { cap: 30 }),
			makeCase(softCapGradient, [dy, b], { cap: 4 }),
			makeCase(swiGluKernel, [a, b]),
			makeCase(swiGluGradient, [dy, a, b]),
		];
	},
});
