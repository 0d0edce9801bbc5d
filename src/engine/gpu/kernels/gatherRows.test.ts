import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { gatherRowsKernel, scatterPlan, scatterRows } from './gatherRows.ts';

const matrix = (...shape: number[]) => ({ shape, storage: 'f32' as const });

it('lists the positions of each row in order, and none for a row without index', () => {
	const { order, starts } = scatterPlan([4, 1, 4, 0, 1, 4], 6);
	expect([...starts]).toEqual([0, 1, 3, 3, 3, 6, 6]);
	expect([...order]).toEqual([3, 1, 4, 0, 2, 5]);
});

it('a skipped row gets the gradient of no position, and the others get theirs', () => {
	const { order, starts } = scatterPlan([4, 1, 4, 0, 1, 4], 6, 4);
	expect([...starts]).toEqual([0, 1, 3, 3, 3, 3, 3]);
	expect([...order]).toEqual([3, 1, 4, 0, 2, 5]);
});

it('scatter is the transpose of gather: ⟨dy, gather x⟩ = ⟨scatter dy, x⟩', () => {
	fc.assert(
		fc.property(
			fc
				.integer({ min: 1, max: 7 })
				.chain((rows) =>
					fc.record({
						rows: fc.constant(rows),
						index: fc.array(fc.nat(rows - 1), { minLength: 1, maxLength: 12 }),
					}),
				),
			({ rows, index }) => {
				const width = 3;
				const x = Float64Array.from({ length: rows * width }, (_, i) => (i * 7) % 11);
				const dy = Float64Array.from({ length: index.length * width }, (_, i) => (i * 5) % 13);
				const plan = scatterPlan(index, rows);
				const [order, starts] = [Float64Array.from(plan.order), Float64Array.from(plan.starts)];

				const [y] = gatherRowsKernel.reference(
					[x, Float64Array.from(index), order, starts],
					{ inputs: [matrix(rows, width)], outputs: [] },
					{},
				);
				const [dx] = scatterRows.reference(
					[dy, order, starts],
					{ inputs: [matrix(index.length, width)], outputs: [] },
					{},
				);

				// float64 adds small integers without rounding.
				const dot = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + v * b[i], 0);
				expect(dot(dx, x)).toBe(dot(dy, y));
			},
		),
	);
});
