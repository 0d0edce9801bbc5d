/** Tunings for adapters where nothing was measured. */
import { isSwiftShader } from './candidates.ts';
import { sizeClasses, type RatedTile, type Tuning } from './choice.ts';
import { products } from './product.ts';

/** The same tiles for every product and size. */
const everywhere = (rated: readonly RatedTile[]): Tuning => {
	const sizes = Object.fromEntries(sizeClasses.map((size) => [size, rated]));
	return {
		tiles: Object.fromEntries(products.map((product) => [product, sizes])) as Tuning['tiles'],
	};
};

/** Runs on every device: no features, no workgroup memory, 64 invocations. */
export const safeTuning: Tuning = everywhere([
	{ tile: { design: 'registers', rows: 4, quads: 1, across: 8, down: 8 }, gflops: 1 },
]);

const square = { design: 'subgroups', across: 2, down: 2 } as const;
/**
 * Rated by hand from a few noisy runs of the benchmark of tiles on two shared cores: the order is what counts, the figures are
 * rough. Nothing better is measured while the page opens: it takes SwiftShader longer than a second to compile these.
 */
const swiftShaderTuning: Tuning = everywhere([
	{ tile: { ...square, rows: 16, quads: 4 }, gflops: 9 },
	{ tile: { ...square, rows: 16, quads: 2 }, gflops: 8.1 },
	{ tile: { ...square, rows: 8, quads: 4 }, gflops: 8 },
	{ tile: { ...square, rows: 8, quads: 2 }, gflops: 7 },
]);

/** Where nothing was measured. */
export const defaultTuning = (device: GPUDevice): Tuning =>
	isSwiftShader(device) && device.features.has('subgroups') ? swiftShaderTuning : safeTuning;
