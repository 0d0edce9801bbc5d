/**
 * The registers design for four lanes of a quad as a square of 2 × 2 blocks. Lanes side by side
 * share rows of a, lanes above each other share columns of b: each loads half of both and gets the
 * rest by a swap of registers.
 *
 * WGSL does not say which invocations form a quad. This design assumes four consecutive ones of a
 * one-dimensional workgroup. It is used only after its results equalled another design's.
 */
import { declareBlock, writeBlock, type Code, type Problem } from './code.ts';
import { sumOverK } from './registers.ts';
import type { Tile } from './tile.ts';

export function subgroups(problem: Problem, tile: Tile): Code {
	/** Rows that are loaded together. Slots are exchanged in pairs of such units. */
	const unit = problem.product === 'TN' ? 4 : 1;
	const swapped = (slot: number, odd: string): string =>
		`${slot & ~1}u + ${slot % 2 === 0 ? odd : `(1u - ${odd})`}`;
	const { across, down, rows, quads } = tile;
	return {
		enables: 'enable subgroups;\n',
		workgroupSize: [across * down, 1, 1],
		body: `let right = lane & 1u;
let lower = (lane >> 1u) & 1u;
let square = lane >> 2u;
let firstRow = u.first + (group.y * ${down}u + 2u * (square / ${across / 2}u) + lower) * ${rows}u;
let firstColumn = (group.x * ${across}u + 2u * (square % ${across / 2}u) + right) * ${4 * quads}u;
${declareBlock(tile, {
	row: (i) => `firstRow + (${swapped(Math.floor(i / unit), 'right')}) * ${unit}u + ${i % unit}u`,
	column: (j) => `firstColumn + (${swapped(j, 'lower')}) * 4u`,
})}
${sumOverK(problem, tile, { a: 'quadSwapX', b: 'quadSwapY' })}
${writeBlock(problem, tile)}`,
	};
}
