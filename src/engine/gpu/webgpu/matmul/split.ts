/**
 * Long sums of few outputs, such as an adapter's, would leave most of a GPU idle. Here 16
 * invocations share each sum: each adds up a sixteenth of the terms, in ascending k, and the parts
 * are added in that order. The shape alone decides, never a measured tile, so that the bits do too.
 */
import { declareBlock, forTerms, writeBlock, type Code, type Problem, type Term } from './code.ts';
import { sumOverK } from './registers.ts';
import type { Tile } from './tile.ts';

/** More outputs fill a GPU without it: the limit of size class "few" (tuning.ts). */
const maxOutputs = 24_576;
/** Each part has at least eight terms. */
const minTerms = 128;
const parts = 16;
/** Invocations that have one part of the sums of a workgroup's block. */
const blocks = 16;

/** Whether the sums of a product are split. */
export const isSplit = ({ m, n, k }: Pick<Problem, 'm' | 'n' | 'k'>): boolean =>
	m * n <= maxOutputs && k >= minTerms;

/** 16 blocks of 4 × 4 outputs as a square, or along the longer side of a narrow y. */
export function splitTile({ m, n }: Problem): Tile {
	const across = n <= 8 ? 2 : m <= 8 ? 8 : 4;
	return { design: 'registers', rows: 4, quads: 1, across, down: blocks / across };
}

/** `tile`: the `splitTile` of the problem. */
export function split(problem: Problem, tile: Tile): Code {
	const { across, down } = tile;
	const row = (y: string): string => `u.first + (group.y * ${down}u + ${y}) * 4u`;
	const column = (x: string): string => `u.first_column + (group.x * ${across}u + ${x}) * 4u`;
	const loop = (term: Term): string => {
		const { k } = term.names;
		// Whole quads along k, so that a part starts at one.
		return `let share = (${k} + ${4 * parts - 1}u) / ${4 * parts}u * 4u;
let from_k = min(local.z * share, ${k});
let to_k = min(from_k + share, ${k});
${sumOverK(term, tile, { from: 'from_k', to: 'to_k' })}`;
	};
	return {
		workgroupSize: [across, down, parts],
		functions: `var<workgroup> sums: array<vec4<f32>, ${parts * blocks * 4}>;
`,
		body: `let firstRow = ${row('local.y')};
let firstColumn = ${column('local.x')};
${declareBlock(tile, { row: (i) => `firstRow + ${i}u`, column: () => 'firstColumn' })}
${forTerms(problem, loop)}
${[0, 1, 2, 3].map((i) => `sums[lane * 4u + ${i}u] = sum_${i}_0;`).join('\n')}
workgroupBarrier();
if (lane < ${blocks * 4}u) {
	let block = lane / 4u;
	let row_0 = ${row(`block / ${across}u`)} + lane % 4u;
	let column_0 = ${column(`(block % ${across}u)`)};
	var sum_0_0 = vec4<f32>();
	for (var part = 0u; part < ${parts}u; part++) { sum_0_0 += sums[part * ${blocks * 4}u + lane]; }
	${writeBlock(problem, { ...tile, rows: 1 })}
}`,
	};
}
