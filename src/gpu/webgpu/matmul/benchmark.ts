/**
 * Benchmark of tiles on one product. Each tile is compiled, checked against the host, and timed in
 * turns, so that other load on the machine affects all tiles alike.
 */
import type { Product } from './code.ts';
import { bind, compile, encode, readBuffer, storageBuffer, type BoundDispatch } from './execute.ts';
import { matmulWithTile, type Matrices } from './matmul.ts';
import type { Tile } from './tile.ts';

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
