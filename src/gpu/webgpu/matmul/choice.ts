/** Which tile computes which product of which size: the fastest where it fits, less what sticks out. */
import type { Problem, Product } from './product.ts';
import { filled, type Tile } from './tile.ts';

/** Outputs m·n of a product: few leave most of a GPU idle under large tiles. */
export type SizeClass = 'few' | 'some' | 'many';

/** A tile, and its speed where tiles fit exactly. */
export interface RatedTile {
	readonly tile: Tile;
	/** 10⁹ floating-point operations per second, measured or relative: only ratios count. */
	readonly gflops: number;
}

/** Plain JSON. A caller keeps it by adapter and engine version. */
export interface Tuning {
	readonly tiles: Readonly<Record<Product, Readonly<Record<SizeClass, readonly RatedTile[]>>>>;
	/** Attention: four invocations share a row (webgpu/rows.ts). For GPUs with the feature `subgroups`; slower on software adapters. */
	readonly sharesRows?: boolean;
}

export const sizeClasses: readonly SizeClass[] = ['few', 'some', 'many'];

const sizeClass = (m: number, n: number): SizeClass =>
	m * n <= 24_576 ? 'few' : m * n <= 196_608 ? 'some' : 'many';

/** The fastest tile for a shape: what it reaches where tiles fit exactly, less what sticks out of y. */
export function tileFor({ product, m, n }: Problem, tuning: Tuning): Tile {
	const rated = tuning.tiles[product][sizeClass(m, n)];
	return rated.reduce((best, next) =>
		next.gflops * filled(next.tile, m, n) > best.gflops * filled(best.tile, m, n) ? next : best,
	).tile;
}
