/**
 * WGSL for attention's short rows: the d numbers of a head, kept in registers.
 *
 * It is unrolled text, not loops over arrays. Most compilers move an array with a variable index
 * out of the registers, and on the software adapter each such access is a gather. There are three
 * layouts, which agree up to rounding:
 * - single: one invocation has one row as vec4 variables `name_0`, `name_1` …, with zeros after the
 *   last number. Runs on every GPU;
 * - shared: four neighbouring invocations share a row. Invocation c has the numbers c, 4 + c, 8 + c
 *   …, and sums are exchanged by quadSwap. Each needs a quarter of the registers, and neighbours
 *   load neighbouring numbers, which suits GPUs. A quarter slower on the software adapter. Needs
 *   the feature `subgroups`;
 * - joined: as single, but one invocation has up to four rows, which share what it loads. For
 *   software adapters, which have no registers to spill. On a GPU it spills hundreds of them.
 *
 * Hardware keeps at most `maxRegisters` numbers of rows. Of longer rows, those that are only read
 * stay in memory and are read by loops, and the sums are computed in slices, one dispatch each.
 */
import type { Operand } from '../kernel.ts';
import { range } from './matmul/code.ts';
import type { Tuning } from './matmul/tuning.ts';
import type { ShaderOperand } from './shader.ts';
import { itemGrid, joinSums } from './splitSums.ts';

/** Lines for 0 … count − 1. */
export const each = (count: number, line: (i: number) => string): string =>
	range(count).map(line).join('\n');

/** Code for rows of one length. `start`: WGSL for the index of a row's first number. */
export type HeadRows = ReturnType<typeof wholeRows>;

/** Rows of numbers that an invocation holds for each query or key that it computes. */
interface RowCounts {
	/** Rows of sums. */
	readonly sums: number;
	/** Rows that the loop only reads. */
	readonly read: number;
}

/** One for each slice of the sums: each slice is a dispatch. */
export function headRows(
	d: number,
	{ sharesRows = false, joinsRows = false }: Tuning,
	{ sums, read }: RowCounts,
): readonly HeadRows[] {
	const length = Math.ceil(d / 4);
	const perItem = sharesRows ? 1 : 4;
	const rows = sharesRows || joinsRows ? rowsAtOnce(d) : 1;
	const isLimited = sharesRows || !joinsRows;
	const isReadKept = !isLimited || (sums + read) * length * perItem * rows <= maxRegisters;
	const wanted = isReadKept ? 1 : (sums * length * perItem * rows) / maxSums;
	const slices = Math.max(1, Math.ceil(wanted));
	const sliceLength = Math.ceil(length / slices);
	return range(slices).map((i) => {
		const slice: Slice = {
			from: i * sliceLength,
			to: Math.min(length, (i + 1) * sliceLength),
			isReadKept,
			isStreamed: isLimited && rows === 1,
		};
		return sharesRows ? sharedRows(d, slice) : wholeRows(d, rows, slice);
	});
}

/** Numbers in registers. Compilers of GPUs have 128 to 256 registers, and need some themselves. */
const maxRegisters = 128;
/** Sums in registers where the other rows are in memory: what is being loaded needs the rest. */
const maxSums = 64;

/** Twice as many: 10 % faster on the software adapter at d = 32, but seconds longer to compile. */
const rowsAtOnce = (d: number): number => Math.max(1, Math.min(4, Math.floor(128 / d)));

/** The variables of a row that the sums of one dispatch have: `from` to `to` − 1. */
interface Slice {
	readonly from: number;
	readonly to: number;
	/** Whether rows that the loop only reads are in registers. Else each use loads them. */
	readonly isReadKept: boolean;
	/** Whether a row of the loop is loaded where it is used, because it is used by one row only. */
	readonly isStreamed: boolean;
}

/** Lines for the variables of a slice. */
const eachOf = ({ from, to }: Slice, line: (i: number) => string): string =>
	each(to - from, (i) => line(from + i));

