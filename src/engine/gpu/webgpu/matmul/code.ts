/** Matrix products and the WGSL that their designs share: loads, transposes and the block of y. */
import type { Operand, Storage } from '../../operand.ts';
import type { Tile } from './tile.ts';

/**
 * The three products of a linear layer, row-major:
 * - NT: y[m,n] = Σₖ a[m,k]·b[n,k] (forward, weights as [out, in]);
 * - NN: y[m,n] = Σₖ a[m,k]·b[k,n] (∂x = ∂y·W);
 * - TN: y[m,n] = Σₖ a[k,m]·b[k,n] (∂W = ∂yᵀ·x).
 */
export type Product = 'NT' | 'NN' | 'TN';

/** The sizes of a product by the shapes of its factors. */
export function productSizes(product: Product, a: Operand, b: Operand) {
	const [m, k] = product === 'TN' ? [a.shape[1], a.shape[0]] : a.shape;
	return { m, k, n: product === 'NT' ? b.shape[0] : b.shape[1] };
}

/** A product with its sizes, and the storage of each matrix. */
export interface Problem extends ReturnType<typeof productSizes> {
	readonly product: Product;
	readonly a: Storage;
	readonly b: Storage;
	readonly y: Storage;
	/** Set for y = ab + r: the storage of r. */
	readonly residual?: Storage;
	/** Whether the product is multiplied by u.scale, before r is added. */
	readonly isScaled?: boolean;
	/** Set for y = ab + cd: the inner dimension and the storages of c and d. */
	readonly second?: Pick<Problem, 'k' | 'a' | 'b'>;
	/** By matrix, if a dispatch computes several products: each member's, where they differ. */
	readonly byMember?: Readonly<Record<string, readonly string[]>>;
}

/** One of the products that are added up in y, with the names of its matrices and of its k. */
export interface Term extends Problem {
	readonly names: { readonly a: string; readonly b: string; readonly k: string };
}

/** WGSL of the loop over k for each term: the second one continues the sums of the first. */
export const forTerms = (problem: Problem, loop: (term: Term) => string): string => {
	const first = loop({ ...problem, names: { a: 'a', b: 'b', k: 'u.k' } });
	if (!problem.second) return first;
	const second = loop({
		...problem,
		...problem.second,
		names: { a: 'c', b: 'd', k: 'u.second_k' },
	});
	return `{\n${first}\n}\n{\n${second}\n}`;
};

/** WGSL that runs the code of the group's member. One choice for many reads compiles faster. */
export const switchMember = (codes: readonly string[]): string =>
	`switch member { ${codes
		.map((code, i) => `${i === 0 ? 'default' : `case ${i}u`}: { ${code} }`)
		.join(' ')} }`;

/** Elements of each matrix that are read or written at once. */
export function accessWidths({ product, m, n, k }: Problem): { a: 1 | 4; b: 1 | 4; y: 1 | 4 } {
	/** `length`: the dimension along which the matrix is contiguous. */
	const width = (length: number): 1 | 4 => (length % 4 === 0 ? 4 : 1);
	return { a: width(product === 'TN' ? m : k), b: width(product === 'NT' ? k : n), y: width(n) };
}

/** WGSL of a design. Its body may read the sizes of `matmul` as u.m, u.n, u.k and so on. */
export interface Code {
	readonly enables?: string;
	readonly functions?: string;
	readonly body: string;
	readonly workgroupSize: readonly [number, number, number];
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
export const lanes = ['x', 'y', 'z', 'w'] as const;

/**
 * Loads four consecutive elements of a matrix line that starts at `line`. With width 4 this is one
 * load, and `line` and `at` count quads. Otherwise it is four loads, clamped to the line's end.
 */
export const loadQuad = (
	name: string,
	width: 1 | 4,
	line: string,
	at: string,
	length: string,
): string =>
	width === 4
		? `${name}_quad(${line} + ${at})`
		: `vec4<f32>(${range(4)
				.map((i) => `${name}_at(${line} + min(${at} + ${i}u, ${length} - 1u))`)
				.join(', ')})`;

/** The start of line `index` of a matrix, in the units of `loadQuad`. */
export const lineStart = (width: 1 | 4, index: string, length: string): string =>
	width === 4 ? `(${index}) * (${length} >> 2u)` : `(${index}) * ${length}`;

/** Column `lane` of four vec4s: one row of a 4×4 transpose in registers. */
export const transposedQuad = (names: readonly string[], lane: number): string =>
	`vec4<f32>(${names.map((name) => `${name}.${lanes[lane]}`).join(', ')})`;

/** Positions of an invocation's slots in y, as WGSL expressions. */
export interface BlockPosition {
	/** Row of y of slot i. */
	row(i: number): string;
	/** First column of y of quad slot j. */
	column(j: number): string;
}

/** Declares the row and column of every slot, and the accumulators. */
export function declareBlock(tile: Tile, position: BlockPosition): string {
	return [
		...range(tile.rows).map((i) => `let row_${i} = ${position.row(i)};`),
		...range(tile.quads).map((j) => `let column_${j} = ${position.column(j)};`),
		...slots(tile).map(([i, j]) => `var sum_${i}_${j} = vec4<f32>();`),
	].join('\n');
}

/** Writes the part of the block that is inside y. */
export function writeBlock(problem: Problem, tile: Tile): string {
	const width = accessWidths(problem).y;
	return slots(tile)
		.map(([i, j]) => {
			const inside = `row_${i} < u.m && column_${j} < u.n`;
			const sum = `sum_${i}_${j}${problem.isScaled ? ' * u.scale' : ''}`;
			const value = problem.residual ? `${sum} + ${loadResidual(width, i, j)}` : sum;
			if (width === 4) {
				const at = `row_${i} * (u.n >> 2u) + (column_${j} >> 2u)`;
				return `if (${inside}) { y_set_quad(${at}, ${value}); }`;
			}
			const sets = range(4).map((lane) => {
				const column = `column_${j} + ${lane}u`;
				return `if (${column} < u.n) { y_set(row_${i} * u.n + ${column}, value.${lanes[lane]}); }`;
			});
			return `if (${inside}) { let value = ${value}; ${sets.join(' ')} }`;
		})
		.join('\n');
}

/** Slot i, j of the residual, which has the layout of y. */
function loadResidual(width: 1 | 4, i: number, j: number): string {
	const column = width === 4 ? `(column_${j} >> 2u)` : `column_${j}`;
	return loadQuad('r', width, lineStart(width, `row_${i}`, 'u.n'), column, 'u.n');
}

const slots = (tile: Tile): [number, number][] =>
	range(tile.rows).flatMap((i) => range(tile.quads).map((j): [number, number] => [i, j]));

/** Adds `steps` products to every sum, in ascending k: one chain of fma per sum. */
export const multiplyAdd = (
	tile: Tile,
	steps: number,
	a: (i: number, step: number) => string,
	b: (j: number, step: number) => string,
): string[] =>
	slots(tile).map(([i, j]) => {
		const chain = range(steps).reduce(
			(sum, step) => `fma(vec4<f32>(${a(i, step)}), ${b(j, step)}, ${sum})`,
			`sum_${i}_${j}`,
		);
		return `sum_${i}_${j} = ${chain};`;
	});
