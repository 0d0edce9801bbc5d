/** What the designs share: loads of 4-element pieces in every layout, and the block of y that an invocation ends with. */
import { widths, type Problem } from './product.ts';
import type { Tile } from './tile.ts';

/** A design's WGSL; its body may use u.m, u.n, u.k and u.first (the first row of y in this dispatch). */
export interface Code {
	readonly enables?: string;
	readonly functions?: string;
	readonly body: string;
	readonly workgroupSize: readonly [number, number, number];
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
export const lanes = ['x', 'y', 'z', 'w'] as const;

/**
 * Four elements that follow each other in memory, from `line` (where its matrix line starts) on: one load where the layout
 * allows, both then counted in quads; else four, none beyond the line's last element.
 */
export const four = (
	name: string,
	width: 1 | 4,
	line: string,
	at: string,
	length: string,
): string =>
	width === 4
		? `${name}_quad(${line} + ${at})`
		: `vec4<f32>(${range(4)
				.map((i) => `${name}_at(${line} + min(${at} + ${i}u, ${length} - 1u))`)
				.join(', ')})`;

/** Where line `index` of a matrix starts, in the units of `four`. */
export const line = (width: 1 | 4, index: string, length: string): string =>
	width === 4 ? `(${index}) * (${length} >> 2u)` : `(${index}) * ${length}`;

/** vec4s over the other dimension from four vec4s: a 4×4 block transposed in registers. */
export const transposed = (names: readonly string[], lane: number): string =>
	`vec4<f32>(${names.map((name) => `${name}.${lanes[lane]}`).join(', ')})`;

/** How an invocation's slots lie in y, as WGSL expressions. */
export interface Places {
	/** Row of y of slot i. */
	row(i: number): string;
	/** First column of y of quad slot j. */
	column(j: number): string;
}

/** Row and column of every slot, and the accumulators. */
export function begin(tile: Tile, places: Places): string {
	return [
		...range(tile.rows).map((i) => `let row_${i} = ${places.row(i)};`),
		...range(tile.quads).map((j) => `let column_${j} = ${places.column(j)};`),
		...slots(tile).map(([i, j]) => `var sum_${i}_${j} = vec4<f32>();`),
	].join('\n');
}

/** Writes what of the block lies in y. */
export function end(problem: Problem, tile: Tile): string {
	return slots(tile)
		.map(([i, j]) => {
			const sum = `sum_${i}_${j}`;
			const value = problem.residual ? `${sum} + ${inResidual(problem, i, j)}` : sum;
			if (widths(problem).y === 4)
				return `if (${inside(i, j)}) { y_set_quad(row_${i} * (u.n >> 2u) + (column_${j} >> 2u), ${value}); }`;
			const sets = range(4).map(
				(l) =>
					`if (column_${j} + ${l}u < u.n) { y_set(row_${i} * u.n + column_${j} + ${l}u, value.${lanes[l]}); }`,
			);
			return `if (${inside(i, j)}) { let value = ${value}; ${sets.join(' ')} }`;
		})
		.join('\n');
}

const inside = (i: number, j: number): string => `row_${i} < u.m && column_${j} < u.n`;

/** Slot i, j of the residual, which lies as y does. */
function inResidual(problem: Problem, i: number, j: number): string {
	const width = widths(problem).y;
	const column = width === 4 ? `(column_${j} >> 2u)` : `column_${j}`;
	return four('r', width, line(width, `row_${i}`, 'u.n'), column, 'u.n');
}

export const slots = (tile: Tile): [number, number][] =>
	range(tile.rows).flatMap((i) => range(tile.quads).map((j): [number, number] => [i, j]));

/** Adds `steps` products to every sum, in ascending k: one chain of fma per sum. */
export const multiply = (
	tile: Tile,
	steps: number,
	a: (i: number, step: number) => string,
	b: (j: number, step: number) => string,
): string[] =>
	slots(tile).map(([i, j]) => {
		const chain = range(steps).reduce(
			(sum, step) => `fma(vec4<f32>(${a(i, step)}), ${b(j, step)}, ${sum})`,
			`sum_${i}_${j}`,
		);
		return `sum_${i}_${j} = ${chain};`;
	});
