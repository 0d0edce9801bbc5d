/** AdamW: clipped, not clipped, and with an infinite gradient. */
import { adamWKernel } from '#engine/gpu/kernels/adamW.ts';
import { defineFamily, floats } from '../kernelCase.ts';

interface Shape {
	readonly count: number;
	readonly clip: number;
	readonly step: number;
	readonly isFinite?: boolean;
	/** β₁ and β₂. Default: 0.9 and 0.98. */
	readonly betas?: readonly [number, number];
}

export const adamWFamily = defineFamily<Shape>({
	fixed: [
		{ count: 1, clip: 1, step: 1 },
		{ count: 37, clip: 0.1, step: 2 },
		{ count: 1024, clip: 100, step: 10 },
		{ count: 1025, clip: 1, step: 1000 },
		{ count: 5003, clip: 1, step: 3 },
		{ count: 50, clip: 1, step: 3, isFinite: false },
		// The largest β of an experiment.
		{ count: 64, clip: 1, step: 1, betas: [0.99999, 0.99999] },
	],
	random: (draw) => ({
		count: draw.integer(1, 4000),
		clip: draw.pick([0.1, 1, 1000]),
		step: draw.integer(1, 500),
	}),
	cases: ({ count, clip, step, isFinite = true, betas = [0.9, 0.98] }, draw) => {
		const [beta1, beta2] = betas;
		// A run begins without moments, so an error of 1 − β is an error of the moments.
		const spread = step === 1 ? 0 : 1;
		const gradient = draw.floats([count], 0.3);
		if (!isFinite) gradient.values[count >> 1] = Infinity;
		const squares = floats(
			[count],
			draw.floats([count], 0.3 * spread).values.map((value) => value ** 2),
		);
		const scalars = [2e-3, 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
		return [
			{
				kernel: adamWKernel,
				name:
					`${count} parameters, clipped at ${clip}, step ${step}` +
					(isFinite ? '' : ', an infinite gradient'),
				inputs: [
					gradient,
					floats(
						[count],
						Array.from({ length: count }, (_, i) => i % 2),
					),
					draw.floats([count]),
					draw.floats([count], 0.1 * spread),
					squares,
					floats([3], scalars),
				],
				attributes: { beta1, beta2, epsilon: 1e-8, weightDecay: 0.1, clip },
				terms: Math.min(count, 1024),
			},
		];
	},
});
