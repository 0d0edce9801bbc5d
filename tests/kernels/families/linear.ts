/** Matrix products: forward and both gradients, each with and without a residual and a factor. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import {
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
} from '#engine/gpu/kernels/linear.ts';
import { defineFamily } from '../kernelCase.ts';

type Shape = readonly [rows: number, inner: number, outer: number];

export const linearFamily = defineFamily<Shape>({
	fixed: [
		[1, 1, 1],
		[7, 13, 5],
		[3, 64, 17],
		[1, 128, 256],
		[65, 4, 68],
		[33, 40, 129],
		[130, 36, 52],
		[2, 257, 3],
		[67, 100, 12],
		// Sums that slices share on hardware (webgpu/matmul/workgroup.ts), for each of the products.
		[130, 516, 192],
		[130, 192, 516],
		[513, 160, 160],
		// More terms than wasm packs at once, for each of the products.
		[5, 645, 11],
		[3, 10, 650],
		[650, 7, 9],
	],
	random: (draw) => [draw.integer(1, 150), draw.width(128), draw.width(128)],
	cases: ([rows, inner, outer], draw) => {
		const x = draw.floats([rows, inner]);
		const weight = draw.floats([outer, inner], 1 / Math.sqrt(inner));
		const residual = draw.floats([rows, outer]);
		const dy = draw.floats([rows, outer]);
		const makeCase = (
			kernel: unknown,
			inputs: (typeof x)[],
			terms: number,
			attributes: { readonly scale?: number } = {},
		) => ({
			kernel: kernel as Kernel,
			name: `${rows} rows, ${inner} → ${outer}, ${inputs.length} inputs, s ${attributes.scale}`,
			inputs,
			attributes,
			terms,
		});
		const scaled = { scale: 1.5 };
		return [
			makeCase(linearKernel, [x, weight], inner),
			makeCase(linearKernel, [x, weight, residual], inner),
			makeCase(linearKernel, [x, weight], inner, scaled),
			makeCase(linearKernel, [x, weight, residual], inner, scaled),
			makeCase(linearInputGradient, [dy, weight], outer),
			makeCase(linearInputGradient, [dy, weight, draw.floats([rows, inner])], outer),
			makeCase(linearInputGradient, [dy, weight], outer, scaled),
			makeCase(linearWeightGradient, [dy, x], rows),
			makeCase(linearWeightGradient, [dy, x, draw.floats([outer, inner])], rows),
			makeCase(linearWeightGradient, [dy, x], rows, scaled),
		];
	},
});
