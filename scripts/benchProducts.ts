/**
 * `npm run bench:products`: the software path's matrix products, in turn with a loop of fused
 * multiply-adds in registers (docs/benchmarks.md). That loop is the processor's limit.
 */
import { availableParallelism } from 'node:os';
import type { Program, Value } from '#engine/gpu/program.ts';
import { sizeOf, type Kernel } from '#engine/gpu/kernel.ts';
import {
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
} from '#engine/gpu/kernels/linear.ts';
import { highest, median } from '#engine/core/statistics.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { Shape } from '../tests/bench/tiles.ts';
import { workloads } from '../tests/bench/workloads.ts';
import { listProducts, type CountedShape } from './lib/benchEngine/matmuls.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { wholeOr } from './lib/command.ts';
import { openFmaLoop } from './lib/fmaLoop.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { tableOf } from './lib/output.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';

const kernels: Record<Shape['product'], Kernel> = {
	NT: linearKernel,
	NN: linearInputGradient,
	TN: linearWeightGradient,
};
/** Floating-point operations of one timed run: tens of milliseconds. */
const flopsPerRun = 2e9;

await runBenchmark(
	{
		name: 'npm run bench:products',
		purpose: 'Times matrix products on the processor against a loop of multiply-adds.',
		example: '--rounds 9 --json products.json',
		options: {
			rounds: wholeOr(5, 'Rounds; the median ratio counts', { from: 1, to: 100 }),
			threads: wholeOr(availableParallelism(), 'Threads of each', { from: 1, to: 32 }),
		},
	},
	async ({ rounds, threads }) => {
		const device = await openNodeDevice(threads);
		const loop = await openFmaLoop(threads);
		const large = { config: llama.config(smolLm2), batch: 4, context: 128 };
		const groups = [
			...workloads
				.filter(({ besideLlamaCpp }) => !besideLlamaCpp)
				.map((workload) => ({ name: workload.name, shapes: listProducts(workload) })),
			{ name: 'SmolLM2-135M, 4 × 128 tokens', shapes: listProducts(large) },
		];
		const results = [];
		for (const { name, shapes } of groups) {
			const runs = await Promise.all(shapes.map((shape) => openProduct(device, shape)));
			const measured = [];
			for (let round = 0; round <= rounds; round++) {
				const before = await loop.measure();
				let [milliseconds, flops] = [0, 0];
				for (const { shape, time } of runs) {
					milliseconds += (await time()) * shape.count;
					flops += 2 * shape.m * shape.n * shape.k * shape.count;
				}
				const peak = highest([before, await loop.measure()]);
				// The first round compiles.
				if (round > 0) measured.push({ gflops: flops / milliseconds / 1e6, peak });
			}
			runs.forEach(({ close }) => close());
			results.push({ name, measured });
		}
		console.log(
			tableOf(results, {
				workload: ({ name }) => name,
				'products, GFLOPS': ({ measured }) =>
					median(measured.map(({ gflops }) => gflops)).toFixed(1),
				'loop, GFLOPS': ({ measured }) => median(measured.map(({ peak }) => peak)).toFixed(1),
				'of the loop, %': ({ measured }) => median(measured.map(ofLoop)).toFixed(0),
				'in the best round': ({ measured }) => highest(measured.map(ofLoop)).toFixed(0),
			}),
		);
		return { rounds, threads, results };
	},
);

function ofLoop({ gflops, peak }: { readonly gflops: number; readonly peak: number }): number {
	return (100 * gflops) / peak;
}

/** One product as a program that repeats it. `time`: milliseconds of one. */
async function openProduct(device: ComputeDevice, shape: CountedShape) {
	const { product, m, n, k } = shape;
	const shapes = [product === 'TN' ? [k, m] : [m, k], product === 'NT' ? [n, k] : [k, n], [m, n]];
	const values = shapes.map((shape, i): Value => ({
		shape,
		storage: 'f32',
		location: { kind: 'vector', vector: `operand${i}`, offset: 0 },
	}));
	const repeats = Math.max(1, Math.round(flopsPerRun / (2 * m * n * k)));
	const program: Program = {
		label: 'products',
		values,
		operations: Array.from({ length: repeats }, () => ({
			kernel: kernels[product],
			attributes: {},
			inputs: [0, 1],
			outputs: [2],
		})),
		results: {},
	};
	const vectors = await Promise.all(
		shapes.map((shape, i) => device.vector(`operand${i}`, sizeOf(shape))),
	);
	const named = Object.fromEntries(vectors.map((vector, i) => [`operand${i}`, vector]));
	for (const vector of vectors) vector.write(new Float32Array(vector.length).fill(0.5));
	const loaded = await device.load(program, named);
	return {
		shape,
		time: async () => {
			const start = performance.now();
			await loaded.run({}).read();
			return (performance.now() - start) / repeats;
		},
		close: () => {
			loaded.dispose();
			vectors.forEach((vector) => vector.dispose());
		},
	};
}
