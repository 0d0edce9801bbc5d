/**
 * Dispatches that reduce the rows of a matrix (sums, maxima): one invocation has a short row to itself, and several share a long
 * one and join their parts in workgroup memory, in a tree that depends on the row's length alone, so that the bits do too.
 *
 * Where the limits lie was measured: on a software adapter a barrier costs as much as some hundred loads, and a GPU needs
 * neighbours that read neighbouring words only where rows are long.
 */
import type { Shader } from './shader.ts';

/** WebGPU's limits that every device has. */
const mostGroups = 65_535;
const mostInvocations = 256;

export interface RowReduction extends Pick<Shader, 'workgroupSize' | 'workgroups'> {
	/** The joins below. */
	readonly functions: string;
	/** Invocations to a row. */
	readonly lanes: number;
	/**
	 * The body's beginning: `row`, `column` (this invocation's first item; the next is `lanes` further on), `is_row`. Where that is
	 * false the last row is computed once more, since all must reach the joins, and nothing may be written. Pass `rows` in sizes.
	 */
	readonly head: string;
}

/**
 * For `rows` rows of `items` things each (quads, or single numbers). The functions are `join_sum(value, lane)` and
 * `join_max(value, lane)` of f32, which all invocations of a workgroup call together.
 */
export function rowReduction(rows: number, items: number, rowsPerGroup?: number): RowReduction {
	const wanted = items <= 128 ? 1 : items <= 1024 ? 8 : 64;
	const lanes = Math.min(wanted, mostInvocations / (rowsPerGroup ?? 1));
	const perGroup = rowsPerGroup ?? 64 / lanes;
	const groups = Math.max(1, Math.ceil(rows / perGroup));
	const columns = Math.min(groups, mostGroups);
	return {
		lanes,
		workgroupSize: [lanes * perGroup, 1, 1],
		workgroups: [columns, Math.ceil(groups / columns), 1],
		functions: joins(lanes, lanes * perGroup),
		head: `let group_index = group.x + group.y * ${mostGroups}u;
let wanted_row = group_index * ${perGroup}u + lane / ${lanes}u;
let is_row = wanted_row < u.rows;
let row = min(wanted_row, u.rows - 1u);
let column = lane % ${lanes}u;
`,
	};
}

function joins(lanes: number, invocations: number): string {
	const join = (name: string, both: (a: string, b: string) => string) => {
		if (lanes === 1) return `fn join_${name}(value: f32, lane: u32) -> f32 { return value; }\n`;
		const steps: string[] = [];
		for (let step = lanes / 2; step >= 1; step /= 2)
			steps.push(`	if (lane % ${lanes}u < ${step}u) {
		parts[lane] = ${both('parts[lane]', `parts[lane + ${step}u]`)};
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

/**
 * How a kernel moves the numbers of rows of `width`: four at once where it can. `T` in the WGSL is the type of what is moved,
 * `total(T)` the sum of its numbers and `largest(T)` the greatest.
 */
export function rowItems(width: number): {
	readonly width: 1 | 4;
	/** Items in a row. */
	readonly items: number;
	/** Suffixes of the accessors. */
	readonly at: string;
	readonly set: string;
	readonly functions: string;
} {
	return width % 4 === 0
		? {
				width: 4,
				items: width / 4,
				at: 'quad',
				set: 'set_quad',
				functions: `alias T = vec4<f32>;
fn total(v: T) -> f32 { return (v.x + v.y) + (v.z + v.w); }
fn largest(v: T) -> f32 { return max(max(v.x, v.y), max(v.z, v.w)); }
`,
			}
		: {
				width: 1,
				items: width,
				at: 'at',
				set: 'set',
				functions: `alias T = f32;
fn total(v: T) -> f32 { return v; }
fn largest(v: T) -> f32 { return v; }
`,
			};
}
