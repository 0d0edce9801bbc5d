/**
 * Sums and maxima over the rows of a matrix. One invocation reduces a short row alone. Several
 * share a long row and join their parts in workgroup memory, in a tree that depends on the row's
 * length only, so that the bits do too.
 *
 * The length limits were measured. On a software adapter a barrier costs as much as about a hundred
 * loads. A GPU needs neighbours that read neighbouring words only if rows are long.
 */
import type { Dispatch } from '../kernel.ts';
import { groupGrid, itemAccess, maxGroups, shader, type Shader } from './shader.ts';

/** WebGPU's guaranteed number of invocations in a workgroup. */
const maxInvocations = 256;
/** Items of a loop that may be unrolled whole: with 24 quads none of the kernels spills on AMD. */
const maxUnrolled = 24;

/**
 * For `rows` rows of `items` items (quads or numbers). All invocations of a workgroup call
 * `join_sum(value, lane)` and `join_max(value, lane)` of f32 together.
 */
export function rowReduction(rows: number, items: number, rowsPerGroup?: number) {
	const wantedLanes = items <= 128 ? 1 : items <= 1024 ? 8 : 64;
	const lanes = Math.min(wantedLanes, maxInvocations / (rowsPerGroup ?? 1));
	const perGroup = rowsPerGroup ?? 64 / lanes;
	return {
		/** Invocations per row. */
		lanes,
		/** The body reads `u.rows`, and `u.items`, the number of a row's items. */
		sizes: { rows, items },
		/**
		 * `body` for each item `c` of the row, in ascending order. If the compiler knows that a long
		 * loop is short enough, it unrolls all of it, and AMD's then spills hundreds of registers.
		 * So such a loop has a variable end, and takes four items at a time, whose loads overlap.
		 */
		loop: (body: string): string =>
			items <= maxUnrolled
				? `for (var c = column; c < ${items}u; c += ${lanes}u) { ${body} }`
				: `for (var next = column; next < u.items; next += ${4 * lanes}u) {
	if (next + ${3 * lanes}u < u.items) {
${[0, 1, 2, 3].map((step) => `		{ let c = next + ${step * lanes}u; ${body} }`).join('\n')}
	} else {
		for (var c = next; c < u.items; c += ${lanes}u) { ${body} }
	}
}`,
		workgroupSize: [lanes * perGroup, 1, 1] as const,
		workgroups: groupGrid(Math.ceil(rows / perGroup)),
		functions: joinFunctions(lanes, lanes * perGroup),
		/**
		 * Start of the body: declares `row`, `column` (the first item; the next is `lanes` further) and
		 * `is_row`. Without it, the invocation joins in and must not write.
		 */
		head: `let group_index = group.x + group.y * ${maxGroups}u;
let wanted_row = group_index * ${perGroup}u + lane / ${lanes}u;
let is_row = wanted_row < u.rows;
let row = min(wanted_row, u.rows - 1u);
let column = lane % ${lanes}u;
`,
	};
}

function joinFunctions(lanes: number, invocations: number): string {
	const join = (name: string, combine: (a: string, b: string) => string) => {
		if (lanes === 1) return `fn join_${name}(value: f32, lane: u32) -> f32 { return value; }\n`;
		const steps: string[] = [];
		for (let step = lanes / 2; step >= 1; step /= 2)
			steps.push(`	if (lane % ${lanes}u < ${step}u) {
		parts[lane] = ${combine('parts[lane]', `parts[lane + ${step}u]`)};
	}
	workgroupBarrier();`);
		return `fn join_${name}(value: f32, lane: u32) -> f32 {
	workgroupBarrier();
	parts[lane] = value;
	workgroupBarrier();
${steps.join('\n')}
	return parts[lane - lane % ${lanes}u];
}
`;
	};
	const memory = lanes === 1 ? '' : `var<workgroup> parts: array<f32, ${invocations}>;\n`;
	return memory + join('sum', (a, b) => `${a} + ${b}`) + join('max', (a, b) => `max(${a}, ${b})`);
}

const quadFunctions = `alias T = vec4<f32>;
fn total(v: T) -> f32 { return (v.x + v.y) + (v.z + v.w); }
fn largest(v: T) -> f32 { return max(max(v.x, v.y), max(v.z, v.w)); }
`;
const numberFunctions = `alias T = f32;
fn total(v: T) -> f32 { return v; }
fn largest(v: T) -> f32 { return v; }
`;

/**
 * Access to the items of rows of `width` numbers: quads if possible. The functions declare the type
 * `T` of an item, the sum `total(T)` of its numbers, and their maximum `largest(T)`.
 */
export function rowItems(width: number) {
	const access = itemAccess(width);
	return { ...access, functions: access.width === 4 ? quadFunctions : numberFunctions };
}

type Rows = Omit<ReturnType<typeof rowItems>, 'functions'> &
	Pick<ReturnType<typeof rowReduction>, 'lanes' | 'loop'>;

/** A dispatch over the rows of a matrix. Its body begins after that of `rowReduction`. */
export function rowShader(
	[rows, length]: readonly number[],
	source: (rows: Rows) => Omit<Shader, 'sizes' | 'workgroupSize' | 'workgroups' | 'enables'>,
	rowsPerGroup?: number,
): Dispatch {
	const { functions: types, ...access } = rowItems(length);
	const reduction = rowReduction(rows, access.items, rowsPerGroup);
	const { head, lanes, loop, functions: joins, ...grid } = reduction;
	const { functions = '', body, ...rest } = source({ ...access, lanes, loop });
	return shader({
		...rest,
		...grid,
		functions: types + joins + functions,
		body: `${head}\n${body}`,
	});
}
