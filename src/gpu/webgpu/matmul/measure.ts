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

const rounds = 3;

/**
 * Rates the tiles that the device allows. What the budget does not reach is taken from what it did: the same product's nearest size, else
 * another product; with nothing measured the default.
 */
export async function measureTiles(device: GPUDevice, budgetMilliseconds: number): Promise<Tuning> {
	const start = performance.now();
	const left = (): number => budgetMilliseconds - (performance.now() - start);
	const bench = createBench(device);
	const rated = new Map<string, readonly RatedTile[]>();
	/** Compiling the last tile took so long: the next one will too. */
	let lastAdmission = 0;
	try {
		for (const product of ['NN', 'NT', 'TN'] as const) {
			const admitted: Tile[] = [];
			for (const tile of candidates(device)) {
				const before = left();
				if (before < 1.5 * lastAdmission) break;
				if (await bench.admit(typical(product, 'some'), tile)) admitted.push(tile);
				lastAdmission = before - left();
			}
			for (const size of ['some', 'few', 'many'] as const) {
				if (left() <= 0 || admitted.length === 0) break;
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
