/**
 * The classic design for hardware: a workgroup brings a strip of each operand into its memory once, 16 steps of k at a time, in
 * blocks of 4 × 4 that lie along y's dimension; then each invocation multiplies its rows by its columns from there.
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
import { depth, tileSize, type Tile } from './tile.ts';

export function workgroup(problem: Problem, tile: Tile): Code {
	const { across, down, rows, quads } = tile;
	const size = tileSize(tile);
	const aQuads = size.rows / 4;
	const bQuads = size.columns / 4;
	// Invocation x has quads x, x + across, …: neighbours read neighbouring words.
	const places: Places = {
		row: (i) => `firstRow + local.y * ${rows}u + ${i}u`,
		column: (j) => `firstColumn + (local.x + ${across * j}u) * 4u`,
	};
	const steps = problem.k % depth === 0 ? `${depth}u` : `min(${depth}u, u.k - start)`;
	const a = (i: number): string => `a_${Math.floor(i / 4)}.${lanes[i % 4]}`;
	return {
		workgroupSize: [across, down, 1],
		functions: `var<workgroup> aStrip: array<vec4<f32>, ${depth * aQuads}>;
var<workgroup> bStrip: array<vec4<f32>, ${depth * bQuads}>;
`,
		body: `let firstRow = u.first + group.y * ${size.rows}u;
let firstColumn = group.x * ${size.columns}u;
${begin(tile, places)}
for (var start = 0u; start < u.k; start += ${depth}u) {
${fill('a', problem, aQuads, across * down)}
${fill('b', problem, bQuads, across * down)}
workgroupBarrier();
for (var step = 0u; step < ${steps}; step++) {
${range(rows / 4)
	.map((i) => `let a_${i} = aStrip[step * ${aQuads}u + local.y * ${rows / 4}u + ${i}u];`)
	.join('\n')}
${range(quads)
	.map((j) => `let b_${j} = bStrip[step * ${bQuads}u + local.x + ${across * j}u];`)
	.join('\n')}
${multiply(tile, 1, a, (j) => `b_${j}`).join('\n')}
}
workgroupBarrier();
}
${end(problem, tile)}`,
	};
}

/** Brings blocks of 4 (along y's dimension) × 4 (along k) into workgroup memory; reads beyond the operand are clamped. */
function fill(name: 'a' | 'b', problem: Problem, quads: number, invocations: number): string {
	const [across, along] =
		name === 'a' ? (['u.m', 'firstRow'] as const) : (['u.n', 'firstColumn'] as const);
	const alongK = name === 'a' ? problem.product !== 'TN' : problem.product === 'NT';
	const width = widths(problem)[name];
	const piece = (q: number): string => {
		const [index, at, length] = alongK
			? [`min(at + ${q}u, ${across} - 1u)`, 'k', 'u.k']
			: [`min(k + ${q}u, u.k - 1u)`, 'at', across];
		const start = line(width, index, length);
		const from = width === 4 ? `min(${at} >> 2u, (${length} >> 2u) - 1u)` : at;
		return `let piece_${q} = ${four(name, width, start, from, length)};`;
	};
	const names = range(4).map((q) => `piece_${q}`);
	return `for (var block = lane; block < ${(depth / 4) * quads}u; block += ${invocations}u) {
let at = ${along} + (block % ${quads}u) * 4u;
let k = start + (block / ${quads}u) * 4u;
${range(4).map(piece).join('\n')}
let into = (block / ${quads}u) * ${4 * quads}u + block % ${quads}u;
${range(4)
	.map((q) => `${name}Strip[into + ${q * quads}u] = ${alongK ? transposed(names, q) : names[q]};`)
	.join('\n')}
}`;
}
