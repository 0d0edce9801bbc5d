/**
 * Elementwise kernels, sums of columns, and lengths of rows. An elementwise kernel without settings
 * needs no line here.
 */
import { sameShape } from '#engine/gpu/elementwise.ts';
import type { Attributes, Kernel } from '#engine/gpu/kernel.ts';
import { kernels } from '#engine/gpu/kernels.ts';
import { accumulateKernel } from '#engine/gpu/kernels/accumulate.ts';
import { add } from '#engine/gpu/kernels/add.ts';
import { addBiasKernel, columnSums } from '#engine/gpu/kernels/addBias.ts';
import { dropoutKernel } from '#engine/gpu/kernels/dropout.ts';
import { geluGradient, geluKernel } from '#engine/gpu/kernels/gelu.ts';
import { multiplyColumnsKernel, scaleKernel } from '#engine/gpu/kernels/multiply.ts';
import { rowInversesKernel } from '#engine/gpu/kernels/rowInverses.ts';
import { softCapGradient, softCapKernel } from '#engine/gpu/kernels/softCap.ts';
import { swiGluGradient } from '#engine/gpu/kernels/swiGlu.ts';
import { toHalfKernel } from '#engine/gpu/kernels/toHalf.ts';
import { defineFamily, floats, integers, type KernelCase } from '../kernelCase.ts';

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
		const cases: KernelCase[] = [
			makeCase(add, [a, b]),
			{ ...makeCase(accumulateKernel, [flat(a.values), flat(b.values)]), exact: true },
			makeCase(addBiasKernel, [a, draw.floats([width])]),
			{ ...makeCase(columnSums, [b]), terms: rows },
			...gelus,
			...[0, 0.1, 0.6].map((rate) => ({
				...makeCase(dropoutKernel, [a, integers([draw.integer(-9e8, 9e8)])], { rate, salt: rows }),
				exact: true,
			})),
			makeCase(multiplyColumnsKernel, [a, draw.floats([width])]),
			{ ...makeCase(rowInversesKernel, [b]), terms: width },
			makeCase(scaleKernel, [a], { factor: 11.3137 }),
			makeCase(softCapKernel, [a], { cap: 30 }),
			makeCase(softCapGradient, [dy, b], { cap: 4 }),
			makeCase(swiGluGradient, [dy, a, b]),
			...((rows * width) % 4 === 0 ? [makeCase(toHalfKernel, [b])] : []),
		];
		const withCases = new Set(cases.map(({ kernel }) => kernel));
		for (const kernel of kernels.filter((each) => each.outputs === sameShape))
			if (!withCases.has(kernel))
				for (const x of [near, a]) {
					const operands = kernel.inputs[0] === 'dy' ? [dy, x, b] : [x, b];
					cases.push(makeCase(kernel, operands.slice(0, kernel.inputs.length)));
				}
		return cases;
	},
});
