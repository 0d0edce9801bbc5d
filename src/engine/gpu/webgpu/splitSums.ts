/**
 * WGSL for items whose rows of sums are split: several neighbours in a workgroup add up some of the
 * terms each, and then their sums in order, through workgroup memory.
 */
import { groupSize, linearGrid, maxGroups } from './shader.ts';

/** How invocations hold a row of sums. */
export interface RowLayout {
	/** Neighbouring invocations that share a row. */
	readonly lanes: 1 | 4;
	readonly type: 'f32' | 'vec4f';
	/** The variables `name_from` to `name_(to − 1)`. */
	readonly from: number;
	readonly to: number;
}

/** Bytes of workgroup memory: half of what every device has, so that two workgroups fit. */
const maxBytes = 8192;

/**
 * Grid for `count` items of `splits` neighbours, 1 or a power of two up to 16. `itemIndex` declares
 * the item `i`. With several neighbours it declares `split` too, and it does not return, because
 * all invocations of a workgroup meet at barriers: if `item` is beyond the end, `i` is the last.
 */
export const itemGrid = (count: number, splits: number, lanes: 1 | 4) => ({
	...linearGrid(count * splits * lanes),
	sizes: { count },
	itemIndex: `let invocation = id.x + id.y * ${maxGroups * groupSize}u;
let item = invocation / ${splits * lanes}u;
${
	splits === 1
		? `if (item >= u.count) { return; }
let i = item;`
		: `let i = min(item, u.count - 1u);
let split = invocation / ${lanes}u % ${splits}u;`
}
`,
});

/**
 * Adds up the neighbours' rows `names`, and runs `use` for each variable of the sums, in one of the
 * neighbours: `total` is the variable with the index `variable` in row number `row`. `memory` must
 * be declared.
 */
export function joinSums(
	names: readonly string[],
	splits: number,
	{ lanes, type, from, to }: RowLayout,
	use: string,
) {
	const length = to - from;
	const rowBytes = groupSize * length * (type === 'f32' ? 4 : 16);
	const atOnce = Math.min(names.length, Math.max(1, Math.floor(maxBytes / rowBytes)));
	const rounds: string[] = [];
	for (let first = 0; first < names.length; first += atOnce) {
		const variables = names
			.slice(first, first + atOnce)
			.flatMap((name) => Array.from({ length }, (_, i) => `${name}_${from + i}`));
		const stored = variables.map((name, i) => `addends[${i * groupSize}u + lane] = ${name};`);
		rounds.push(`${stored.join('\n')}
workgroupBarrier();
for (var next = split; next < ${variables.length}u; next += ${splits}u) {
	var addend = next * ${groupSize}u + lane - split * ${lanes}u;
	var total = addends[addend];
	for (var s = 1u; s < ${splits}u; s++) {
		addend += ${lanes}u;
		total += addends[addend];
	}
	let row = ${first}u + next / ${length}u;
	let variable = ${from}u + next % ${length}u;
	if (item < u.count) {
${use}
	}
}`);
	}
	return {
		memory: `var<workgroup> addends: array<${type}, ${atOnce * length * groupSize}>;\n`,
		code: rounds.join('\nworkgroupBarrier();\n'),
	};
}
