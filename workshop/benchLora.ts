/**
 * `bench:lora`: milliseconds per training step of an adapter on all linear layers, for a
 * model in SmolLM2-135M's shape. In turn: each storage of the base, peft.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { lowest, median } from '../src/engine/core/statistics.ts';
import type { ComputeDevice } from '../src/engine/gpu/computeDevice.ts';
import { profiling, type KernelTime } from '../src/engine/gpu/webgpu/kernelTimes.ts';
import { storageBytes } from '../src/engine/gpu/program.ts';
import { baseStorages } from '../src/engine/model/adapterSettings.ts';
import type { BaseStorage } from '../src/engine/model/weightLayout.ts';
import type { DecoderOnDevice } from '../src/engine/model/DecoderOnDevice.ts';
import { freshStart, openLearner } from '../src/engine/training/openTraining.ts';
import { encodedSet } from '../tests/support/encodedSet.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { kernelTable } from './engine/report.ts';
import { flag, someOf, wholeOr } from '../scripts/lib/command.ts';
import { openNodeDevice } from '../scripts/lib/nodeDevice.ts';
import { openNodeGpu } from './lib/nodeGpu.ts';
import { tableOf } from '../scripts/lib/output.ts';
import { openPython } from './lib/python.ts';
import { defaultOptimizer } from '../src/engine/training/settings.ts';
import { shapedTask, type LoraTask } from './lib/loraTask.ts';
import { smolLm2 } from '../src/engine/training/trialShapes.ts';
import type { TensorSpec } from '../src/engine/model/tensors.ts';

const adapter = { rank: 8, alpha: 16, targets: 'all-linear' as const };

interface Trainee {
	readonly name: string;
	readonly device?: string;
	/** Bytes of the frozen weights on the device, and of all that it holds. */
	readonly bytes?: () => { readonly base: number; readonly held: number };
	/** `processor`: milliseconds of all threads; other load changes them little. */
	readonly train: (
		steps: number,
	) => Promise<{ milliseconds: number; processor?: number; losses: number[] }>;
	readonly profile?: () => Promise<readonly KernelTime[]>;
}

await runBenchmark(
	{
		name: 'npm run --prefix workshop bench:lora',
		purpose: 'Times training steps of an adapter, and the same by PyTorch with peft.',
		example: '--rounds 5 --json lora.json',
		options: {
			rounds: wholeOr(3, 'Rounds of one step each; the fastest and the median count', {
				from: 1,
				to: 100,
			}),
			threads: wholeOr(availableParallelism(), 'Threads of each', { from: 1, to: 32 }),
			base: someOf(baseStorages, 'Storages of the base'),
			gpu: flag('On the GPU, through the package webgpu, and PyTorch through CUDA'),
			profile: flag('With --gpu: GPU time by kernel and workgroups, base in 32 bits'),
			layers: wholeOr(smolLm2.num_hidden_layers, 'Layers of the model', { from: 1, to: 30 }),
		},
		notes: ['PyTorch runs if SKILLET_PYTHON (default python3) has torch, transformers and peft.'],
	},
	async ({ rounds, threads, base, gpu, profile, layers }) => {
		const task = shapedTask(layers);
		const trainees: Trainee[] = [];
		const open = gpu ? openNodeGpu : () => openNodeDevice(threads);
		for (const storage of base) trainees.push(await openOwn(await open(), storage, task));
		const folder = writeTask(task);
		const policies = gpu
			? { CUDA: {} }
			: { default: {}, 'OMP_WAIT_POLICY=passive': { OMP_WAIT_POLICY: 'passive' } };
		for (const [policy, env] of Object.entries(policies)) {
			const python = await openPeft(folder, `PyTorch and peft, ${policy}`, {
				...env,
				SKILLET_THREADS: String(threads),
				SKILLET_DEVICE: gpu ? 'cuda' : 'cpu',
			});
			if (python) trainees.push(python);
		}
		const steps = trainees.map((): Awaited<ReturnType<Trainee['train']>>[] => []);
		for (let round = 0; round <= rounds; round++)
			for (const [i, { train }] of trainees.entries()) steps[i].push(await train(1));
		const results = trainees.map(({ name, bytes }, i) => {
			// The first step compiles.
			const timed = steps[i].slice(1);
			const times = timed.map(({ milliseconds }) => milliseconds);
			const processor = timed.flatMap((step) => step.processor ?? []);
			return {
				name,
				times,
				least: lowest(times),
				median: median(times),
				processor: processor.length > 0 ? lowest(processor) : null,
				losses: steps[i].flatMap(({ losses }) => losses),
				bytes: bytes?.(),
			};
		});
		const megabytes = (count: number | undefined) =>
			count === undefined ? '–' : (count / 1e6).toFixed(0);
		console.log(
			tableOf(results, {
				'a step by': ({ name }) => name,
				'least ms': ({ least }) => least.toFixed(0),
				'median ms': ({ median }) => median.toFixed(0),
				'processor ms': ({ processor }) => processor?.toFixed(0) ?? '–',
				'to ours': ({ least }) => (least / results[0].least).toFixed(2),
				'last loss': ({ losses }) => losses.at(-1).toFixed(5),
				'base MB': ({ bytes }) => megabytes(bytes?.base),
				'all MB': ({ bytes }) => megabytes(bytes?.held),
			}),
		);
		const kernels = (profile && (await trainees[0].profile?.())) || [];
		if (kernels.length > 0) console.log(`\n${kernelTable(kernels)}`);
		const { config, context } = task;
		return { device: trainees[0].device, kernels, rounds, threads, config, context, results };
	},
);

