/**
 * The registers design, with the four lanes of a quad as a square of 2 × 2 blocks: neighbours across share rows of a, neighbours
 * down share columns of b, so that each loads half of either and gets the rest by a swap of registers.
 *
 * Which invocations form a quad is the device's affair; this design takes four that follow each other in a workgroup of one
 * dimension. It is used only where a measurement found its results equal to another design's.
 */
import { begin, end, type Code, type Places } from './code.ts';
import type { Problem } from './product.ts';
import { sumOverK } from './registers.ts';
import type { Tile } from './tile.ts';

export function subgroups(problem: Problem, tile: Tile): Code {
	/** Rows that are loaded together: slot pairs of them are exchanged. */
	const unit = problem.product === 'TN' ? 4 : 1;
	const swapped = (slot: number, odd: string): string =>
		`${slot & ~1}u + ${slot % 2 === 0 ? odd : `(1u - ${odd})`}`;
	const places: Places = {
		row: (i) => `firstRow + (${swapped(Math.floor(i / unit), 'right')}) * ${unit}u + ${i % unit}u`,
		column: (j) => `firstColumn + (${swapped(j, 'lower')}) * 4u`,
	};
	const { across, down, rows, quads } = tile;
	return {
		enables: 'enable subgroups;\n',
		workgroupSize: [across * down, 1, 1],
		body: `let right = lane & 1u;
let lower = (lane >> 1u) & 1u;
let square = lane >> 2u;
let firstRow = u.first + (group.y * ${down}u + 2u * (square / ${across / 2}u) + lower) * ${rows}u;
let firstColumn = (group.x * ${across}u + 2u * (square % ${across / 2}u) + right) * ${4 * quads}u;
${begin(tile, places)}
${sumOverK(problem, tile, { a: 'quadSwapX', b: 'quadSwapY' })}
${end(problem, tile)}`,
	};
}
