/**
 * Each invocation keeps a block of y in registers and reads its operands from storage buffers.
 * Large blocks need fewer loads per multiplication, until they exceed the product.
 */
import {
	accessWidths,
	declareBlock,
	forTerms,
	lanes,
	lineStart,
	loadQuad,
	multiplyAdd,
	range,
	switchMember,
	transposedQuad,
	writeBlock,
	type Code,
	type Problem,
	type Term,
} from './code.ts';
import type { Tile } from './tile.ts';

export const registers = (problem: Problem, tile: Tile): Code => ({
	workgroupSize: [tile.across, tile.down, 1],
	body: `let firstRow = u.first + id.y * ${tile.rows}u;
let firstColumn = u.first_column + id.x * ${4 * tile.quads}u;
if (firstRow >= u.m || firstColumn >= u.n) { return; }
${declareBlock(tile, { row: (i) => `firstRow + ${i}u`, column: (j) => `firstColumn + ${4 * j}u` })}
${forTerms(problem, (term) => sumOverK(term, tile))}
${writeBlock(problem, tile)}`,
});

/** WGSL functions that return a neighbour's register: each lane then loads every second piece. */
export interface NeighbourSwaps {
	readonly a: string;
	readonly b: string;
}

interface Loop {
	readonly swaps?: NeighbourSwaps;
	/** The first term, and the one after the last, as WGSL. Default: all. */
	readonly from?: string;
	readonly to?: string;
}

/** A value that an invocation reads from a matrix, for one step of the loop over k. */
interface Read {
	readonly name: string;
	readonly matrix: string;
	readonly type: 'f32' | 'vec4<f32>';
	/** WGSL that reads it by the accessors of `matrix`. */
	readonly value: (matrix: string) => string;
}

/**
 * The loop over k: four steps at a time if k is a multiple of four, else one. Reads beyond m and n
 * are clamped, and those sums are not written.
 */
export function sumOverK(term: Term, tile: Tile, { swaps, from, to }: Loop = {}): string {
	const { product, k, names } = term;
	const width = accessWidths(term);
	const steps = k % 4 === 0 ? 4 : 1;
	const starts: string[] = [];
	const reads: Read[] = [];
	const lines: string[] = [];
	/** The next four elements, or the next one, of a line that runs along k. */
	const alongK =
		(start: string): Read['value'] =>
		(matrix) =>
			steps === 4 ? loadQuad(matrix, 4, start, '(k >> 2u)', names.k) : `${matrix}_at(${start} + k)`;
	const scalarOrQuad = steps === 4 ? 'vec4<f32>' : 'f32';
	/** `slot`: an odd one takes the value `before` of its neighbour, where neighbours swap. */
	const load = (slot: number, read: Read, before: string, swap?: string): void => {
		if (swap && slot % 2 === 1) lines.push(`let ${read.name} = ${swap}(${before});`);
		else reads.push(read);
	};
	/** Quads across k: the lines are rows of the stored matrix. */
	const across = (matrix: 'a' | 'b', count: number, length: string, swap?: string): void => {
		for (const q of range(steps))
			starts.push(`let ${matrix}Line_${q} = ${lineStart(width[matrix], `k + ${q}u`, length)};`);
		for (const j of range(count))
			for (const q of range(steps)) {
				const value = (name: string): string =>
					loadQuad(name, width[matrix], `${matrix}Line_${q}`, `${matrix}Column_${j}`, length);
				const name = `${matrix}_${j}_${q}`;
				const read: Read = { name, matrix: names[matrix], type: 'vec4<f32>', value };
				load(j, read, `${matrix}_${j - 1}_${q}`, swap);
			}
	};

	if (product === 'NT')
		for (const j of range(tile.quads)) {
			for (const q of range(4)) {
				const value = alongK(`bLine_${j}_${q}`);
				const name = `line_${j}_${q}`;
				const read: Read = { name, matrix: names.b, type: scalarOrQuad, value };
				load(j, read, `line_${j - 1}_${q}`, swaps?.b);
			}
			const pieces = range(4).map((q) => `line_${j}_${q}`);
			for (const q of range(steps)) {
				const quad = steps === 4 ? transposedQuad(pieces, q) : `vec4<f32>(${pieces.join(', ')})`;
				lines.push(`let b_${j}_${q} = ${quad};`);
			}
		}
	else across('b', tile.quads, 'u.n', swaps?.b);
	if (product === 'TN') across('a', tile.rows / 4, 'u.m', swaps?.a);
	else
		for (const i of range(tile.rows)) {
			const value = alongK(`aLine_${i}`);
			const read: Read = { name: `a_${i}`, matrix: names.a, type: scalarOrQuad, value };
			load(i, read, `a_${i - 1}`, swaps?.a);
		}

	const a = (i: number, q: number): string => {
		if (product === 'TN') return `a_${Math.floor(i / 4)}_${q}.${lanes[i % 4]}`;
		return steps === 4 ? `a_${i}.${lanes[q]}` : `a_${i}`;
	};
	for (const line of multiplyAdd(tile, steps, a, (j, q) => `b_${j}_${q}`)) lines.push(line);
	return `${declareReadStarts(term, tile)}
for (var k = ${from ?? '0u'}; k < ${to ?? names.k}; k += ${steps}u) {
${[...starts, ...declareReads(reads, term.byMember), ...lines].join('\n')}
}`;
}

