/**
 * `npm run bench:precision`: compares mixed and single precision on WebGPU in Node, step by step.
 * All runs train the shipped model on the same batches.
 *   --steps 50    (default)
 *   --batch 8     examples per step (default)
 *   --json FILE   every loss and time
 * Without a GPU, set VK_ICD_FILENAMES to a software driver (docs/dev/benchmarks.md).
 */
import { loadavg } from 'node:os';
import type { MemoryUse } from '#engine/gpu/computeDevice.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { fromHalf, toHalf } from '#engine/gpu/half.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner, type StepResult } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import { median } from '../tests/bench/median.ts';
import { provideWebGpu } from '../tests/bench/nodeWebGpu.ts';
import { goldenBatch, goldenOptimizer, goldenRate } from '../tests/golden/llamaBatches.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { megabytes, writeJson } from './lib/output.ts';
import { runScript } from './lib/faults.ts';
import { outputFile, readCommand, wholeOr } from './lib/command.ts';

/** The last kind differs from `single` only by one rounding of the first weights. */
const kinds = ['single', 'mixed', 'mixed again', 'single from halves'] as const;

interface Run {
	readonly kind: string;
	readonly losses: number[];
	readonly norms: (number | null)[];
	readonly milliseconds: number[];
	/** Processor milliseconds of all threads: the cost of an emulated GPU without other load. */
	readonly processor: number[];
	memory: MemoryUse | null;
}

await runScript(async () => {
	const {
		steps,
		batch: size,
		json,
	} = readCommand({
		name: 'npm run bench:precision',
		purpose: 'Compares single with mixed precision in WebGPU: losses, time and memory.',
		example: '--steps 20 --json precision.json',
		options: {
			steps: wholeOr(50, 'Training steps', { from: 3 }),
			batch: wholeOr(8, 'Examples per step', { to: 1024 }),
			json: outputFile('All results'),
		},
	});
	const { name } = await provideWebGpu();
	const load = loadavg()[0];
	const model = readModelOnDisk('models/skillet-base');
	const runs = kinds.map((kind): Run => ({
		kind,
		losses: [],
		norms: [],
		milliseconds: [],
		processor: [],
		memory: null,
	}));
	const opened = await Promise.all(
		kinds.map(async (kind) => {
			const device = await openWebGpu(await requestAdapter({}));
			const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
			const learner = await Learner.open(
				decoder,
				freshState(
					kind === 'single from halves'
						? model.weights.map((weight) => fromHalf(toHalf(weight)))
						: model.weights.slice(),
				),
				goldenOptimizer,
				{ size, context: 512, layout: 'packed' },
				{ half: kind.startsWith('mixed') },
			);
			return { device, learner };
		}),
	);
	for (let step = 1; step <= steps; step++) {
		const batch = goldenBatch(step, size);
		const learningRate = goldenRate(step);
		for (let turn = 0; turn < kinds.length; turn++) {
			// Rotate the order, because the load of the machine can follow a rhythm.
			const i = (turn + step) % kinds.length;
			const { learner } = opened[i];
			const [began, used] = [performance.now(), process.cpuUsage()];
			const result: StepResult = await learner.step(batch, { learningRate, step });
			runs[i].milliseconds.push(performance.now() - began);
			const { user, system } = process.cpuUsage(used);
			runs[i].processor.push((user + system) / 1000);
			runs[i].losses.push(result.losses.reduce((sum, loss) => sum + loss, 0) / size);
			runs[i].norms.push(result.gradientNorm);
		}
	}
	runs.forEach((run, i) => (run.memory = opened[i].device.memory()));
	const [single, mixed, again, rounded] = runs;
	const difference = ({ losses }: Run) =>
		Math.max(...single.losses.map((loss, i) => Math.abs(losses[i] - loss) / loss));
	const report = {
		device: name,
		steps,
		batch: size,
		load: [load, loadavg()[0]],
		largestDifference: difference(mixed),
		ofOneRounding: difference(rounded),
		repeats: mixed.losses.every((loss, i) => loss === again.losses[i]),
		skipped: mixed.norms.filter((norm) => norm === null).length,
		runs,
	};
	console.log(`${name}; load ${report.load.map((value) => value.toFixed(1)).join(' to ')}`);
	const typical = (each: readonly number[]) =>
		median(each.slice(Math.min(5, steps - 1))).toFixed(0);
	for (const { kind, milliseconds, processor, memory } of runs)
		console.log(
			`${kind}: ${typical(milliseconds)} ms per step, ` +
				`${typical(processor)} ms of processor time, ` +
				`${megabytes(memory!.temporaries)} MB of temporaries, ` +
				`${megabytes(memory!.vectors)} MB of vectors`,
		);
	console.log(
		`losses differ by ${report.largestDifference.toExponential(1)} at most ` +
			`(${report.ofOneRounding.toExponential(1)} after one rounding of the first weights); ` +
			`${report.repeats ? 'repeats bit for bit' : 'does not repeat'}; ` +
			`${report.skipped} steps skipped`,
	);
	writeJson(json, report);
	for (const { learner, device } of opened) {
		learner.dispose();
		device.dispose();
	}
	if (!report.repeats) process.exitCode = 1;
});
