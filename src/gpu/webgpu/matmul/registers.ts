/**
 * A block of y in the registers of each invocation, its operands straight from storage buffers: what decides is loads per
 * multiplication, so that large blocks win until the product is too small to fill them. No workgroup memory.
 */
import {
	begin,
	end,
	four,
	lanes,
	line,
	multiply,
	range,
	transposed,
	type Code,
	type Places,
} from './code.ts';
import { widths, type Problem } from './product.ts';
import type { Tile } from './tile.ts';

export function registers(problem: Problem, tile: Tile): Code {
	const places: Places = {
		row: (i) => `firstRow + ${i}u`,
		column: (j) => `firstColumn + ${4 * j}u`,
	};
	return {
		workgroupSize: [tile.across, tile.down, 1],
		body: `let firstRow = u.first + id.y * ${tile.rows}u;
let firstColumn = id.x * ${4 * tile.quads}u;
if (firstRow >= u.m || firstColumn >= u.n) { return; }
${begin(tile, places)}
${sumOverK(problem, tile)}
${end(problem, tile)}`,
	};
}

/** Functions through which a lane gets what its neighbour loaded, so that it loads every second piece only. */
export interface Shared {
	readonly a: string;
	readonly b: string;
}

/**
 * The loop over k: four steps at a time where k is a multiple of four, else one. Rows of a come one by one, or, where a is
 * contiguous along m, by four; columns of b by four. Reads beyond m and n are clamped; those sums are not written.
 */
export function sumOverK(problem: Problem, tile: Tile, shared?: Shared): string {
	const { product, k } = problem;
	const width = widths(problem);
	const steps = k % 4 === 0 ? 4 : 1;
	const lines: string[] = [];
	/** Of a line that runs along k: the next four elements, or one. */
	const alongK = (name: 'a' | 'b', start: string): string =>
		steps === 4 ? four(name, 4, start, '(k >> 2u)', 'u.k') : `${name}_at(${start} + k)`;
	const load = (slot: number, name: string, before: string, value: string, by?: string) =>
		lines.push(`let ${name} = ${by && slot % 2 === 1 ? `${by}(${before})` : value};`);

	if (product === 'NT')
		for (const j of range(tile.quads)) {
			for (const q of range(4))
				load(j, `line_${j}_${q}`, `line_${j - 1}_${q}`, alongK('b', `bLine_${j}_${q}`), shared?.b);
			const names = range(4).map((q) => `line_${j}_${q}`);
			for (const q of range(steps))
				lines.push(
					`let b_${j}_${q} = ${steps === 4 ? transposed(names, q) : `vec4<f32>(${names.join(', ')})`};`,
				);
		}
	else {
		for (const q of range(steps))
			lines.push(`let bLine_${q} = ${line(width.b, `k + ${q}u`, 'u.n')};`);
		for (const j of range(tile.quads))
			for (const q of range(steps))
				load(
					j,
					`b_${j}_${q}`,
					`b_${j - 1}_${q}`,
					four('b', width.b, `bLine_${q}`, `bColumn_${j}`, 'u.n'),
					shared?.b,
				);
	}

	if (product === 'TN') {
		for (const q of range(steps))
			lines.push(`let aLine_${q} = ${line(width.a, `k + ${q}u`, 'u.m')};`);
		for (const i of range(tile.rows / 4))
			for (const q of range(steps))
				load(
					i,
					`a_${i}_${q}`,
					`a_${i - 1}_${q}`,
					four('a', width.a, `aLine_${q}`, `aColumn_${i}`, 'u.m'),
					shared?.a,
				);
	} else
		for (const i of range(tile.rows))
			load(i, `a_${i}`, `a_${i - 1}`, alongK('a', `aLine_${i}`), shared?.a);

	const a = (i: number, q: number): string => {
		if (product === 'TN') return `a_${Math.floor(i / 4)}_${q}.${lanes[i % 4]}`;
		return steps === 4 ? `a_${i}.${lanes[q]}` : `a_${i}`;
	};
	lines.push(...multiply(tile, steps, a, (j, q) => `b_${j}_${q}`));
	return `${clamps(problem, tile)}
for (var k = 0u; k < u.k; k += ${steps}u) {
${lines.join('\n')}
}`;
}

/** Where each slot reads, within the operands. */
function clamps(problem: Problem, { rows, quads }: Tile): string {
	const width = widths(problem);
	const lastQuad = (index: string, dimension: 'm' | 'n', of: 1 | 4): string =>
		of === 4 ? `min(${index} >> 2u, (u.${dimension} >> 2u) - 1u)` : index;
	const a =
		problem.product === 'TN'
			? range(rows / 4).map((i) => `let aColumn_${i} = ${lastQuad(`row_${4 * i}`, 'm', width.a)};`)
			: range(rows).map(
					(i) => `let aLine_${i} = ${line(width.a, `min(row_${i}, u.m - 1u)`, 'u.k')};`,
				);
	const b = range(quads).flatMap((j) =>
		problem.product === 'NT'
			? range(4).map(
					(q) =>
						`let bLine_${j}_${q} = ${line(width.b, `min(column_${j} + ${q}u, u.n - 1u)`, 'u.k')};`,
				)
			: [`let bColumn_${j} = ${lastQuad(`column_${j}`, 'n', width.b)};`],
	);
	return [...a, ...b].join('\n');
}
