/** Matrix products of a workload's step, and the speeds of tiles on them. */
import type { Shape, ShapeSpeeds } from '../entrants/tiles.ts';
import type { Workload } from '../entrants/workloads.ts';

/** A product and its count per step. */
export interface CountedShape extends Shape {
	readonly count: number;
}

/** The usual reference size, for all three products. */
export const square: readonly Shape[] = (['NT', 'NN', 'TN'] as const).map((product) => ({
	product,
	m: 512,
	n: 512,
	k: 512,
}));

/** Products of the linear layers, forward and backward, with a target at every position. */
export function listProducts({
	config,
	batch,
	context,
}: Pick<Workload, 'config' | 'batch' | 'context'>): CountedShape[] {
	const { width, heads, keyValueHeads, headDim, hidden, layers, vocabulary } = config;
	const positions = batch * context;
	/** [out, in, count] of each linear layer. */
	const linears: readonly [number, number, number][] = [
		[heads * headDim, width, layers],
		[keyValueHeads * headDim, width, 2 * layers],
		[width, heads * headDim, layers],
		[hidden, width, 2 * layers],
		[width, hidden, layers],
		[vocabulary, width, 1],
	];
	const counts = new Map<string, CountedShape>();
	const add = (shape: Shape, count: number) => {
		const key = shapeKey(shape);
		counts.set(key, { ...shape, count: count + (counts.get(key)?.count ?? 0) });
	};
	for (const [out, inner, count] of linears) {
		add({ product: 'NT', m: positions, n: out, k: inner }, count);
		add({ product: 'NN', m: positions, n: inner, k: out }, count);
		add({ product: 'TN', m: out, n: inner, k: positions }, count);
	}
	return [...counts.values()];
}

export const shapeKey = ({ product, m, n, k }: Shape): string => `${product} ${m}×${n}×${k}`;

export interface TileSummary {
	/** Milliseconds of all products: with the best tile for each, and with the engine's choice. */
	readonly best: number;
	readonly chosen: number;
}

/** null: a product was not measured. */
export function summariseTiles(
	products: readonly (Shape & { readonly count?: number })[],
	speeds: readonly ShapeSpeeds[],
): TileSummary | null {
	const measured = new Map(speeds.map((speed) => [shapeKey(speed), speed]));
	let [best, chosen] = [0, 0];
	for (const shape of products) {
		const speed = measured.get(shapeKey(shape));
		if (!speed || speed.tiles.length === 0) return null;
		const megaflops = 2e-6 * shape.m * shape.n * shape.k * (shape.count ?? 1);
		best += megaflops / speed.tiles[0].gflops;
		chosen += megaflops / chosenSpeed(speed);
	}
	return { best, chosen };
}

/** GFLOPS of the chosen tile; NaN if it was not measured. */
export const chosenSpeed = ({ tiles, chosen }: ShapeSpeeds): number =>
	tiles.find(({ tile }) => tile === chosen)?.gflops ?? Number.NaN;

/** GFLOPS of the fastest tile on the reference size; null: not measured. */
export function bestRate(speeds: readonly ShapeSpeeds[]): number | null {
	const keys = new Set(square.map(shapeKey));
	const rates = speeds
		.filter((speed) => keys.has(shapeKey(speed)))
		.flatMap(({ tiles }) => tiles.map(({ gflops }) => gflops));
	return rates.length > 0 ? Math.max(...rates) : null;
}
