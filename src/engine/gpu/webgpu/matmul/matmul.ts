/** Matrix products as dispatches. All designs of this folder give the same bits. */
import { InternalError } from '#engine/core/errors.ts';
import type { Dispatch, Operand } from '../../kernel.ts';
import { shader } from '../shader.ts';
import { accessWidths, productSizes, type Code, type Problem, type Product } from './code.ts';
import { registers, subgroups } from './registers.ts';
import { tileSize, type Tile } from './tile.ts';
import { chooseTile, safeTuning, submissionFlops, type Tuning } from './tuning.ts';
import { workgroup } from './workgroup.ts';

const designs: Readonly<Record<Tile['design'], (problem: Problem, tile: Tile) => Code>> = {
	registers,
	workgroup,
	subgroups,
};

export interface MatrixOperand extends Operand {
	/** Index among the operation's operands: inputs, then outputs. */
	readonly index: number;
}

export interface Matrices {
	/** For errors and profiles: `linear`. */
	readonly label: string;
	readonly a: MatrixOperand;
	readonly b: MatrixOperand;
	readonly y: MatrixOperand;
	/** s in y = s ab + r. Default: 1. */
	readonly scale?: number;
	/** r, in y's shape. */
	readonly residual?: MatrixOperand;
}

/**
 * One dispatch, or several by rows of y if one would take too long. NT: a [m, k], b [n, k]; NN: a
 * [m, k], b [k, n]; TN: a [k, m], b [k, n]; y, residual [m, n].
 */
export const matmul = (
	product: Product,
	matrices: Matrices,
	tuning: Tuning,
): readonly Dispatch[] => {
	const problem = checkShapes(product, matrices);
	return planMatmul(matrices, problem, chooseTile(problem, tuning), submissionFlops(tuning));
};

/** The same with a given tile, for measurements and tests. */
export const matmulWithTile = (
	product: Product,
	matrices: Matrices,
	tile: Tile,
	flopsPerDispatch = submissionFlops(safeTuning),
): readonly Dispatch[] =>
	planMatmul(matrices, checkShapes(product, matrices), tile, flopsPerDispatch);

function planMatmul(
	{ label, a, b, y, residual, scale }: Matrices,
	problem: Problem,
	tile: Tile,
	flopsPerDispatch: number,
): readonly Dispatch[] {
	const { m, n, k } = problem;
	const code = designs[tile.design](problem, tile);
	const width = accessWidths(problem);
	const size = tileSize(tile);
	const strips = Math.ceil(m / size.rows);
	const flopsPerStrip = 2 * Math.min(m, size.rows) * n * k;
	const maxStrips = Math.min(strips, Math.max(1, Math.floor(flopsPerDispatch / flopsPerStrip)));
	return Array.from({ length: Math.ceil(strips / maxStrips) }, (_, i) => {
		const start = i * maxStrips;
		const count = Math.min(maxStrips, strips - start);
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
			...(scale !== undefined && { scalars: { scale } }),
			workgroups: [Math.ceil(n / size.columns), count, 1],
			flops: 2 * Math.min(m - first, count * size.rows) * n * k,
		});
	});
}

/** Throws InternalError for operands whose shapes do not fit. */
function checkShapes(product: Product, { label, a, b, y, residual, scale }: Matrices): Problem {
	const [m, n] = y.shape;
	const { k } = productSizes(product, a, b);
	const expected = {
		a: product === 'TN' ? [k, m] : [m, k],
		b: product === 'NT' ? [n, k] : [k, n],
		residual: [m, n],
	};
	const shapes = { a: a.shape, b: b.shape, residual: residual?.shape ?? [m, n] };
	for (const name of ['a', 'b', 'residual'] as const)
		if (shapes[name].join() !== expected[name].join())
			throw new InternalError(
				`${label}: ${product} with y [${m}, ${n}] and k ${k} needs ${name} of shape ` +
					`[${expected[name].join(', ')}], not [${shapes[name].join(', ')}].`,
			);
	const storages = { a: a.storage, b: b.storage, y: y.storage };
	return {
		product,
		m,
		n,
		k,
		...storages,
		...(residual && { residual: residual.storage }),
		isScaled: scale !== undefined,
	};
}
