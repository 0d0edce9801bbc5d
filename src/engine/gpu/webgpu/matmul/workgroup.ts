/**
 * The classic design for hardware: a workgroup copies strips of both operands into its memory, 16
 * steps of k at a time, and each invocation multiplies its rows by its columns from there.
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
	transposedQuad,
	writeBlock,
	type Code,
	type Problem,
	type Term,
} from './code.ts';
import { depth, tileSize, type Tile } from './tile.ts';

export function workgroup(problem: Problem, tile: Tile): Code {
	const { across, down, rows, quads } = tile;
	const size = tileSize(tile);
	const aQuads = size.rows / 4;
	const bQuads = size.columns / 4;
	const stepsOf = ({ k, names }: Term) =>
		k % depth === 0 ? `${depth}u` : `min(${depth}u, ${names.k} - start)`;
	const a = (i: number): string => `a_${Math.floor(i / 4)}.${lanes[i % 4]}`;
	return {
		workgroupSize: [across, down, 1],
		functions: `var<workgroup> aStrip: array<vec4<f32>, ${depth * aQuads}>;
var<workgroup> bStrip: array<vec4<f32>, ${depth * bQuads}>;
`,
		// Invocation x has quads x, x + across, …: neighbours read neighbouring words.
		body: `let firstRow = u.first + group.y * ${size.rows}u;
let firstColumn = group.x * ${size.columns}u;
${declareBlock(tile, {
	row: (i) => `firstRow + local.y * ${rows}u + ${i}u`,
	column: (j) => `firstColumn + (local.x + ${across * j}u) * 4u`,
})}
${forTerms(
	problem,
	(term) => `for (var start = 0u; start < ${term.names.k}; start += ${depth}u) {
${copyStrip('a', term, aQuads, across * down)}
${copyStrip('b', term, bQuads, across * down)}
workgroupBarrier();
for (var step = 0u; step < ${stepsOf(term)}; step++) {
${range(rows / 4)
	.map((i) => `let a_${i} = aStrip[step * ${aQuads}u + local.y * ${rows / 4}u + ${i}u];`)
	.join('\n')}
${range(quads)
	.map((j) => `let b_${j} = bStrip[step * ${bQuads}u + local.x + ${across * j}u];`)
	.join('\n')}
${multiplyAdd(tile, 1, a, (j) => `b_${j}`).join('\n')}
}
workgroupBarrier();
}`,
)}
${writeBlock(problem, tile)}`,
	};
}

/** Copies blocks of 4 (along y) × 4 (along k) into workgroup memory. Reads are clamped. */
function copyStrip(name: 'a' | 'b', term: Term, quads: number, invocations: number): string {
	const [across, along] =
		name === 'a' ? (['u.m', 'firstRow'] as const) : (['u.n', 'firstColumn'] as const);
	const { product, names } = term;
	const isAlongK = name === 'a' ? product !== 'TN' : product === 'NT';
	const width = accessWidths(term)[name];
	const piece = (q: number): string => {
		const [index, at, length] = isAlongK
			? [`min(at + ${q}u, ${across} - 1u)`, 'k', names.k]
			: [`min(k + ${q}u, ${names.k} - 1u)`, 'at', across];
		const start = lineStart(width, index, length);
		const from = width === 4 ? `min(${at} >> 2u, (${length} >> 2u) - 1u)` : at;
		return `let piece_${q} = ${loadQuad(names[name], width, start, from, length)};`;
	};
	const pieces = range(4).map((q) => `piece_${q}`);
	const write = (q: number): string =>
		`${name}Strip[into + ${q * quads}u] = ${isAlongK ? transposedQuad(pieces, q) : pieces[q]};`;
	return `for (var block = lane; block < ${(depth / 4) * quads}u; block += ${invocations}u) {
let at = ${along} + (block % ${quads}u) * 4u;
let k = start + (block / ${quads}u) * 4u;
${range(4).map(piece).join('\n')}
let into = (block / ${quads}u) * ${4 * quads}u + block % ${quads}u;
${range(4).map(write).join('\n')}
}`;
}