function makeStart({ model }: LoraTask, base: BaseStorage) {
	return freshStart(model, { adapter: { ...adapter, base }, seed: 1 });
}

async function openOwn(inner: ComputeDevice, base: BaseStorage, task: LoraTask): Promise<Trainee> {
	const { device, profile } = profiling(
		inner,
		({ label, workgroups }) => `${label} ${workgroups.join('×')}`,
	);
	const { batches, context } = task;
	const rows = batches[0].length;
	const settings = {
		optimizer: defaultOptimizer,
		batching: { size: rows, context, layout: 'packed' as const },
		seed: 1,
	};
	const { learner, decoder } = await openLearner(device, makeStart(task, base), settings, {});
	const sets = batches.map((rows) =>
		encodedSet(
			rows.map(({ tokens }) => tokens),
			(place, row) => rows[row].targets[place] === 1,
		),
	);
	let step = 0;
	const examplesOf = (index: number) => {
		const set = sets[index % sets.length];
		return Array.from({ length: rows }, (_, index) => ({ set, index }));
	};
	const scalarsOf = (step: number) => ({ learningRate: defaultOptimizer.learningRate, step });
	const train = async (steps: number) => {
		const losses: number[] = [];
		const began = performance.now();
		const before = process.cpuUsage();
		for (let i = 0; i < steps; i++) {
			const result = await learner.step(examplesOf(step), scalarsOf(++step));
			losses.push(result.losses.reduce((sum, loss) => sum + loss, 0) / rows);
		}
		const { user, system } = process.cpuUsage(before);
		const milliseconds = performance.now() - began;
		return { milliseconds, processor: (user + system) / 1000, losses };
	};
	return {
		name: `skillet, base in ${base}`,
		device: device.report.name,
		bytes: () => {
			const { vectors, temporaries, transfer } = device.memory();
			return { base: baseBytes(decoder), held: vectors + temporaries + transfer };
		},
		train,
		...(profile && {
			profile: () => profile(() => learner.send(examplesOf(step), scalarsOf(step))),
		}),
	};
}

function baseBytes({ frozen }: DecoderOnDevice): number {
	return frozen!.parts.reduce(
		(sum, { layout, storage }) => sum + storageBytes(layout.length, storage),
		0,
	);
}

/** The files that lora.py reads. */
function writeTask(task: LoraTask): string {
	const { model, config, batches } = task;
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-lora-'));
	const { adapter: made, initial } = makeStart(task, 'f32');
	const plain = ({ name, shape, offset, size }: TensorSpec) => ({ name, shape, offset, size });
	writeFileSync(path.join(folder, 'weights.bin'), model.weights);
	writeFileSync(path.join(folder, 'adapter.bin'), initial);
	writeFileSync(
		path.join(folder, 'task.json'),
		JSON.stringify({
			config,
			specs: model.specs.map(plain),
			adapter,
			adapterSpecs: made!.specs.map(plain),
			optimizer: defaultOptimizer,
			batches,
		}),
	);
	return folder;
}

/** null: Python does not have peft. */
async function openPeft(
	folder: string,
	name: string,
	env: NodeJS.ProcessEnv,
): Promise<Trainee | null> {
	const ask = await openPython(path.join('workshop', 'entrants', 'lora.py'), folder, env);
	return (
		ask && {
			name,
			train: async (steps) => (await ask({ steps })) as Awaited<ReturnType<Trainee['train']>>,
		}
	);
}
