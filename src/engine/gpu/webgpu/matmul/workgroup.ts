/**
 * The classic design for hardware: a workgroup copies strips of both operands into its memory, 16
 * steps of k at a time, and each invocation multiplies its rows by its columns from there. The next
 * strips are on their way into registers meanwhile: a load takes about as long as the 16 steps.
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
import { depth, tileSize, type Tile } from './tile.ts';

export const workgroup = (problem: Problem, tile: Tile): Code => product(problem, tile, 1);

/**
 * The same for few tiles with long sums: four groups of invocations share a tile. Each adds up a
 * quarter of the terms, in ascending k; then quarters 0 + 2 and 1 + 3 are added, then these two.
 */
export const sliced = (problem: Problem, tile: Tile): Code => product(problem, tile, sliceCount);

/** Two arrays of four strips of 32 × 16 numbers take 16,384 bytes, which every device has. */
export const slicedTile: Tile = { design: 'workgroup', rows: 4, quads: 1, across: 8, down: 8 };
const sliceCount = 4;

/** More tiles fill most GPUs, so that slices gain nothing. */
const maxTiles = 512;
/** A slice has at least eight turns of 16 steps. */
const minTerms = 512;

/** Whether the terms of a product are shared: its tiles are few and its sums long. */
export function isSliced({ m, n, k }: Pick<Problem, 'm' | 'n' | 'k'>): boolean {
	const { rows, columns } = tileSize(slicedTile);
	return k >= minTerms && Math.ceil(m / rows) * Math.ceil(n / columns) <= maxTiles;
}

function product(problem: Problem, tile: Tile, slices: 1 | 4): Code {
	const { across, down, rows, quads } = tile;
	const size = tileSize(tile);
	const aQuads = size.rows / 4;
	const bQuads = size.columns / 4;
	const invocations = across * down;
	const isShared = slices > 1;
	const inSlice = (strip: string, length: number): string =>
		isShared ? `${strip}Strip[local.z * ${depth * length}u + ` : `${strip}Strip[`;
	const a = (i: number): string => `a_${Math.floor(i / 4)}.${lanes[i % 4]}`;
	const loop = (term: Term): string => {
		const { k, names } = term;
		const strips = stripCopies(term, {
			quads: { a: aQuads, b: bQuads },
			invocations,
			lane: isShared ? 'sliceLane' : 'lane',
			into: { a: inSlice('a', aQuads), b: inSlice('b', bQuads) },
		});
		// All slices take the same number of turns, because they meet at barriers.
		const turns = `(${names.k} + ${depth * slices - 1}u) / ${depth * slices}u`;
		const isWhole = k % (depth * slices) === 0;
		const steps = isWhole ? `${depth}u` : `min(${depth}u, max(start, to_k) - start)`;
		const [from, to] = isShared
			? [
					`min(local.z * turns * ${depth}u, ${names.k})`,
					`min(from_k + turns * ${depth}u, ${names.k})`,
				]
			: ['0u', names.k];
		return `let turns = ${turns};
let from_k = ${from};
let to_k = ${to};
${strips.declarations}
for (var turn = 0u; turn <= turns; turn++) {
let next = from_k + turn * ${depth}u;
if (turn > 0u) {
${strips.store}
}
workgroupBarrier();
if (next < to_k) {
${strips.load('next')}
}
if (turn > 0u) {
let start = next - ${depth}u;
for (var step = 0u; step < ${steps}; step++) {
${range(rows / 4)
	.map(
		(i) =>
			`let a_${i} = ${inSlice('a', aQuads)}step * ${aQuads}u + local.y * ${rows / 4}u + ${i}u];`,
	)
	.join('\n')}
${range(quads)
	.map((j) => `let b_${j} = ${inSlice('b', bQuads)}step * ${bQuads}u + local.x + ${across * j}u];`)
	.join('\n')}
${multiplyAdd(tile, 1, a, (j) => `b_${j}`).join('\n')}
}
}
workgroupBarrier();
}`;
	};
	return {
		workgroupSize: [across, down, slices],
		functions: `var<workgroup> aStrip: array<vec4<f32>, ${slices * depth * aQuads}>;
var<workgroup> bStrip: array<vec4<f32>, ${slices * depth * bQuads}>;
`,
		// Invocation x has quads x, x + across, …: neighbours read neighbouring words.
		body: `let firstRow = u.first + group.y * ${size.rows}u;
let firstColumn = u.first_column + group.x * ${size.columns}u;
${isShared ? `let sliceLane = lane % ${invocations}u;` : ''}
${declareBlock(tile, {
	row: (i) => `firstRow + local.y * ${rows}u + ${i}u`,
	column: (j) => `firstColumn + (local.x + ${across * j}u) * 4u`,
})}
${forTerms(problem, loop)}
${isShared ? addSlices(rows, invocations) : ''}
${isShared ? `if (local.z == 0u) {\n${writeBlock(problem, tile)}\n}` : writeBlock(problem, tile)}`,
	};
}

