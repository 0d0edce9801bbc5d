/** RMSNorm and its gradient. */
import type { Kernel } from '#gpu/kernel.ts';
import { rmsNormGradient, rmsNormKernel } from '#gpu/kernels/rmsNorm.ts';
import { defineFamily, floats, computeReference } from '../kernelCase.ts';

type Shape = readonly [rows: number, width: number];

export const rmsNormFamily = defineFamily<Shape>({
	fixed: [
		[1, 1],
		[5, 7],
		[3, 33],
		[64, 4],
		[33, 96],
		[31, 12],
		[70, 5],
		[2, 1030],
		[129, 64],
	],
	random: (draw) => [draw.integer(1, 140), draw.width(128)],
	cases: ([rows, width], draw) => {
		const attributes = { epsilon: 1e-5 };
		const x = draw.floats([rows, width], 2);
		const gain = draw.floats([width]);
		const dy = draw.floats([rows, width]);
		const name = `${rows} × ${width}`;
		const kernel = rmsNormKernel as unknown as Kernel;
		const [, ownRms] = computeReference({ kernel, inputs: [x, gain], attributes });
		// Not the value of x: with it, a row of one number has a gradient of rounding errors.
		const inverseRms = floats(
			[rows],
			ownRms.values.map((value) => value * 1.25),
		);
		return [
			{ kernel, name, inputs: [x, gain], attributes, terms: width, dy: [dy.values] },
			{
				kernel: rmsNormGradient,
				name,
				inputs: [dy, x, gain, inverseRms],
				attributes: {},
				terms: width + rows,
			},
			{
				kernel: rmsNormGradient,
				name: `${name}, with a residual`,
				inputs: [dy, x, gain, inverseRms, draw.floats([rows, width])],
				attributes: {},
				terms: width + rows,
			},
		];
	},
});
