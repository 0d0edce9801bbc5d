/** Measures tiles within a time budget. */
import { createTileBenchmark, type Shape } from './benchmark.ts';
import type { Product } from './code.ts';
import { candidateTiles, type Tile } from './tile.ts';
import { defaultTuning, type RatedTile, type SizeClass, type Tuning } from './tuning.ts';

/** A shape in the middle of each class, which all candidates divide. */
const typicalShape = (product: Product, size: SizeClass): Shape => {
	const [m, n] = { few: [128, 128], some: [512, 256], many: [1024, 512] }[size];
	return { product, m, n, k: product === 'TN' ? 512 : 128 };
};

const rounds = 4;
/** The part of the remaining budget that compiling one product's tiles may take. */
const compileShare = 0.6;

/** Ratings by product and size, separated by a space. */
type Ratings = ReadonlyMap<string, readonly RatedTile[]>;

/** Rates tiles as far as the budget goes. A slow compilation may exceed it. */
export async function rateTiles(device: GPUDevice, budgetMilliseconds: number): Promise<Ratings> {
	const start = performance.now();
	const remaining = (): number => budgetMilliseconds - (performance.now() - start);
	const benchmark = createTileBenchmark(device);
	const rated = new Map<string, readonly RatedTile[]>();
	try {
		for (const product of ['NN', 'NT', 'TN'] as const) {
			const checked: Tile[] = [];
			const reservedForTiming = (1 - compileShare) * remaining();
			let longest = 0;
			for (const tile of candidateTiles(device)) {
				const before = remaining();
				if (before - longest < reservedForTiming) break;
				if (await benchmark.check(typicalShape(product, 'some'), tile)) checked.push(tile);
				longest = Math.max(longest, before - remaining());
			}
			for (const size of ['some', 'few', 'many'] as const) {
				// A single tile cannot be compared.
				if (remaining() <= 0 || checked.length < 2) break;
				const timings = await benchmark.time(typicalShape(product, size), checked, rounds);
				rated.set(
					`${product} ${size}`,
					timings.map(({ tile, best }) => ({ tile, gflops: Number(best.toPrecision(3)) })),
				);
			}
		}
	} finally {
		benchmark.destroy();
	}
	return rated;
}

/**
 * A tuning from ratings within the budget. A product or size beyond it takes the ratings of the
 * same product's middle size, else of another product, else the default tuning.
 */
export async function measureTiles(device: GPUDevice, budgetMilliseconds: number): Promise<Tuning> {
	const rated = await rateTiles(device, budgetMilliseconds);
	if (rated.size === 0) return defaultTuning(device);
	const nearest = (product: Product, size: SizeClass): readonly RatedTile[] =>
		rated.get(`${product} ${size}`) ??
		rated.get(`${product} some`) ??
		rated.get(`NN ${size}`) ??
		[...rated.values()][0];
	const bySize = (product: Product) => ({
		few: nearest(product, 'few'),
		some: nearest(product, 'some'),
		many: nearest(product, 'many'),
	});
	return { tiles: { NT: bySize('NT'), NN: bySize('NN'), TN: bySize('TN') } };
}
