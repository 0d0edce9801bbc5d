/** Matrix products on the GPU: the door to the designs of matmul/, which all give the same bits. */
import { InternalError } from '#core/errors.ts';
import type { Dispatch, Operand } from '../kernel.ts';
import { tileFor, type Tuning } from './matmul/choice.ts';
import type { Code } from './matmul/code.ts';
import { widths, type Problem, type Product } from './matmul/product.ts';
import { registers } from './matmul/registers.ts';
import { subgroups } from './matmul/subgroups.ts';
import { tileSize, type Tile } from './matmul/tile.ts';
import { workgroup } from './matmul/workgroup.ts';
import { shader } from './shader.ts';

export type { Product } from './matmul/product.ts';

/** Tiles by the name of their design: from a product and a tile to WGSL. */
const designs: Readonly<Record<Tile['design'], (problem: Problem, tile: Tile) => Code>> = {
	registers,
	workgroup,
	subgroups,
};

export interface MatrixOperand extends Operand {
	/** Its place in the operation's operands: inputs, then outputs. */
	readonly at: number;
}

export interface Matrices {
	/** For errors and profiles: `linear`. */
	readonly label: string;
	readonly a: MatrixOperand;
	readonly b: MatrixOperand;
	readonly y: MatrixOperand;
	/** y = ab + residual, of y's shape. */
	readonly residual?: MatrixOperand;
}

/** Floating-point operations of one dispatch at most: 2 s at 2 GFLOPS, far from a watchdog's 10 s. */
const mostFlops = 4e9;

/**
 * The product as dispatches: one, or several by rows of y where one would be too long.
 *
 * NT: a [m, k], b [n, k]; NN: a [m, k], b [k, n]; TN: a [k, m], b [k, n]; y, residual [m, n].
 */
export const matmul = (
	product: Product,
	matrices: Matrices,
	tuning: Tuning,
	atMost = mostFlops,
): readonly Dispatch[] => {
	const problem = problemOf(product, matrices);
	return dispatchesOf(matrices, problem, tileFor(problem, tuning), atMost);
};

/** The same with a tile of the caller's choice: for measuring and for tests. */
export const matmulWith = (
	product: Product,
	matrices: Matrices,
	tile: Tile,
	atMost = mostFlops,
): readonly Dispatch[] => dispatchesOf(matrices, problemOf(product, matrices), tile, atMost);

function dispatchesOf(
	{ label, a, b, y, residual }: Matrices,
	problem: Problem,
	tile: Tile,
	atMost: number,
): readonly Dispatch[] {
	const { m, n, k } = problem;
	const code = designs[tile.design](problem, tile);
	const width = widths(problem);
	const size = tileSize(tile);
	const strips = Math.ceil(m / size.rows);
	const perStrip = 2 * Math.min(m, size.rows) * n * k;
	const stripsAtOnce = Math.min(strips, Math.max(1, Math.floor(atMost / perStrip)));
	const starts = Array.from(
		{ length: Math.ceil(strips / stripsAtOnce) },
		(_, i) => i * stripsAtOnce,
	);
	return starts.map((start) => {
		const here = Math.min(stripsAtOnce, strips - start);
		const first = start * size.rows;
		return shader({
			label,
			...code,
			operands: {
				a: { ...a, width: width.a },
				b: { ...b, width: width.b },
				...(residual && { r: { ...residual, width: width.y } }),
				y: { ...y, width: width.y, write: true },
			},
			sizes: { m, n, k, first },
			workgroups: [Math.ceil(n / size.columns), here, 1],
			flops: 2 * Math.min(m - first, here * size.rows) * n * k,
		});
	});
}

function problemOf(product: Product, { label, a, b, y, residual }: Matrices): Problem {
	const [m, n] = y.shape;
	const k = product === 'TN' ? a.shape[0] : a.shape[1];
	const expected = {
		a: product === 'TN' ? [k, m] : [m, k],
		b: product === 'NT' ? [n, k] : [k, n],
		residual: [m, n],
	};
	const given = { a: a.shape, b: b.shape, residual: residual?.shape ?? [m, n] };
	for (const name of ['a', 'b', 'residual'] as const)
		if (given[name].join() !== expected[name].join())
			throw new InternalError(
				`${label}: ${product} with y [${m}, ${n}] and k ${k} needs ${name} of shape ` +
					`[${expected[name].join(', ')}], not [${given[name].join(', ')}].`,
			);
	return {
		product,
		m,
		n,
		k,
		a: a.storage,
		b: b.storage,
		y: y.storage,
		...(residual && { residual: residual.storage }),
	};
}