/** Chooses the group's member once for all reads. */
function declareReads(reads: readonly Read[], byMember: Term['byMember'] = {}): string[] {
	const shared = reads.filter(({ matrix }) => !byMember[matrix]);
	const varied = reads.filter(({ matrix }) => byMember[matrix]);
	const declared = shared.map(({ name, matrix, value }) => `let ${name} = ${value(matrix)};`);
	if (varied.length === 0) return declared;
	const members = range(byMember[varied[0].matrix].length).map((member) => {
		const set = varied.map(
			({ name, matrix, value }) => `${name} = ${value(byMember[matrix][member])};`,
		);
		return set.join(' ');
	});
	return [
		...declared,
		...varied.map(({ name, type }) => `var ${name}: ${type};`),
		switchMember(members),
	];
}

/** Declares where each slot starts to read, clamped to the operands. */
function declareReadStarts(term: Term, { rows, quads }: Tile): string {
	const { product, names } = term;
	const width = accessWidths(term);
	const clampedQuad = (index: string, dimension: 'm' | 'n', quadWidth: 1 | 4): string =>
		quadWidth === 4 ? `min(${index} >> 2u, (u.${dimension} >> 2u) - 1u)` : index;
	const a =
		product === 'TN'
			? range(rows / 4).map(
					(i) => `let aColumn_${i} = ${clampedQuad(`row_${4 * i}`, 'm', width.a)};`,
				)
			: range(rows).map(
					(i) => `let aLine_${i} = ${lineStart(width.a, `min(row_${i}, u.m - 1u)`, names.k)};`,
				);
	const b = range(quads).flatMap((j) => {
		if (product !== 'NT')
			return [`let bColumn_${j} = ${clampedQuad(`column_${j}`, 'n', width.b)};`];
		return range(4).map((q) => {
			const start = lineStart(width.b, `min(column_${j} + ${q}u, u.n - 1u)`, names.k);
			return `let bLine_${j}_${q} = ${start};`;
		});
	});
	return [...a, ...b].join('\n');
}

/**
 * The registers design for four lanes of a quad as a square of 2 × 2 blocks. Lanes side by side
 * share rows of a, lanes above each other share columns of b: each loads half of both and gets the
 * rest by a swap of registers.
 *
 * WGSL does not say which invocations form a quad. This design assumes four consecutive ones of a
 * one-dimensional workgroup. It is used only after its results equalled another design's.
 */
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
let block = group.x * ${across}u + 2u * (square % ${across / 2}u) + right;
let firstColumn = u.first_column + block * ${4 * quads}u;
${declareBlock(tile, {
	row: (i) => `firstRow + (${swapped(Math.floor(i / unit), 'right')}) * ${unit}u + ${i % unit}u`,
	column: (j) => `firstColumn + (${swapped(j, 'lower')}) * 4u`,
})}
${forTerms(problem, (term) => sumOverK(term, tile, { swaps: { a: 'quadSwapX', b: 'quadSwapY' } }))}
${writeBlock(problem, tile)}`,
	};
}
