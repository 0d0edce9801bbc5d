/** Loss scaling: finite and infinite gradients, at the limits of the scale, and when it grows. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import {
	adjustLossScaleKernel,
	timesLossScaleKernel,
	unscaleKernel,
} from '#engine/gpu/kernels/lossScale.ts';
import { defineFamily, floats, type Input } from '../kernelCase.ts';

interface Shape {
	readonly count: number;
	readonly scale: number;
	/** Earlier finite gradients in a row. The scale grows at 5. */
	readonly row: number;
	readonly norm: number;
}

export const lossScaleFamily = defineFamily<Shape>({
	fixed: [
		{ count: 1, scale: 4096, row: 0, norm: 0.5 },
		{ count: 37, scale: 64, row: 4, norm: 2 },
		{ count: 256, scale: 1024, row: 3, norm: Infinity },
		{ count: 1025, scale: 1, row: 4, norm: NaN },
		{ count: 6, scale: 2, row: 3, norm: 1 },
		{ count: 5, scale: 2 ** 24, row: 4, norm: 1 },
	],
	random: (draw) => ({
		count: draw.integer(1, 3000),
		scale: 2 ** draw.integer(0, 24),
		row: draw.integer(0, 4),
		norm: draw.pick([0, 1, Infinity]),
	}),
	cases: ({ count, scale, row, norm }, draw) => {
		const state = floats([3], [scale, 1 / scale, row]);
		const makeCase = (kernel: unknown, inputs: Input[], attributes = {}) => ({
			kernel: kernel as Kernel,
			name: `${count} numbers, S ${scale} after ${row}, norm ${norm}`,
			inputs,
			attributes,
			terms: 1,
			exact: true,
		});
		return [
			makeCase(timesLossScaleKernel, [draw.floats([count]), state]),
			makeCase(unscaleKernel, [draw.floats([count]), state]),
			makeCase(adjustLossScaleKernel, [floats([1], [norm]), state], { growEvery: 5 }),
		];
	},
});
