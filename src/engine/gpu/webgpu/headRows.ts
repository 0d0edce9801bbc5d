/**
 * WGSL for attention's short rows: the d numbers of a head, kept in registers.
 *
 * It is unrolled text, not loops over arrays. Most compilers move an array with a variable index
 * out of the registers, and on the software adapter each such access is a gather. There are two
 * layouts, which agree up to rounding:
 * - whole: one invocation has the whole row as vec4 variables `name_0`, `name_1` …, with zeros
 *   after the last number;
 * - shared: four neighbouring invocations share a row. Invocation c has the numbers c, 4 + c, 8 + c
 *   …, and sums are exchanged by quadSwap. Each needs a quarter of the registers, and neighbours
 *   load neighbouring numbers, which suits GPUs. A quarter slower on the software adapter. Needs
 *   the feature `subgroups`.
 */
import type { Operand } from '../kernel.ts';
import type { Tuning } from './matmul/tuning.ts';
import { declareIndex, linearGrid, type ShaderOperand } from './shader.ts';

/** Lines for 0 … count − 1. */
export const each = (count: number, line: (i: number) => string): string =>
	Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Code for rows of one length. `start`: WGSL for the index of a row's first number. */
export type HeadRows = ReturnType<typeof wholeRows>;

export const headRows = (d: number, { sharesRows = false }: Tuning): HeadRows =>
	sharesRows ? sharedRows(d) : wholeRows(d);

/** Twice as many: 10 % faster on the software adapter at d = 32, but seconds longer to compile. */
const rowsAtOnce = (d: number): number => Math.max(1, Math.min(4, Math.floor(128 / d)));

function wholeRows(d: number) {
	const quads = Math.ceil(d / 4);
	const width = d % 4 === 0 ? 4 : 1;
	const indices = (i: number) => [0, 1, 2, 3].map((c) => i * 4 + c);
	return {
		...rowArithmetic(quads, 'vec4f'),
		/** Queries that one invocation, or four, treat together. */
		rowsAtOnce: rowsAtOnce(d),
		/** Declares `name_…` from a buffer. */
		load: (name: string, buffer: string, start: string) =>
			each(quads, (i) => {
				const numbers = indices(i).map((at) => (at < d ? `${buffer}_at(${start} + ${at}u)` : '0'));
				const quad =
					width === 4 ? `${buffer}_quad((${start}) / 4u + ${i}u)` : `vec4f(${numbers.join(', ')})`;
				return `let ${name}_${i} = ${quad};`;
			}),
		/** Declares Σ a_i b_i: four fma sums over every fourth index, then (0 + 1) + (2 + 3). */
		dot: (name: string, a: string, b: string) => `${sumOfProducts(name, a, b, quads)}
let ${name} = (${name}_sum.x + ${name}_sum.y) + (${name}_sum.z + ${name}_sum.w);`,
		/** Writes row · factor to the buffer that `operand` describes. */
		store: (buffer: string, _operand: Operand, start: string, row: string, factor: string) =>
			each(quads, (i) =>
				width === 4
					? `${buffer}_set_quad((${start}) / 4u + ${i}u, ${row}_${i} * ${factor});`
					: each(
							Math.min(4, d - i * 4),
							(c) => `${buffer}_set(${start} + ${i * 4 + c}u, ${row}_${i}[${c}] * ${factor});`,
						),
			),
		/** Binds a buffer of such rows. */
		bind: (operand: Operand, index: number, write = false): ShaderOperand => ({
			...operand,
			index,
			width,
			write,
		}),
		/** Shader parts for `count` items. The body starts with `itemIndex`, which declares `i`. */
		grid: (count: number) => ({
			...linearGrid(count),
			sizes: { count },
			itemIndex: declareIndex('i'),
			enables: '',
			functions: '',
		}),
	};
}

const quadFunctions = `fn quad_sum(x: f32) -> f32 {
	let pair = x + quadSwapX(x);
	return pair + quadSwapY(pair);
}
fn quad_gather(x: f32) -> vec4f {
	return vec4f(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x));
}
`;

function sharedRows(d: number): HeadRows {
	const length = Math.ceil(d / 4);
	/** Whether an invocation has an i-th number: not always, if d is not a multiple of four. */
	const has = (i: number) => (i * 4 + 4 <= d ? 'true' : `part < ${d - i * 4}u`);
	return {
		...rowArithmetic(length, 'f32'),
		rowsAtOnce: rowsAtOnce(d),
		load: (name, buffer, start) =>
			each(length, (i) => {
				const number = `${buffer}_at(${start} + ${i * 4}u + part)`;
				const value = has(i) === 'true' ? number : `select(0.0, ${number}, ${has(i)})`;
				return `let ${name}_${i} = ${value};`;
			}),
		dot: (name, a, b) => `${sumOfProducts(name, a, b, length)}
let ${name} = quad_sum(${name}_sum);`,
		store: (buffer, { storage }, start, row, factor) =>
			each(length, (i) => {
				const value = `${row}_${i} * ${factor}`;
				if (storage !== 'f16')
					return `if (${has(i)}) { ${buffer}_set(${start} + ${i * 4}u + part, ${value}); }`;
				const whole = `${row}_${i}_whole`;
				return `let ${whole} = quad_gather(${value});
if (part == 0u) { ${buffer}_set_quad((${start}) / 4u + ${i}u, ${whole}); }`;
			}),
		bind: (operand, index, write = false) => ({
			...operand,
			index,
			width: write && operand.storage === 'f16' ? 4 : 1,
			write,
		}),
		grid: (count) => ({
			...linearGrid(4 * count),
			sizes: { count: 4 * count },
			itemIndex: `${declareIndex('invocation')}
let i = invocation / 4u;
let part = invocation % 4u;
`,
			// The four invocations of a quad run the same loops: they branch on the same values.
			enables: 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n',
			functions: quadFunctions,
		}),
	};
}

const sumOfProducts = (name: string, a: string, b: string, length: number): string => {
	let sum = `${a}_0 * ${b}_0`;
	for (let i = 1; i < length; i++) sum = `fma(${a}_${i}, ${b}_${i}, ${sum})`;
	return `let ${name}_sum = ${sum};`;
};

const rowArithmetic = (length: number, type: 'f32' | 'vec4f') => ({
	/** Declares `name_…` as another row times a factor. */
	scaled: (name: string, row: string, factor: string) =>
		each(length, (i) => `let ${name}_${i} = ${row}_${i} * ${factor};`),
	/** Declares `name_…` as zeros that can change. */
	zeros: (name: string) => each(length, (i) => `var ${name}_${i} = ${type}();`),
	/** sum = sum · shrink + Σ factor · row in order, in one expression: the sum is stored once. */
	add: (sum: string, terms: readonly (readonly [factor: string, row: string])[], shrink?: string) =>
		each(length, (i) => {
			let expression = shrink ? `${sum}_${i} * ${shrink}` : `${sum}_${i}`;
			for (const [factor, row] of terms)
				expression = `fma(${type}(${factor}), ${row}_${i}, ${expression})`;
			return `${sum}_${i} = ${expression};`;
		}),
});
