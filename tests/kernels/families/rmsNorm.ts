/** RMSNorm and its gradient, and centred rows. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import { centerKernel } from '#engine/gpu/kernels/center.ts';
import {
	rmsNormGradient,
	rmsNormInputGradient,
	rmsNormKernel,
} from '#engine/gpu/kernels/rmsNorm.ts';
import { defineFamily, floats, computeReference } from '../kernelCase.ts';

/** `heads`: parts of a row with one gain. Default: 1. */
type Shape = readonly [rows: number, width: number, heads?: number];

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
		[9, 6, 2],
		[20, 8, 3],
		[1, 5, 4],
	],
	random: (draw) => [draw.integer(1, 140), draw.width(128)],
	cases: ([tokens, width, heads = 1], draw) => {
		const [rows, shape] = [tokens * heads, [tokens, heads * width]];
		const attributes = { epsilon: 1e-5 };
		const x = draw.floats(shape, 2);
		const gain = draw.floats([width]);
		const dy = draw.floats(shape);
		const name = `${tokens} × ${width}${heads > 1 ? ` × ${heads} heads` : ''}`;
		const kernel = rmsNormKernel as unknown as Kernel;
		const [, ownRms] = computeReference({ kernel, inputs: [x, gain], attributes });
		// Not the value of x: with it, a row of one number has a gradient of rounding errors.
		const inverseRms = floats(
			[rows],
			ownRms.values.map((value) => value * 1.25),
		);
		return [
			{
				kernel: centerKernel,
				name,
				inputs: [x],
				attributes: {},
				terms: heads * width,
				dy: [dy.values],
			},
			{ kernel, name, inputs: [x, gain], attributes, terms: width, dy: [dy.values] },
			...[rmsNormGradient, rmsNormInputGradient].flatMap((kernel) => [
				{ kernel, name, inputs: [dy, x, gain, inverseRms], attributes: {}, terms: width + rows },
				{
					kernel,
					name: `${name}, with a residual`,
					inputs: [dy, x, gain, inverseRms, draw.floats(shape)],
					attributes: {},
					terms: width + rows,
				},
			]),
		];
	},
});
