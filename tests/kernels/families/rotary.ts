/** Rotary embedding in both directions. */
import { rotaryAngles, rotaryKernel, rotaryTable } from '#engine/gpu/kernels/rotary.ts';
import { defineFamily, floats, integers } from '../kernelCase.ts';

interface Shape {
	readonly tokens: number;
	readonly heads: number;
	/** Even. */
	readonly d: number;
	readonly context: number;
}

export const rotaryFamily = defineFamily<Shape>({
	fixed: [
		{ tokens: 1, heads: 1, d: 2, context: 1 },
		{ tokens: 7, heads: 3, d: 6, context: 31 },
		{ tokens: 5, heads: 2, d: 8, context: 5 },
		{ tokens: 67, heads: 4, d: 24, context: 40 },
		{ tokens: 3, heads: 5, d: 20, context: 512 },
		{ tokens: 65, heads: 2, d: 64, context: 64 },
	],
	random: (draw) => ({
		tokens: draw.integer(1, 90),
		heads: draw.integer(1, 5),
		d: 2 * draw.width(32),
		context: draw.integer(1, 100),
	}),
	cases: ({ tokens, heads, d, context }, draw) => {
		const x = draw.floats([tokens, heads * d]);
		const positions = integers(Array.from({ length: tokens }, () => draw.integer(0, context - 1)));
		const table = floats([context, d], rotaryTable(context, rotaryAngles(d, 10_000)));
		return [1, -1].map((direction) => ({
			kernel: rotaryKernel,
			name: `${tokens} tokens, ${heads} heads of ${d}, context ${context}, direction ${direction}`,
			inputs: [x, positions, table],
			attributes: { heads, direction },
			terms: 2,
		}));
	},
});
