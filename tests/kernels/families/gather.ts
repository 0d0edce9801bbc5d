/** Rows by index, and their gradient. Rows are read often, once, or never. */
import type { Kernel } from '#engine/gpu/kernel.ts';
import { gatherRowsKernel, scatterPlan, scatterRows } from '#engine/gpu/kernels/gatherRows.ts';
import { storeRowsKernel } from '#engine/gpu/kernels/storeRows.ts';
import { defineFamily, integers } from '../kernelCase.ts';

type Shape = readonly [rows: number, width: number, count: number];

export const gatherFamily = defineFamily<Shape>({
	fixed: [
		[1, 1, 1],
		[4, 3, 1],
		[5, 2, 17],
		[3, 8, 130],
		[257, 64, 70],
		[2, 101, 5],
	],
	random: (draw) => [draw.integer(1, 300), draw.width(96), draw.integer(1, 150)],
	cases: ([rows, width, count], draw) => {
		// Half of the indices are in the first few rows.
		const index = Array.from({ length: count }, () =>
			draw.integer(0, draw.pick([rows, Math.min(3, rows)]) - 1),
		);
		const plan = scatterPlan(index, rows);
		const [order, starts] = [integers(plan.order), integers(plan.starts)];
		const makeCase = (kernel: unknown, inputs: (typeof order)[], terms: number) => ({
			kernel: kernel as Kernel,
			name: `${count} of ${rows} rows of ${width}`,
			inputs,
			attributes: {},
			terms,
		});
		// Each row at most once, in another order.
		const stored = integers([...new Set(index)]);
		return [
			makeCase(gatherRowsKernel, [draw.floats([rows, width]), integers(index), order, starts], 1),
			{
				...makeCase(
					storeRowsKernel,
					[draw.floats([stored.shape[0], width]), stored, draw.floats([rows, width])],
					1,
				),
			},
			makeCase(scatterRows, [draw.floats([count, width]), order, starts], count),
		];
	},
});