/** Adds the sums of slices 2 and 3 to those of 0 and 1, then those of 1 to those of 0. */
const addSlices = (rows: number, invocations: number): string =>
	[2, 1]
		.map((half) => {
			const at = (i: number, slice: string) =>
				`aStrip[${slice} * ${rows * invocations}u + ${i * invocations}u + sliceLane]`;
			const each = (line: (i: number) => string): string => range(rows).map(line).join('\n');
			return `if (local.z >= ${half}u && local.z < ${2 * half}u) {
${each((i) => `${at(i, `(local.z - ${half}u)`)} = sum_${i}_0;`)}
}
workgroupBarrier();
if (local.z < ${half}u) {
${each((i) => `sum_${i}_0 += ${at(i, 'local.z')};`)}
}
workgroupBarrier();`;
		})
		.join('\n');

interface StripLayout {
	/** Quads of a strip along y. */
	readonly quads: Readonly<Record<'a' | 'b', number>>;
	/** Invocations that copy a strip, and WGSL of the index among them. */
	readonly invocations: number;
	readonly lane: string;
	/** WGSL of a place in the strip up to its index. */
	readonly into: Readonly<Record<'a' | 'b', string>>;
}

/**
 * Copies blocks of 4 (along y) × 4 (along k) into workgroup memory, in two halves: `load` reads
 * them into registers, `store` writes them. The invocations share the blocks of both operands, one
 * block each in a round.
 */
function stripCopies(
	term: Term,
	{ quads, invocations, lane, into }: StripLayout,
): { readonly declarations: string; readonly load: (k: string) => string; readonly store: string } {
	const aBlocks = (depth / 4) * quads.a;
	const blocks = aBlocks + (depth / 4) * quads.b;
	const rounds = range(Math.ceil(blocks / invocations));
	/** Code for an invocation's block of a round, which is one of a or of b. */
	const chosen = (round: number, code: (name: 'a' | 'b', block: string) => string): string => {
		const first = round * invocations;
		const end = first + invocations;
		const slot = `${lane} + ${first}u`;
		if (end <= aBlocks) return code('a', slot);
		const inB = code('b', `${slot} - ${aBlocks}u`);
		const b = end <= blocks ? inB : `if (${slot} < ${blocks}u) {\n${inB}\n}`;
		if (first >= aBlocks) return b;
		const isLast = end <= blocks ? `else {\n${b}\n}` : `else ${b}`;
		return `if (${slot} < ${aBlocks}u) {\n${code('a', slot)}\n} ${isLast}`;
	};
	const isAlongK = { a: term.product !== 'TN', b: term.product === 'NT' };
	const pieces = (round: number) => range(4).map((q) => `piece_${round}_${q}`);
	/** Reads are clamped. */
	const load = (round: number, name: 'a' | 'b', block: string, start: string): string => {
		const { names, byMember = {} } = term;
		const matrices = byMember[names[name]];
		const [along, length] =
			name === 'a' ? (['firstRow', 'u.m'] as const) : (['firstColumn', 'u.n'] as const);
		const width = accessWidths(term)[name];
		const reads = (matrix: string): string =>
			pieces(round)
				.map((piece, q) => {
					const [index, at, line] = isAlongK[name]
						? [`min(at + ${q}u, ${length} - 1u)`, 'k', names.k]
						: [`min(k + ${q}u, ${names.k} - 1u)`, 'at', length];
					const from = width === 4 ? `min(${at} >> 2u, (${line} >> 2u) - 1u)` : at;
					const value = loadQuad(matrix, width, lineStart(width, index, line), from, line);
					return `${piece} = ${value};`;
				})
				.join('\n');
		return `let block = ${block};
let at = ${along} + (block % ${quads[name]}u) * 4u;
let k = ${start} + (block / ${quads[name]}u) * 4u;
${matrices ? switchMember(matrices.map(reads)) : reads(names[name])}`;
	};
	const store = (round: number, name: 'a' | 'b', block: string): string => {
		const count = quads[name];
		const writes = range(4).map((q) => {
			const quad = isAlongK[name] ? transposedQuad(pieces(round), q) : pieces(round)[q];
			return `${into[name]}at + ${q * count}u] = ${quad};`;
		});
		return `let block = ${block};
let at = (block / ${count}u) * ${4 * count}u + block % ${count}u;
${writes.join('\n')}`;
	};
	const inRounds = (code: (round: number) => string): string =>
		rounds.map((round) => `{\n${code(round)}\n}`).join('\n');
	return {
		declarations: rounds
			.flatMap(pieces)
			.map((piece) => `var ${piece}: vec4<f32>;`)
			.join('\n'),
		load: (start) =>
			inRounds((round) => chosen(round, (name, block) => load(round, name, block, start))),
		store: inRounds((round) => chosen(round, (name, block) => store(round, name, block))),
	};
}
