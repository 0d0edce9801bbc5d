/**
 * `bench:lora`: milliseconds per training step of an adapter on all linear layers, for a
 * model in the shape of SmolLM2-135M or Gemma 3 270M. In turn: each storage of the base, peft.
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
import { countingRows } from './entrants/countingRows.ts';
import { encodedSet } from '../tests/support/encodedSet.ts';
import { runBenchmark } from './lib/benchmark.ts';
import { kernelTable } from './engine/report.ts';
import { flag, oneOf, someOf, whole, wholeOr } from '../scripts/lib/command.ts';
import { openNodeDevice } from '../scripts/lib/nodeDevice.ts';
import { openNodeGpu } from './lib/nodeGpu.ts';
import { tableOf } from '../scripts/lib/output.ts';
import { openPython } from './lib/python.ts';
import { defaultOptimizer } from '../src/engine/training/settings.ts';
import { smolLm2 } from '../src/engine/training/trialShapes.ts';
import { randomModel } from '../scripts/lib/shapedModel.ts';

/** Beside SmolLM2's: google/gemma-3-270m's config.json. */
const shapes = {
	smollm2: smolLm2,
	gemma3: {
		model_type: 'gemma3_text',
		vocab_size: 262_144,
		hidden_size: 640,
		intermediate_size: 2048,
		num_hidden_layers: 18,
		num_attention_heads: 4,
		num_key_value_heads: 1,
		head_dim: 256,
		query_pre_attn_scalar: 256,
		sliding_window: 512,
		max_position_embeddings: 32_768,
	},
};
const shapeNames = ['smollm2', 'gemma3'] as const;
type Shape = (typeof shapes)[(typeof shapeNames)[number]];
const adapter = { rank: 8, alpha: 16, targets: 'all-linear' };
const [rows, context] = [4, 128];
const batchCount = 4;

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
			shape: oneOf(shapeNames, 'smollm2', 'Shape of the model'),
			layers: whole('Only the first layers of the model', { from: 1, to: 30 }),
		},
		notes: ['PyTorch runs if SKILLET_PYTHON (default python3) has torch, transformers and peft.'],
	},
	async ({ rounds, threads, base, gpu, profile, ...options }) => {
		const layers = options.layers ?? shapes[options.shape].num_hidden_layers;
		const shape = { ...shapes[options.shape], num_hidden_layers: layers };
		const model = randomModel(shape);
		const batches = Array.from({ length: batchCount }, (_, batch) =>
			countingRows(rows, context + 1, model.config.vocabulary, 977 * batch),
		);
		const trainees: Trainee[] = [];
		const open = gpu ? openNodeGpu : () => openNodeDevice(threads);
		for (const storage of base)
			trainees.push(await openOwn(await open(), makeStart(model, storage), batches));
		const folder = writeTask(model, shape, batches);
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
		return { device: trainees[0].device, kernels, rounds, threads, shape, results };
	},
);

type Model = ReturnType<typeof randomModel>;

function makeStart(model: Model, base: BaseStorage) {
	return freshStart(model, { adapter: { ...adapter, base }, seed: 1 });
}

async function openOwn(
	inner: ComputeDevice,
	start: ReturnType<typeof makeStart>,
	batches: readonly number[][][],
): Promise<Trainee> {
	const { device, profile } = profiling(
		inner,
		({ label, workgroups }) => `${label} ${workgroups.join('×')}`,
	);
	const settings = {
		optimizer: defaultOptimizer,
		batching: { size: rows, context, layout: 'packed' as const },
		seed: 1,
	};
	const { learner, decoder } = await openLearner(device, start, settings, {});
	const sets = batches.map((rows) => encodedSet(rows));
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
		name: `skillet, base in ${start.adapter!.base}`,
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
function writeTask(model: Model, config: Shape, batches: readonly number[][][]): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-lora-'));
	const { adapter: made, initial } = makeStart(model, 'f32');
	const plain = ({ name, shape, offset, size }: Model['specs'][number]) => ({
		name,
		shape,
		offset,
		size,
	});
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