function wholeRows(d: number, rows: number, slice: Slice) {
	const width = d % 4 === 0 ? 4 : 1;
	const quadOf =
		(buffer: string, start: string): Row =>
		(i) => {
			if (width === 4) return `${buffer}_quad((${start}) / 4u + ${unsigned(i)})`;
			const numbers = range(4).map((c) =>
				typeof i === 'number' && i * 4 + c >= d
					? '0'
					: `${buffer}_at(${start} + 4u * ${unsigned(i)} + ${c}u)`,
			);
			return `vec4f(${numbers.join(', ')})`;
		};
	const { sumOfProducts, loopSizes, ...arithmetic } = rowArithmetic(d, 'vec4f', slice, quadOf);
	/** Writes variable `i` of a row. */
	const set = (buffer: string, start: string, i: number | string, value: string): string => {
		if (width === 4) return `${buffer}_set_quad((${start}) / 4u + ${unsigned(i)}, ${value});`;
		const number = (c: number) => `${start} + 4u * ${unsigned(i)} + ${c}u`;
		const setNumber = (c: number) => `${buffer}_set(${number(c)}, (${value})[${c}]);`;
		return typeof i === 'number'
			? each(Math.min(4, d - i * 4), setNumber)
			: each(Math.min(4, d), (c) => `if (4u * ${i} + ${c}u < ${d}u) { ${setNumber(c)} }`);
	};
	return {
		...arithmetic,
		/** Rows that one invocation, or four, treat together. */
		rowsAtOnce: rows,
		/** Declares Σ a_i b_i: four fma sums over every fourth index, then (0 + 1) + (2 + 3). */
		dot: (name: string, a: Row, b: Row) => `${sumOfProducts(name, a, b)}
let ${name} = (${name}_sum.x + ${name}_sum.y) + (${name}_sum.z + ${name}_sum.w);`,
		/** Writes this slice of row · factor. */
		store: (buffer: string, start: string, row: string, factor: string) =>
			eachOf(slice, (i) => set(buffer, start, i, `${row}_${i} * ${factor}`)),
		set,
		/** Adds up rows of sums that neighbours split (splitSums.ts). */
		join: (names: readonly string[], splits: number, use: string) =>
			joinSums(names, splits, { ...slice, lanes: 1, type: 'vec4f' }, use),
		/** Binds a buffer of such rows. */
		bind: (operand: Operand, index: number, write = false): ShaderOperand => ({
			...operand,
			index,
			width,
			write,
		}),
		/** Shader parts for `count` items. The body starts with `itemIndex`, which declares `i`. */
		grid: (count: number, splits = 1) => {
			const { sizes, ...grid } = itemGrid(count, splits, 1);
			return { ...grid, sizes: { ...sizes, ...loopSizes }, enables: '', functions: '' };
		},
	};
}

const quadFunctions = `fn quad_sum(x: f32) -> f32 {
	let pair = x + quadSwapX(x);
	return pair + quadSwapY(pair);
}
`;

function sharedRows(d: number, slice: Slice): HeadRows {
	/** Whether an invocation has an i-th number: not always, if d is not a multiple of four. */
	const has = (i: number | string) =>
		typeof i === 'string' || i * 4 + 4 <= d ? 'true' : `part < ${d - i * 4}u`;
	const numberOf =
		(buffer: string, start: string): Row =>
		(i) => {
			const number = `${buffer}_at(${start} + 4u * ${unsigned(i)} + part)`;
			return has(i) === 'true' ? number : `select(0.0, ${number}, ${has(i)})`;
		};
	const { sumOfProducts, loopSizes, ...arithmetic } = rowArithmetic(d, 'f32', slice, numberOf);
	const set: HeadRows['set'] = (buffer, start, i, value) => {
		const isInside = typeof i === 'number' ? has(i) : `4u * ${i} + part < ${d}u`;
		return `if (${isInside}) { ${buffer}_set(${start} + 4u * ${unsigned(i)} + part, ${value}); }`;
	};
	return {
		...arithmetic,
		rowsAtOnce: rowsAtOnce(d),
		dot: (name, a, b) => `${sumOfProducts(name, a, b)}
let ${name} = quad_sum(${name}_sum);`,
		store: (buffer, start, row, factor) =>
			eachOf(slice, (i) => set(buffer, start, i, `${row}_${i} * ${factor}`)),
		set,
		join: (names, splits, use) => joinSums(names, splits, { ...slice, lanes: 4, type: 'f32' }, use),
		bind: (operand, index, write = false) => ({ ...operand, index, width: 1, write }),
		grid: (count, splits = 1) => {
			const { sizes, itemIndex, ...grid } = itemGrid(count, splits, 4);
			return {
				...grid,
				sizes: { ...sizes, ...loopSizes },
				itemIndex: `${itemIndex}let part = invocation % 4u;
`,
				// The four invocations of a quad run the same loops: they branch on the same values.
				enables: 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n',
				functions: quadFunctions,
			};
		},
	};
}

