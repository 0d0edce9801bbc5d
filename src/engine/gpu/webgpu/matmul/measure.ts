/**
 * Measures tiles within a time budget. Each tile is compiled and checked against the host. Then the
 * right ones are timed in turns, so that other load on the machine affects all tiles alike.
 */
import { DeviceError } from '#engine/core/errors.ts';
import { median, lowest } from '#engine/core/statistics.ts';
import { createTimer, findRepeats, repeated } from '../timer.ts';
import { plainWait, type Wait } from '../wait.ts';
import type { Product } from './code.ts';
import { bind, compile, encode, readBuffer, storageBuffer, type BoundDispatch } from './execute.ts';
import { matmulIn, type Matrices } from './matmul.ts';
import { candidateTiles, type Tile } from './tile.ts';
import { safeTuning, type RatedTile, type SizeClass, type Tuning } from './tuning.ts';

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

/** A tile is measured in more rounds until its two shortest times differ by at most this part. */
const stableWithin = 0.05;
const maxRounds = 12;

/** `wait`: the fast one in this browser. Without it Firefox's times are multiples of 100 ms. */
export function createTileBenchmark(device: GPUDevice, wait = plainWait) {
	const timer = createTimer(device, wait);
	/** By shader. */
	const compiled = new Map<string, GPUComputePipeline>();

	const dispatchesOf = (shape: Shape, tile: Tile) =>
		matmulIn(tile, shape.product, benchmarkMatrices(shape));

	/** Compiles once for all shapes that need the same shader. Throws if the device rejects it. */
	async function compileTile(shape: Shape, tile: Tile): Promise<void> {
		const [dispatch] = dispatchesOf(shape, tile);
		if (compiled.has(dispatch.wgsl)) return;
		compiled.set(dispatch.wgsl, await accepted(device, () => compile(device, dispatch)));
	}
	/** Binds a tile that was compiled. */
	const bindTile = (
		shape: Shape,
		tile: Tile,
		buffers: readonly GPUBuffer[],
		created: GPUBuffer[],
	): BoundDispatch[] =>
		dispatchesOf(shape, tile).map((dispatch) =>
			bind(device, dispatch, compiled.get(dispatch.wgsl)!, buffers, created),
		);

	return {
		/** Compiles a tile for a shape. False if this device rejects it or computes wrong numbers. */
		async check({ product, ...sizes }: Shape, tile: Tile): Promise<boolean> {
			const small = { product, m: clip(sizes.m, 72), n: clip(sizes.n, 72), k: clip(sizes.k, 20) };
			const created: GPUBuffer[] = [];
			try {
				await compileTile(small, tile);
				const { a, b, y } = await accepted(device, async () => {
					const { buffers, ...factors } = createOperands(device, small, created);
					const encoder = device.createCommandEncoder();
					const pass = encoder.beginComputePass();
					for (const each of bindTile(small, tile, buffers, created)) encode(pass, each);
					pass.end();
					device.queue.submit([encoder.finish()]);
					const y = await readBuffer(device, buffers[2], 4 * small.m * small.n, wait);
					return { ...factors, y };
				});
				return isProduct(small, a, b, new Float32Array(y));
			} catch (error) {
				if (error instanceof DeviceError) throw error;
				return false;
			} finally {
				for (const buffer of created) buffer.destroy();
			}
		},
		/** Times tiles that passed the check, in at least `rounds` rounds. */
		async time(shape: Shape, tiles: readonly Tile[], rounds: number): Promise<readonly Timing[]> {
			const created: GPUBuffer[] = [];
			try {
				for (const tile of tiles) await compileTile(shape, tile);
				const { buffers } = createOperands(device, shape, created);
				const runs = [];
				for (const tile of tiles) {
					const dispatches = bindTile(shape, tile, buffers, created);
					const encodeOnce = (pass: GPUComputePassEncoder) => {
						for (const each of dispatches) encode(pass, each);
					};
					const repeats = await findRepeats(timer, encodeOnce);
					const encodeAll = repeated(repeats, encodeOnce);
					runs.push({ tile, encodeAll, repeats, times: [] as number[] });
				}
				for (let round = 0; round < maxRounds; round++) {
					if (round >= rounds && runs.every(({ times }) => isStable(times))) break;
					for (const { encodeAll, repeats, times } of runs) {
						const took = await timer.time(encodeAll);
						// Not positive: the GPU's clock was set back.
						if (took > 0) times.push(took / repeats);
					}
				}
				const gflops = (milliseconds: number): number =>
					(2e-6 * shape.m * shape.n * shape.k) / milliseconds;
				return runs
					.filter(({ times }) => times.length > 0)
					.map(({ tile, times }) => ({
						tile,
						median: gflops(median(times)),
						best: gflops(lowest(times)),
					}));
			} finally {
				for (const buffer of created) buffer.destroy();
			}
		},
		destroy: () => timer.destroy(),
	};
}

