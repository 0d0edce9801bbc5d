/**
 * `npm run bench:precision`: compares mixed and single precision on WebGPU in Node, step by step.
 * All runs train the shipped model on the same batches. Without a GPU, VK_ICD_FILENAMES names a
 * software driver (docs/benchmarks.md).
 */
import { mean, median } from '#engine/core/statistics.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { fromHalf, toHalf } from '#engine/gpu/half.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import { provideWebGpu } from '../tests/bench/nodeWebGpu.ts';
import { goldenBatch, goldenOptimizer, goldenRate } from '../tests/golden/llamaBatches.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { wholeOr } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { megabytes, tableOf } from './lib/output.ts';

/** The last kind differs from `single` only by one rounding of the first weights. */
const kinds = ['single', 'mixed', 'mixed again', 'single from halves'] as const;

await runBenchmark(
	{
		name: 'npm run bench:precision',
		purpose: 'Compares single with mixed precision in WebGPU: losses, time and memory.',
		example: '--steps 20 --json precision.json',
		options: {
			steps: wholeOr(50, 'Training steps', { from: 3 }),
			batch: wholeOr(8, 'Examples per step', { to: 1024 }),
		},
	},
	async ({ steps, batch: size }) => {
		const { name } = await provideWebGpu();
		const model = readModelOnDisk('models/skillet-base');
		const opened = await Promise.all(kinds.map((kind) => openRun(kind, model, size)));
		for (let step = 1; step <= steps; step++) {
			const batch = goldenBatch(step, size);
			const learningRate = goldenRate(step);
			for (let turn = 0; turn < kinds.length; turn++) {
				// Rotate the order, because the load of the machine can follow a rhythm.
				const { learner, run } = opened[(turn + step) % kinds.length];
				const [began, used] = [performance.now(), process.cpuUsage()];
				const { losses, gradientNorm } = await learner.step(batch, { learningRate, step });
				run.milliseconds.push(performance.now() - began);
				const { user, system } = process.cpuUsage(used);
				run.processor.push((user + system) / 1000);
				run.losses.push(mean([...losses]));
				run.norms.push(gradientNorm);
			}
		}
		const runs = opened.map(({ run, device }) => ({ ...run, memory: device.memory() }));
		const [single, mixed, again, rounded] = runs;
		const difference = ({ losses }: typeof single) =>
			Math.max(...single.losses.map((loss, i) => Math.abs(losses[i] - loss) / loss));
		const figures = {
			largestDifference: difference(mixed),
			ofOneRounding: difference(rounded),
			repeats: mixed.losses.every((loss, i) => loss === again.losses[i]),
			skipped: mixed.norms.filter((norm) => norm === null).length,
		};
		const typical = (each: readonly number[]) =>
			median(each.slice(Math.min(5, steps - 1))).toFixed(0);
		console.log(name);
		console.log(
			tableOf(runs, {
				precision: ({ kind }) => kind,
				'ms per step': ({ milliseconds }) => typical(milliseconds),
				'ms of the processor': ({ processor }) => typical(processor),
				'temporaries, MB': ({ memory }) => megabytes(memory.temporaries),
				'vectors, MB': ({ memory }) => megabytes(memory.vectors),
			}),
		);
		console.log(
			`losses differ by ${figures.largestDifference.toExponential(1)} at most ` +
				`(${figures.ofOneRounding.toExponential(1)} after one rounding of the first weights); ` +
				`${figures.repeats ? 'repeats bit for bit' : 'does not repeat'}; ` +
				`${figures.skipped} steps skipped`,
		);
		if (!figures.repeats) process.exitCode = 1;
		return { device: name, steps, batch: size, ...figures, runs };
	},
);

async function openRun(
	kind: (typeof kinds)[number],
	{ config, specs, weights }: ReturnType<typeof readModelOnDisk>,
	size: number,
) {
	const device = await openWebGpu(await requestAdapter({}));
	const decoder = await DecoderOnDevice.open(device, config, specs);
	const start = kind === 'single from halves' ? weights.map((w) => fromHalf(toHalf(w))) : weights;
	const learner = await Learner.open(
		decoder,
		freshState(start.slice()),
		goldenOptimizer,
		{ size, context: 512, layout: 'packed' },
		{ half: kind.startsWith('mixed') },
	);
	const run = {
		kind,
		losses: [] as number[],
		norms: [] as (number | null)[],
		milliseconds: [] as number[],
		/** Milliseconds of all threads: the cost of an emulated GPU without other load. */
		processor: [] as number[],
	};
	return { device, learner, run };
}
