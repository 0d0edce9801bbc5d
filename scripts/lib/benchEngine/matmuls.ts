/** The matrix products of a workload's step, and what tiles reach on them. */
import type { Shape, ShapeSpeeds } from '../../../tests/bench/tiles.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';

/** A product, and how often a step has it. */
export interface CountedShape extends Shape {
	readonly count: number;
}

/** The usual yardstick, all three products. */
export const square: readonly Shape[] = (['NT', 'NN', 'TN'] as const).map((product) => ({
	...{ product, m: 512, n: 512, k: 512 },
}));

/** Of linear layers, forward and backward, where every place is a target; attention's own products are no matrix products here. */
export function productsOf({ config, batch, context }: Workload): CountedShape[] {
	const { width, heads, keyValueHeads, headDim, hidden, layers, vocabulary } = config;
	const places = batch * context;
	/** [out, in] of each linear layer, and how many there are. */
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
		const key = keyOf(shape);
		counts.set(key, { ...shape, count: count + (counts.get(key)?.count ?? 0) });
	};
	for (const [out, inner, count] of linears) {
		add({ product: 'NT', m: places, n: out, k: inner }, count);
		add({ product: 'NN', m: places, n: inner, k: out }, count);
		add({ product: 'TN', m: out, n: inner, k: places }, count);
	}
	return [...counts.values()];
}

export const keyOf = ({ product, m, n, k }: Shape): string => `${product} ${m}×${n}×${k}`;

export interface TileSummary {
	/** Milliseconds of all products with the best tile for each, and with those that the engine takes. */
	readonly best: number;
	readonly chosen: number;
}

/** null where a product was not measured. */
export function summaryOf(
	products: readonly (Shape & { readonly count?: number })[],
	speeds: readonly ShapeSpeeds[],
): TileSummary | null {
	const measured = new Map(speeds.map((speed) => [keyOf(speed), speed]));
	let [best, chosen] = [0, 0];
	for (const shape of products) {
		const speed = measured.get(keyOf(shape));
		if (!speed || speed.tiles.length === 0) return null;
		const megaflops = 2e-6 * shape.m * shape.n * shape.k * (shape.count ?? 1);
		best += megaflops / speed.tiles[0].gflops;
		chosen += megaflops / chosenSpeed(speed);
	}
	return { best, chosen };
}

/** 10⁹ per second. NaN where the chosen tile was not among the measured. */
export const chosenSpeed = ({ tiles, chosen }: ShapeSpeeds): number =>
	tiles.find(({ tile }) => tile === chosen)?.gflops ?? Number.NaN;

/** The fastest tile on the yardstick. null where it was not measured. */
export function bestRate(speeds: readonly ShapeSpeeds[]): number | null {
	const keys = new Set(square.map(keyOf));
	const rates = speeds
		.filter((speed) => keys.has(keyOf(speed)))
		.flatMap(({ tiles }) => tiles.map(({ gflops }) => gflops));
	return rates.length > 0 ? Math.max(...rates) : null;
}
