/** Measures tiles on a device: for the engine within a budget of time, for the benchmark at given shapes. */
import { createBench, type Shape, type Timing } from './bench.ts';
import { candidates, entrant } from './candidates.ts';
import { sizeClasses, type RatedTile, type SizeClass, type Tuning } from './choice.ts';
import { defaultTuning } from './defaults.ts';
import { products, type Product } from './product.ts';
import { allowed, tileName, type Tile } from './tile.ts';

/** A shape in the middle of each class, which all candidates divide. */
const typical = (product: Product, size: SizeClass): Shape => {
	const [m, n] = { few: [128, 128], some: [512, 256], many: [1024, 512] }[size];
	return { product, m, n, k: product === 'TN' ? 512 : 128 };
};

const rounds = 4;
/** Of what is left of the budget, the part that compiling one product's tiles may take. */
const compiling = 0.6;

/**
 * Rates the tiles that the device allows. What the budget does not reach is taken from what it did: the same product's middle size, else
 * another product; with nothing measured the default. A compilation cannot be cut short, so a slow one may end late.
 */
export async function measureTiles(device: GPUDevice, budgetMilliseconds: number): Promise<Tuning> {
	const start = performance.now();
	const left = (): number => budgetMilliseconds - (performance.now() - start);
	const bench = createBench(device);
	const rated = new Map<string, readonly RatedTile[]>();
	try {
		for (const product of ['NN', 'NT', 'TN'] as const) {
			const admitted: Tile[] = [];
			const timingFrom = (1 - compiling) * left();
			let longest = 0;
			for (const tile of candidates(device)) {
				const before = left();
				if (before - longest < timingFrom) break;
				if (await bench.admit(typical(product, 'some'), tile)) admitted.push(tile);
				longest = Math.max(longest, before - left());
			}
			for (const size of ['some', 'few', 'many'] as const) {
				// One tile alone says nothing of the others.
				if (left() <= 0 || admitted.length < 2) break;
				const timings = await bench.time(typical(product, size), admitted, rounds);
				rated.set(
					`${product} ${size}`,
					timings.map(({ tile, best }) => ({ tile, gflops: Number(best.toPrecision(3)) })),
				);
			}
		}
	} finally {
		bench.destroy();
	}
	if (rated.size === 0) return defaultTuning(device);
	const nearest = (product: Product, size: SizeClass): readonly RatedTile[] =>
		rated.get(`${product} ${size}`) ??
		rated.get(`${product} some`) ??
		rated.get(`NN ${size}`) ??
		[...rated.values()][0];
	return {
		tiles: Object.fromEntries(
			products.map((product) => [
				product,
				Object.fromEntries(sizeClasses.map((size) => [size, nearest(product, size)])),
			]),
		) as Tuning['tiles'],
	};
}

export interface TileSpeed extends Shape, Omit<Timing, 'tile'> {
	readonly tile: string;
}

/** GFLOPS of every design at each shape, the fixed entrant among them, in turns within one run. */
export async function benchmarkTiles(
	device: GPUDevice,
	shapes: readonly Shape[],
	benchRounds = 7,
): Promise<readonly TileSpeed[]> {
	const bench = createBench(device);
	const all = [entrant, ...candidates(device)].filter((tile) =>
		allowed(tile, device.limits, device.features),
	);
	const speeds: TileSpeed[] = [];
	try {
		for (const shape of shapes) {
			const admitted: Tile[] = [];
			for (const tile of all) if (await bench.admit(shape, tile)) admitted.push(tile);
			for (const { tile, ...timing } of await bench.time(shape, admitted, benchRounds))
				speeds.push({ ...shape, tile: tileName(tile), ...timing });
		}
	} finally {
		bench.destroy();
	}
	return speeds;
}
