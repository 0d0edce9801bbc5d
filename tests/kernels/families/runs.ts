/** Runs of rows: sliced, concatenated and averaged. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import { concatRowsKernel, sliceRowsKernel } from '#engine/gpu/kernels/copyRows.ts';
import { segmentMeansKernel } from '#engine/gpu/kernels/segmentMeans.ts';
import { defineFamily, integers } from '../kernelCase.ts';

interface Shape {
	/** Lengths of the runs. Some are empty. */
	readonly runs: readonly number[];
	readonly width: number;
}

export const runsFamily = defineFamily<Shape>({
	fixed: [
		{ runs: [1], width: 1 },
		{ runs: [3, 0, 4], width: 5 },
		{ runs: [0, 37, 1, 0, 29], width: 12 },
		{ runs: [2, 66], width: 96 },
	],
	random: (draw) => ({
		runs: [1, ...Array.from({ length: draw.integer(1, 7) }, () => draw.integer(0, 30))],
		width: draw.width(96),
	}),
	cases: ({ runs, width }, draw) => {
		const starts = [0];
		for (const run of runs) starts.push(starts.at(-1) + run);
		const rows = starts.at(-1);
		const x = draw.floats([rows, width]);
		const first = draw.integer(0, rows - 1);
		const count = draw.integer(1, rows - first);
		const makeCase = (kernel: unknown, inputs: (typeof x)[], attributes = {}) => ({
			kernel: kernel as Kernel,
			name: `runs of ${runs.join(', ')}, width ${width}`,
			inputs,
			attributes,
			terms: Math.max(...runs),
		});
		return [
			makeCase(segmentMeansKernel, [x, integers(starts)]),
			makeCase(sliceRowsKernel, [x], { first, count }),
			makeCase(concatRowsKernel, [x, draw.floats([draw.integer(1, 9), width])]),
		];
	},
});
