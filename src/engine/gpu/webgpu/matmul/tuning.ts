/** Tunings: which tile computes a matrix product of a given kind and size. */
import { highest } from '#engine/core/statistics.ts';
import type { Problem, Product } from './code.ts';
import { filledPart, isSoftware, isSwiftShader, type Tile } from './tile.ts';

/** By the number of outputs m·n. Large tiles leave most of a GPU idle if there are few outputs. */
export type SizeClass = 'few' | 'some' | 'many' | 'most';

export interface RatedTile {
	readonly tile: Tile;
	/** 10⁹ operations per second if the tile divides the sizes. Only ratios matter. */
	readonly gflops: number;
}

/** Plain JSON: `tiles` is stored by adapter and engine version. */
export interface Tuning {
	readonly tiles: Readonly<Record<Product, Readonly<Record<SizeClass, readonly RatedTile[]>>>>;
	/** Attention: four invocations share a row (headRows.ts). Slower on software adapters. */
	readonly sharesRows?: boolean;
	/** Attention: an invocation has several rows, for software adapters only. */
	readonly joinsRows?: boolean;
	/**
	 * Invocations share long sums of few outputs: of products (split.ts), and attention's gradient
	 * (splitSums.ts). Not on software adapters.
	 */
	readonly splitsSums?: boolean;
}

/** Seconds of a submission, so that the page's own drawing has its turn on the GPU between two. */
const submissionSeconds = 0.016;
/** The part of the rated speed that programs reach: other operations are slower than products. */
const reachedSpeed = 0.5;

/**
 * FLOPs of a submission, and of a dispatch that can be split. The minimum is for devices without a
 * rating, and takes half a second at 2 GFLOPS: Windows resets a GPU after two.
 */
export const submissionFlops = ({ tiles }: Tuning): number => {
	const gflops = highest(tiles.NN.many.map((rated) => rated.gflops));
	return Math.max(1e9, submissionSeconds * reachedSpeed * gflops * 1e9);
};

const sizeClass = (m: number, n: number): SizeClass =>
	m * n <= 24_576 ? 'few' : m * n <= 196_608 ? 'some' : m * n <= 2 ** 20 ? 'many' : 'most';

/** The fastest tile for a shape: its rated speed times the part of its outputs inside y. */
export function chooseTile({ product, m, n }: Problem, tuning: Tuning): Tile {
	const rated = tuning.tiles[product][sizeClass(m, n)];
	const speed = ({ tile, gflops }: RatedTile) => gflops * filledPart(tile, m, n);
	return rated.reduce((best, next) => (speed(next) > speed(best) ? next : best)).tile;
}

/** The same tiles for every product and size. */
export const uniformTuning = (rated: readonly RatedTile[]): Tuning => {
	const sizes = { few: rated, some: rated, many: rated, most: rated };
	return { tiles: { NT: sizes, NN: sizes, TN: sizes } };
};

/** Runs on every device: no features, no workgroup memory, 64 invocations. */
export const safeTuning: Tuning = uniformTuning([
	{ tile: { design: 'registers', rows: 4, quads: 1, across: 8, down: 8 }, gflops: 1 },
]);

const square = { design: 'subgroups', across: 2, down: 2 } as const;
/**
 * Rated by hand from a few noisy benchmark runs on two shared cores: only the order is reliable.
 * The page measures nothing here, because SwiftShader needs more than a second per tile to compile.
 */
const swiftShaderTuning: Tuning = uniformTuning([
	{ tile: { ...square, rows: 16, quads: 4 }, gflops: 9 },
	{ tile: { ...square, rows: 16, quads: 2 }, gflops: 8.1 },
	{ tile: { ...square, rows: 8, quads: 4 }, gflops: 8 },
	{ tile: { ...square, rows: 8, quads: 2 }, gflops: 7 },
]);

/** Workgroup memory saves most loads on every GPU, and all have enough for this tile. */
const hardwareTuning: Tuning = uniformTuning([
	{ tile: { design: 'workgroup', rows: 4, quads: 1, across: 8, down: 8 }, gflops: 1 },
]);

/** The tuning for a device without measurements. */
export function defaultTuning(device: GPUDevice): Tuning {
	if (!isSoftware(device)) return hardwareTuning;
	return isSwiftShader(device) && device.features.has('subgroups') ? swiftShaderTuning : safeTuning;
}