/** A row that code reads: WGSL for its variable i. In memory, i may be an expression. */
export type Row = (i: number | string) => string;

const unsigned = (i: number | string): string => (typeof i === 'number' ? `${i}u` : `(${i})`);

const variable =
	(name: string): Row =>
	(i) =>
		`${name}_${i}`;

/** A row with the code that declares its variables, if it has any. */
interface LoadedRow {
	readonly code: string;
	readonly row: Row;
}

/** Variables of a row that one turn of a loop reads. */
const loopSteps = 4;

const rowArithmetic = (
	d: number,
	type: 'f32' | 'vec4f',
	slice: Slice,
	numbers: (buffer: string, start: string) => Row,
) => {
	const length = Math.ceil(d / 4);
	const declared = (name: string, row: Row): LoadedRow => ({
		code: each(length, (i) => `let ${name}_${i} = ${row(i)};`),
		row: variable(name),
	});
	const inMemory = (name: string, buffer: string, start: string): LoadedRow => ({
		code: `let ${name}_start = ${start};`,
		row: numbers(buffer, `${name}_start`),
	});
	/** Variables without zeros after the last number. */
	const whole = Math.floor(d / 4);
	const blocks = Math.floor(whole / loopSteps);
	return {
		/** Sizes that the shader needs. A bound that the compiler knows would unroll the loop. */
		loopSizes: slice.isReadKept ? {} : { blocks },
		/** Declares `name_sum` = Σ a_i b_i over the row's variables. */
		sumOfProducts: (name: string, a: Row, b: Row): string => {
			const add = (i: number | string) => `${name}_sum = fma(${a(i)}, ${b(i)}, ${name}_sum);`;
			if (!slice.isReadKept)
				return `var ${name}_sum = ${type}();
for (var block = 0u; block < u.blocks; block++) {
${each(loopSteps, (i) => add(`block * ${loopSteps}u + ${i}u`))}
}
${each(length - blocks * loopSteps, (i) => add(blocks * loopSteps + i))}`;
			let sum = `${a(0)} * ${b(0)}`;
			for (let i = 1; i < length; i++) sum = `fma(${a(i)}, ${b(i)}, ${sum})`;
			return `let ${name}_sum = ${sum};`;
		},
		/** Whether this slice writes what all slices compute. */
		isFirst: slice.from === 0,
		/** A row that the loop reads again and again: declared as `name_…`, or in memory. */
		keep: (name: string, buffer: string, start: string, factor?: string): LoadedRow => {
			const { code, row } = slice.isReadKept
				? declared(factor ? `raw_${name}` : name, numbers(buffer, start))
				: inMemory(name, buffer, start);
			if (!factor) return { code, row };
			const scaled: Row = (i) => `${row(i)} * ${factor}`;
			if (!slice.isReadKept) return { code, row: (i) => `(${scaled(i)})` };
			const product = declared(name, scaled);
			return {
				code: `${code}
${product.code}`,
				row: product.row,
			};
		},
		/** A row that one turn of the loop reads: declared as `name_…`, or in memory. */
		stream: (name: string, buffer: string, start: string): LoadedRow =>
			slice.isStreamed ? inMemory(name, buffer, start) : declared(name, numbers(buffer, start)),
		/** Declares this slice of `name_…` as zeros that can change. */
		zeros: (name: string) => eachOf(slice, (i) => `var ${name}_${i} = ${type}();`),
		/** sum = sum · shrink + Σ factor · row in order, in one expression: the sum is stored once. */
		add: (sum: string, terms: readonly (readonly [factor: string, row: Row])[], shrink?: string) =>
			eachOf(slice, (i) => {
				let expression = shrink ? `${sum}_${i} * ${shrink}` : `${sum}_${i}`;
				for (const [factor, row] of terms)
					expression = `fma(${type}(${factor}), ${row(i)}, ${expression})`;
				return `${sum}_${i} = ${expression};`;
			}),
	};
};