function isStable(times: readonly number[]): boolean {
	const [shortest, next] = times.toSorted((a, b) => a - b);
	return next <= shortest * (1 + stableWithin);
}

/** Runs commands up to their first wait. Throws what WebGPU rejects of them. */
async function accepted<T>(device: GPUDevice, commands: () => Promise<T>): Promise<T> {
	const filters = ['internal', 'out-of-memory', 'validation'] as const;
	for (const filter of filters) device.pushErrorScope(filter);
	const result = commands();
	result.catch(() => undefined);
	const errors = await Promise.all(filters.map(() => device.popErrorScope().catch(() => null)));
	const error = errors.find((each) => each !== null);
	if (error) throw new Error(error.message);
	return result;
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
	/** Without a period that a wrong stride could match. */
	const numbers = (count: number, phase: number): Float32Array<ArrayBuffer> => {
		const values = new Float32Array(count);
		// Float32Array.from takes seconds for the largest matrices.
		for (let i = 0; i < count; i++) values[i] = ((i * 0.618_034 + phase) % 1) - 0.5;
		return values;
	};
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

/** A shape in the middle of each class, which all candidates divide. */
const typicalShape = (product: Product, size: SizeClass): Shape => {
	const [m, n] = { few: [128, 128], some: [512, 256], many: [1024, 512], most: [512, 4096] }[size];
	// The most outputs have short sums, so that one dispatch computes them.
	return { product, m, n, k: product === 'TN' && size !== 'most' ? 512 : 128 };
};

const rounds = 4;
/** Each takes twelve rounds of three milliseconds. */
const warmUps = 3;
const products = ['NN', 'NT', 'TN'] as const;
/** Milliseconds after which no more candidates are compiled. The likeliest ones are the first. */
const compileLimit = 5000;

type Benchmark = ReturnType<typeof createTileBenchmark>;

/** Runs `work` with the right candidates of each product, on a GPU that is warm. */
async function withCandidates<T>(
	device: GPUDevice,
	wait: Wait | undefined,
	work: (benchmark: Benchmark, checked: Record<Product, readonly Tile[]>) => Promise<T>,
): Promise<T> {
	const benchmark = createTileBenchmark(device, wait);
	try {
		const checked: Record<Product, Tile[]> = { NN: [], NT: [], TN: [] };
		const start = performance.now();
		for (const tile of candidateTiles(device)) {
			if (performance.now() - start > compileLimit) break;
			await Promise.all(
				products.map(async (product) => {
					const isRight = await benchmark.check(typicalShape(product, 'some'), tile);
					if (isRight) checked[product].push(tile);
				}),
			);
		}
		// A GPU at rest has a low clock: the first products of an H200 took three times as long.
		const tiles = checked.NN.slice(0, 1);
		for (let i = 0; i < warmUps && tiles.length > 0; i++)
			await benchmark.time(typicalShape('NN', 'many'), tiles, maxRounds);
		return await work(benchmark, checked);
	} finally {
		benchmark.destroy();
	}
}

/**
 * A tuning from ratings within the budget; undefined if no tile computes right products. A size
 * beyond the budget takes the ratings of the product's middle size, else of another product.
 */
export const measureTiles = (
	device: GPUDevice,
	budgetMilliseconds: number,
	wait?: Wait,
): Promise<Tuning | undefined> =>
	withCandidates(device, wait, async (benchmark, checked) => {
		/** By product and size, separated by a space. */
		const rated = new Map<string, readonly RatedTile[]>();
		const start = performance.now();
		for (const size of ['some', 'many', 'few', 'most'] as const)
			for (const product of products) {
				const isLate = performance.now() - start > budgetMilliseconds;
				if (isLate || checked[product].length === 0) continue;
				const timings = await benchmark.time(typicalShape(product, size), checked[product], rounds);
				rated.set(
					`${product} ${size}`,
					timings.map(({ tile, best }) => ({ tile, gflops: Number(best.toPrecision(3)) })),
				);
			}
		if (rated.size === 0) return undefined;
		const nearest = (product: Product, size: SizeClass): readonly RatedTile[] => {
			const sizes = size === 'most' ? ['most', 'many', 'some'] : [size, 'some'];
			const found =
				sizes.map((each) => rated.get(`${product} ${each}`)).find((tiles) => tiles !== undefined) ??
				[...rated.values()][0];
			// Another product's tiles may be wrong for this one.
			const right = found.filter(({ tile }) => checked[product].includes(tile));
			return right.length > 0 ? right : safeTuning.tiles[product][size];
		};
		const bySize = (product: Product) => ({
			few: nearest(product, 'few'),
			some: nearest(product, 'some'),
			many: nearest(product, 'many'),
			most: nearest(product, 'most'),
		});
		return { tiles: { NT: bySize('NT'), NN: bySize('NN'), TN: bySize('TN') } };
	});
