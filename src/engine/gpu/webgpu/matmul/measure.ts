/**
 * Measures tiles within a time budget. Each tile is compiled, checked against the host, and timed
 * in turns, so that other load on the machine affects all tiles alike.
 */
import type { Product } from './code.ts';
import { bind, compile, encode, readBuffer, storageBuffer, type BoundDispatch } from './execute.ts';
import { matmulWithTile, type Matrices } from './matmul.ts';
import { candidateTiles, type Tile } from './tile.ts';
import { defaultTuning, type RatedTile, type SizeClass, type Tuning } from './tuning.ts';

export interface Shape {
	readonly product: Product;
	readonly m: number;
	readonly n: number;
	readonly k: number;
}

export interface Timing {
	readonly tile: Tile;
	/** 10⁹ floating-point operations per second: the median and the best of the rounds. */
	readonly median: number;
	readonly best: number;
}

/** Least milliseconds of one measurement: the clock may have steps of 0.1 ms. */
const minMilliseconds = 3;
const maxRepeats = 64;

export function createTileBenchmark(device: GPUDevice) {
	const hasTimestamps = device.features.has('timestamp-query');
	const timer = hasTimestamps ? createTimestampTimer(device) : createWaitTimer(device);
	const pipelines = new Map<string, GPUComputePipeline>();

	/** Compiles once for all shapes that need the same shader. */
	async function bindTile(
		shape: Shape,
		tile: Tile,
		buffers: readonly GPUBuffer[],
		created: GPUBuffer[],
	): Promise<BoundDispatch[]> {
		const dispatches = matmulWithTile(shape.product, benchmarkMatrices(shape), tile);
		const { wgsl } = dispatches[0];
		const pipeline = pipelines.get(wgsl) ?? (await compile(device, dispatches[0]));
		pipelines.set(wgsl, pipeline);
		return dispatches.map((dispatch) => bind(device, dispatch, pipeline, buffers, created));
	}

	return {
		/** Compiles a tile for a shape. Returns false if its results are wrong on this device. */
		async check({ product, ...sizes }: Shape, tile: Tile): Promise<boolean> {
			const small = { product, m: clip(sizes.m, 72), n: clip(sizes.n, 72), k: clip(sizes.k, 20) };
			const created: GPUBuffer[] = [];
			try {
				const { buffers, a, b } = createOperands(device, small, created);
				const encoder = device.createCommandEncoder();
				const bound = await bindTile(small, tile, buffers, created);
				encodeAll(encoder.beginComputePass(), bound, 1);
				device.queue.submit([encoder.finish()]);
				const y = new Float32Array(await readBuffer(device, buffers[2], 4 * small.m * small.n));
				return isProduct(small, a, b, y);
			} finally {
				for (const buffer of created) buffer.destroy();
			}
		},
		/** Times tiles that passed the check. */
		async time(shape: Shape, tiles: readonly Tile[], rounds: number): Promise<readonly Timing[]> {
			const created: GPUBuffer[] = [];
			try {
				const { buffers } = createOperands(device, shape, created);
				const runs = [];
				for (const tile of tiles) {
					const dispatches = await bindTile(shape, tile, buffers, created);
					const once = await timer.time(dispatches, 1);
					const repeats = Math.ceil(
						Math.min(maxRepeats, Math.max(1, minMilliseconds / Math.max(once, 0.01))),
					);
					runs.push({ tile, dispatches, repeats, times: [] as number[] });
				}
				for (let round = 0; round < rounds; round++)
					for (const { dispatches, repeats, times } of runs)
						times.push((await timer.time(dispatches, repeats)) / repeats);
				const gflops = (milliseconds: number): number =>
					(2e-6 * shape.m * shape.n * shape.k) / Math.max(milliseconds, 1e-6);
				return runs.map(({ tile, times }) => {
					const sorted = times.toSorted((a, b) => a - b);
					const median = sorted[Math.floor(sorted.length / 2)];
					return { tile, median: gflops(median), best: gflops(sorted[0]) };
				});
			} finally {
				for (const buffer of created) buffer.destroy();
			}
		},
		destroy: () => timer.destroy(),
	};
}

