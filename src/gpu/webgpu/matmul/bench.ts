/** Tiles side by side on one product: compiled, checked against the host, and timed in turns, so that a busy machine hits all alike. */
import type { Matrices } from '../matmul.ts';
import { matmulWith } from '../matmul.ts';
import { bind, compile, encode, readBuffer, storageBuffer, type Bound } from './execute.ts';
import type { Product } from './product.ts';
import type { Tile } from './tile.ts';
import { createTimer } from './timer.ts';

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

export interface Bench {
	/** Compiles a tile for a shape, and checks what it computes. False: its results are wrong on this device. */
	admit(shape: Shape, tile: Tile): Promise<boolean>;
	/** Times tiles that were admitted. */
	time(shape: Shape, tiles: readonly Tile[], rounds: number): Promise<readonly Timing[]>;
	destroy(): void;
}

/** Shortest time of one measurement in milliseconds: the clock may be as coarse as 0.1 ms. */
const shortest = 3;
const mostRepeats = 64;

export function createBench(device: GPUDevice): Bench {
	const timer = createTimer(device);
	const pipelines = new Map<string, GPUComputePipeline>();

	/** Compiled once for all shapes that need the same shader. */
	async function bound(
		shape: Shape,
		tile: Tile,
		buffers: readonly GPUBuffer[],
		made: GPUBuffer[],
	): Promise<Bound[]> {
		const dispatches = matmulWith(shape.product, matricesOf(shape), tile);
		const { wgsl } = dispatches[0];
		const pipeline = pipelines.get(wgsl) ?? (await compile(device, dispatches[0]));
		pipelines.set(wgsl, pipeline);
		return dispatches.map((dispatch) => bind(device, dispatch, pipeline, buffers, made));
	}

	return {
		async admit({ product, ...sizes }, tile) {
			const small = { product, m: clip(sizes.m, 72), n: clip(sizes.n, 72), k: clip(sizes.k, 20) };
			const made: GPUBuffer[] = [];
			try {
				const { buffers, a, b } = operandsOf(device, small, made);
				const encoder = device.createCommandEncoder();
				const pass = encoder.beginComputePass();
				for (const each of await bound(small, tile, buffers, made)) encode(pass, each);
				pass.end();
				device.queue.submit([encoder.finish()]);
				const y = new Float32Array(await readBuffer(device, buffers[2], 4 * small.m * small.n));
				return agrees(small, a, b, y);
			} finally {
				for (const buffer of made) buffer.destroy();
			}
		},
		async time(shape, tiles, rounds) {
			const made: GPUBuffer[] = [];
			try {
				const { buffers } = operandsOf(device, shape, made);
				const runs = [];
				for (const tile of tiles) {
					const dispatches = await bound(shape, tile, buffers, made);
					const once = await timer.time(dispatches, 1);
					const repeats = Math.ceil(
						Math.min(mostRepeats, Math.max(1, shortest / Math.max(once, 0.01))),
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
					return {
						tile,
						median: gflops(sorted[Math.floor(sorted.length / 2)]),
						best: gflops(sorted[0]),
					};
				});
			} finally {
				for (const buffer of made) buffer.destroy();
			}
		},
		destroy: () => timer.destroy(),
	};
}

/** At most `most`, with the same remainder by 16, so that the shader is the same. */
const clip = (length: number, most: number): number =>
	length <= most ? length : most - ((((most - length) % 16) + 16) % 16);

const matricesOf = ({ product, m, n, k }: Shape): Matrices => ({
	label: `matmul ${product}`,
	a: { at: 0, storage: 'f32', shape: product === 'TN' ? [k, m] : [m, k] },
	b: { at: 1, storage: 'f32', shape: product === 'NT' ? [n, k] : [k, n] },
	y: { at: 2, storage: 'f32', shape: [m, n] },
});

function operandsOf(device: GPUDevice, { m, n, k }: Shape, made: GPUBuffer[]) {
	// Any numbers without a period that a wrong stride could hit.
	const numbers = (count: number, phase: number): Float32Array<ArrayBuffer> =>
		Float32Array.from({ length: count }, (_, i) => ((i * 0.618_034 + phase) % 1) - 0.5);
	const a = numbers(m * k, 0.1);
	const b = numbers(n * k, 0.7);
	const buffers = [a.length, b.length, m * n].map((length) =>
		storageBuffer(device, 'matmul bench', 4 * length),
	);
	made.push(...buffers);
	device.queue.writeBuffer(buffers[0], 0, a);
	device.queue.writeBuffer(buffers[1], 0, b);
	return { a, b, buffers };
}

function agrees(
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
