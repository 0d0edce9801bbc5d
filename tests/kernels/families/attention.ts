/** Attention, its gradient and its cached form over packed examples. Some tokens see nothing. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import { attentionKernel } from '#engine/gpu/kernels/attention.ts';
import {
	attentionDelta,
	attentionGradientKV,
	attentionGradientQ,
} from '#engine/gpu/kernels/attentionGradient.ts';
import { cachedAttentionKernel } from '#engine/gpu/kernels/cachedAttention.ts';
import { defineFamily, floats, integers, computeReference } from '../kernelCase.ts';

interface Shape {
	/** Lengths of the examples in order. Negative: padding tokens, which see nothing. */
	readonly segments: readonly number[];
	readonly heads: number;
	readonly kvHeads: number;
	readonly d: number;
	readonly window?: number;
	readonly softCap?: number;
	/** How many first tokens of each example see nothing, as a question's in the last layer. */
	readonly silent?: number;
	/** The largest number of a query. Default: 1. */
	readonly size?: number;
}

/** For each token the first one that it sees, and the last one that sees it. */
function ranges(segments: readonly number[], silent: number) {
	const first: number[] = [];
	const last: number[] = [];
	for (const segment of segments) {
		const start = first.length;
		for (let t = start; t < start + Math.abs(segment); t++) {
			first.push(segment > 0 && t >= start + silent ? start : t + 1);
			last.push(segment > 0 ? start + segment - 1 : t - 1);
		}
	}
	return { first, last };
}

export const attentionFamily = defineFamily<Shape>({
	fixed: [
		{ segments: [1], heads: 1, kvHeads: 1, d: 1 },
		{ segments: [3, 2], heads: 2, kvHeads: 2, d: 3 },
		{ segments: [2, -1, -4], heads: 4, kvHeads: 2, d: 2 },
		{ segments: [-7], heads: 2, kvHeads: 1, d: 4 },
		{ segments: [7], heads: 3, kvHeads: 1, d: 5 },
		{ segments: [1, 1, 1, 1, 1, 1, 1, 1, 1], heads: 1, kvHeads: 1, d: 8 },
		{ segments: [37, 1, 13, -3], heads: 4, kvHeads: 4, d: 16 },
		{ segments: [5, 29, 11], heads: 4, kvHeads: 2, d: 24 },
		{ segments: [67], heads: 2, kvHeads: 2, d: 32, window: 9 },
		{ segments: [19, 6], heads: 2, kvHeads: 1, d: 64 },
		{ segments: [3, 8], heads: 2, kvHeads: 2, d: 12, window: 1 },
		{ segments: [4, 9], heads: 1, kvHeads: 1, d: 128, window: 1 },
		{ segments: [131], heads: 1, kvHeads: 1, d: 10 },
		{ segments: [9, 4], heads: 2, kvHeads: 1, d: 8, window: 3, softCap: 0.7 },
		{ segments: [30, -2, 3, 26], heads: 4, kvHeads: 2, d: 24, silent: 11 },
		{ segments: [70, 70], heads: 2, kvHeads: 2, d: 8, window: 5, silent: 64 },
		// e⁸⁹ is infinite.
		{ segments: [9], heads: 1, kvHeads: 1, d: 1, silent: 5, size: 150 },
		// Hardware splits the queries of these keys.
		{ segments: [64], heads: 1, kvHeads: 1, d: 33 },
		{ segments: [41, -5, 30], heads: 3, kvHeads: 1, d: 36, softCap: 0.7 },
		{ segments: [300], heads: 3, kvHeads: 1, d: 64, window: 150 },
		{ segments: [1, 57, 7], heads: 4, kvHeads: 2, d: 128 },
	],
	random: (draw) => {
		const kvHeads = draw.integer(1, 3);
		return {
			segments: Array.from({ length: draw.integer(1, 5) }, () => draw.integer(-4, 40) || 1),
			heads: kvHeads * draw.integer(1, 3),
			kvHeads,
			d: draw.width(64),
			window: draw.pick([0, 0, 1, 3, 17]),
			softCap: draw.pick([0, 0, 0.5, 3]),
			silent: draw.pick([0, 0, 1, 6, 20]),
		};
	},
	cases: (shape, draw) => {
		const { segments, heads, kvHeads, d, window = 0, softCap = 0, silent = 0, size = 1 } = shape;
		const { first, last } = ranges(segments, silent);
		const tokens = first.length;
		const attributes = { heads, kvHeads, window, scale: 1 / Math.sqrt(d), softCap };
		const q = draw.floats([tokens, heads * d], size);
		const k = draw.floats([tokens, kvHeads * d]);
		const v = draw.floats([tokens, kvHeads * d]);
		const seesKeys = (t: number) => first[t] <= t;
		/** 0 for tokens that see nothing. */
		const drawSeeing = (width: number) => {
			const { values } = draw.floats([tokens, width]);
			return floats(
				[tokens, width],
				Array.from(values, (value, i) => (seesKeys(Math.floor(i / width)) ? value : 0)),
			);
		};
		const dy = drawSeeing(heads * d);
		const forward = [q, k, v, integers(first), integers(last)];
		const [o, ownLse] = computeReference({ kernel: attentionKernel, inputs: forward, attributes });
		// Not the lse of q and k: with it, a token that sees only itself has a gradient of rounding
		// errors.
		const lse = floats(
			[tokens, heads],
			ownLse.values.map((value) => value + 0.3),
		);
		// Queries of a few tokens: the first, the last and some between, some of them padding.
		const few = [...new Set([0, ...[1, 2, 3].map(() => draw.integer(0, tokens - 1)), tokens - 1])];
		const cached = [
			draw.floats([few.length, heads * d]),
			k,
			v,
			integers(few.map((t) => first[t])),
			integers(few),
		];
		const delta = drawSeeing(heads);
		const sums = floats(
			[tokens, heads, 2],
			[...lse.values].flatMap((value, i) => [value, delta.values[i]]),
		);
		const backward = [q, k, v, dy, sums];
		const longest = Math.max(...segments.map(Math.abs));
		const name =
			`examples of ${segments.join(', ')}; ${heads} heads on ${kvHeads} of ${d}, ` +
			`window ${window}, soft cap ${softCap}, ${silent} silent`;
		const makeCase = (kernel: unknown, inputs: typeof forward, terms: number) => ({
			kernel: kernel as Kernel,
			name,
			inputs,
			attributes,
			terms,
			slowToCompile: d > 64,
		});
		return [
			{ ...makeCase(attentionKernel, forward, longest + d), dy: [dy.values] },
			// Its code does not grow with d.
			{ ...makeCase(cachedAttentionKernel, cached, longest + d), slowToCompile: false },
			makeCase(attentionDelta, [o, dy, lse], d),
			makeCase(attentionGradientQ, [...backward, integers(first)], longest + d),
			makeCase(attentionGradientKV, [...backward, integers(last)], (longest * heads) / kvHeads + d),
		];
	},
});