/** At most `max`, with the same remainder modulo 16, so that the shader is the same. */
const clip = (length: number, max: number): number =>
	length <= max ? length : max - ((((max - length) % 16) + 16) % 16);

const benchmarkMatrices = ({ product, m, n, k }: Shape): Matrices => ({
	label: `matmul ${product}`,
	a: { index: 0, storage: 'f32', shape: product === 'TN' ? [k, m] : [m, k] },
	b: { index: 1, storage: 'f32', shape: product === 'NT' ? [n, k] : [k, n] },
	y: { index: 2, storage: 'f32', shape: [m, n] },
});

function createOperands(device: GPUDevice, { m, n, k }: Shape, created: GPUBuffer[]) {
	// Numbers without a period that a wrong stride could match.
	const numbers = (count: number, phase: number): Float32Array<ArrayBuffer> =>
		Float32Array.from({ length: count }, (_, i) => ((i * 0.618_034 + phase) % 1) - 0.5);
	const a = numbers(m * k, 0.1);
	const b = numbers(n * k, 0.7);
	const buffers = [a.length, b.length, m * n].map((length) => {
		const buffer = storageBuffer(device, 'matmul bench', 4 * length);
		created.push(buffer);
		return buffer;
	});
	device.queue.writeBuffer(buffers[0], 0, a);
	device.queue.writeBuffer(buffers[1], 0, b);
	return { a, b, buffers };
}

/** Whether y is the product of a and b within rounding. */
function isProduct(
	{ product, m, n, k }: Shape,
	a: Float32Array,
	b: Float32Array,
	y: Float32Array,
): boolean {
	for (let i = 0; i < m; i++)
		for (let j = 0; j < n; j++) {
			let sum = 0;
			for (let l = 0; l < k; l++)
				sum +=
					(product === 'TN' ? a[l * m + i] : a[i * k + l]) *
					(product === 'NT' ? b[j * k + l] : b[l * n + j]);
			if (!(Math.abs(sum - y[i * n + j]) < 1e-5 * k)) return false;
		}
	return true;
}

interface Timer {
	/** Milliseconds of all dispatches, `repeats` times over. */
	time(bound: readonly BoundDispatch[], repeats: number): Promise<number>;
	destroy(): void;
}

function encodeAll(
	pass: GPUComputePassEncoder,
	bound: readonly BoundDispatch[],
	repeats: number,
): void {
	for (let i = 0; i < repeats; i++) for (const each of bound) encode(pass, each);
	pass.end();
}

function createTimestampTimer(device: GPUDevice): Timer {
	const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
	const buffer = device.createBuffer({
		label: 'timestamps',
		size: 16,
		usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
	});
	return {
		async time(bound, repeats) {
			const encoder = device.createCommandEncoder();
			const pass = encoder.beginComputePass({
				timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
			});
			encodeAll(pass, bound, repeats);
			encoder.resolveQuerySet(querySet, 0, 2, buffer, 0);
			device.queue.submit([encoder.finish()]);
			const [start, end] = new BigUint64Array(await readBuffer(device, buffer, 16));
			return Number(end - start) / 1e6;
		},
		destroy() {
			querySet.destroy();
			buffer.destroy();
		},
	};
}

const createWaitTimer = (device: GPUDevice): Timer => ({
	async time(bound, repeats) {
		await device.queue.onSubmittedWorkDone();
		const encoder = device.createCommandEncoder();
		encodeAll(encoder.beginComputePass(), bound, repeats);
		const start = performance.now();
		device.queue.submit([encoder.finish()]);
		await device.queue.onSubmittedWorkDone();
		return performance.now() - start;
	},
	destroy: () => undefined,
});

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
