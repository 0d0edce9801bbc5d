/**
 * WGSL text for short rows (the d numbers of a head) that stay in registers, and for what attention does with them.
 *
 * It is text and not loops over arrays: an array that a variable indexes leaves the registers on most compilers, and on the
 * software adapter each access to it is then a gather. There are two layouts, which agree to rounding:
 * - alone: an invocation has the whole row as vec4 variables `name_0`, `name_1` …, zeros after the last number;
 * - quads: four neighbouring invocations share a row: invocation c has the numbers c, 4 + c, 8 + c …, and sums go around by
 *   quadSwap. A quarter of the registers for each, and neighbours load neighbouring numbers, as GPUs like it; on the software
 *   adapter a quarter slower. Needs the feature `subgroups`.
 */
import type { Operand } from '../kernel.ts';
import type { Tuning } from './tuning.ts';
import { linearGrid, linearIndex, type Shader, type ShaderOperand } from './shader.ts';

/** Lines for 0 … count − 1. */
export const each = (count: number, line: (i: number) => string): string =>
	Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Rows of one length. `start` is a WGSL expression: the place of a row's first number in its buffer, in elements. */
export interface Rows {
	/** Rows of queries that one invocation, or four, treat together. */
	readonly atOnce: number;
	/** Declares `name_…` from a buffer. */
	readonly load: (name: string, buffer: string, start: string) => string;
	/** Declares them as another row's numbers times a factor. */
	readonly scaled: (name: string, row: string, factor: string) => string;
	/** Declares them as zeros that change. */
	readonly zeros: (name: string) => string;
	/** Declares the number Σ a_i b_i: four sums over every fourth place, each by fma in ascending order, then (0 + 1) + (2 + 3). */
	readonly dot: (name: string, a: string, b: string) => string;
	/** sum = sum · shrink + Σ factor · row, in their order, in one expression: the sum is stored once. */
	readonly add: (
		sum: string,
		terms: readonly (readonly [factor: string, row: string])[],
		shrink?: string,
	) => string;
	/** Writes row · factor to the buffer that `operand` describes. */
	readonly store: (
		buffer: string,
		operand: Operand,
		start: string,
		row: string,
		factor: string,
	) => string;
	/** How a buffer of such rows is bound. */
	readonly bind: (operand: Operand, at: number, write?: boolean) => ShaderOperand;
	/** Parts of a shader with an invocation, or four, for each of `count` things; its body begins with `index`: `i` is the thing. */
	readonly grid: (count: number) => Pick<Shader, 'workgroupSize' | 'workgroups'> & {
		readonly enables: string;
		readonly functions: string;
		readonly sizes: { readonly count: number };
		readonly index: string;
	};
}

export const rowsOf = (d: number, { sharesRows = false }: Tuning): Rows =>
	sharesRows ? sharedRows(d) : wholeRows(d);

/** Twice as many are a tenth faster on the software adapter at d = 32, and take it seconds more to compile. */
const rowsAtOnce = (d: number): number => Math.max(1, Math.min(4, Math.floor(128 / d)));

function wholeRows(d: number): Rows {
	const quads = Math.ceil(d / 4);
	const width = d % 4 === 0 ? 4 : 1;
	const places = (i: number) => [0, 1, 2, 3].map((c) => i * 4 + c);
	return {
		...arithmetic(quads, 'vec4f'),
		atOnce: rowsAtOnce(d),
		load: (name, buffer, start) =>
			each(quads, (i) => {
				const numbers = places(i).map((at) => (at < d ? `${buffer}_at(${start} + ${at}u)` : '0'));
				return `let ${name}_${i} = ${
					width === 4 ? `${buffer}_quad((${start}) / 4u + ${i}u)` : `vec4f(${numbers.join(', ')})`
				};`;
			}),
		dot: (name, a, b) => `${products(name, a, b, quads)}
let ${name} = (${name}_sum.x + ${name}_sum.y) + (${name}_sum.z + ${name}_sum.w);`,
		store: (buffer, _operand, start, row, factor) =>
			each(quads, (i) =>
				width === 4
					? `${buffer}_set_quad((${start}) / 4u + ${i}u, ${row}_${i} * ${factor});`
					: each(
							Math.min(4, d - i * 4),
							(c) => `${buffer}_set(${start} + ${i * 4 + c}u, ${row}_${i}[${c}] * ${factor});`,
						),
			),
		bind: (operand, at, write = false) => ({ ...operand, at, width, write }),
		grid: (count) => ({
			...linearGrid(count),
			sizes: { count },
			index: linearIndex,
			enables: '',
			functions: '',
		}),
	};
}

function sharedRows(d: number): Rows {
	const length = Math.ceil(d / 4);
	/** Whether an invocation has an i-th number: where d is no multiple of four, the last ones may not. */
	const has = (i: number) => (i * 4 + 4 <= d ? 'true' : `part < ${d - i * 4}u`);
	return {
		...arithmetic(length, 'f32'),
		atOnce: rowsAtOnce(d),
		load: (name, buffer, start) =>
			each(length, (i) => {
				const number = `${buffer}_at(${start} + ${i * 4}u + part)`;
				return `let ${name}_${i} = ${has(i) === 'true' ? number : `select(0.0, ${number}, ${has(i)})`};`;
			}),
		dot: (name, a, b) => `${products(name, a, b, length)}
let ${name} = quad_sum(${name}_sum);`,
		store: (buffer, { storage }, start, row, factor) =>
			each(length, (i) =>
				storage === 'f16'
					? `let ${row}_${i}_whole = quad_gather(${row}_${i} * ${factor});
if (part == 0u) { ${buffer}_set_quad((${start}) / 4u + ${i}u, ${row}_${i}_whole); }`
					: `if (${has(i)}) { ${buffer}_set(${start} + ${i * 4}u + part, ${row}_${i} * ${factor}); }`,
			),
		bind: (operand, at, write = false) => ({
			...operand,
			at,
			width: write && operand.storage === 'f16' ? 4 : 1,
			write,
		}),
		grid: (count) => ({
			...linearGrid(4 * count),
			sizes: { count: 4 * count },
			index: `${linearIndex.replace('let i =', 'let invocation =').replace('(i ', '(invocation ')}
let i = invocation / 4u;
let part = invocation % 4u;
`,
			// The four of a quad run the same loops: what they branch on is the same for all.
			enables: 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n',
			functions: `fn quad_sum(x: f32) -> f32 {
	let pair = x + quadSwapX(x);
	return pair + quadSwapY(pair);
}
fn quad_gather(x: f32) -> vec4f { return vec4f(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x)); }
`,
		}),
	};
}

const products = (name: string, a: string, b: string, length: number): string => {
	let sum = `${a}_0 * ${b}_0`;
	for (let i = 1; i < length; i++) sum = `fma(${a}_${i}, ${b}_${i}, ${sum})`;
	return `let ${name}_sum = ${sum};`;
};

const arithmetic = (
	length: number,
	type: 'f32' | 'vec4f',
): Pick<Rows, 'scaled' | 'zeros' | 'add'> => ({
	scaled: (name, row, factor) => each(length, (i) => `let ${name}_${i} = ${row}_${i} * ${factor};`),
	zeros: (name) => each(length, (i) => `var ${name}_${i} = ${type}();`),
	add: (sum, terms, shrink) =>
		each(length, (i) => {
			let expression = shrink ? `${sum}_${i} * ${shrink}` : `${sum}_${i}`;
			for (const [factor, row] of terms)
				expression = `fma(${type}(${factor}), ${row}_${i}, ${expression})`;
			return `${sum}_${i} = ${expression};`;
		}),
});
