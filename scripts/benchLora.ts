/**
 * `npm run bench:lora`: milliseconds per training step of an adapter on all linear layers, for a
 * model in SmolLM2-135M's shape. In turn: base in 32, 16, 8 and 4 bits, peft.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { lowest } from '#engine/core/statistics.ts';
import type { EncodedExamples } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { storageBytes } from '#engine/gpu/program.ts';
import { baseStorages } from '#engine/model/adapterSettings.ts';
import type { BaseStorage } from '#engine/model/weightLayout.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { freshStart, openLearner } from '#engine/training/openTraining.ts';
import { optimizer } from '../tests/bench/task.ts';
import type { KernelTime } from '../tests/bench/entrant.ts';
import { median } from '../tests/bench/median.ts';
import { profiling } from '../tests/bench/profiling.ts';
import { runScript } from './lib/faults.ts';
import { kernelTable } from './lib/benchEngine/report.ts';
import { flag, outputFile, readCommand, wholeOr } from './lib/command.ts';
import { openNodeDevice, openNodeGpu } from './lib/nodeDevice.ts';
import { table, writeJson } from './lib/output.ts';
import { openPython } from './lib/python.ts';
import { smolLm2 } from '#engine/training/trialShapes.ts';
import { randomModel } from './lib/smolLm2.ts';

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

await runScript(async () => {
	const { rounds, threads, layers, gpu, profile, json } = readCommand({
		name: 'npm run bench:lora',
		purpose: 'Times training steps of an adapter, and the same by PyTorch with peft.',
		example: '--rounds 5 --json lora.json',
		options: {
			rounds: wholeOr(3, 'Rounds of one step each; the fastest and the median count', {
				from: 1,
				to: 100,
			}),
			threads: wholeOr(availableParallelism(), 'Threads of each', { from: 1, to: 32 }),
			gpu: flag('On the GPU, through the package webgpu, and PyTorch through CUDA'),
			profile: flag('With --gpu: GPU time by kernel and workgroups, base in 32 bits'),
			layers: wholeOr(smolLm2.num_hidden_layers, 'Layers of the model', { from: 1, to: 30 }),
			json: outputFile('All figures'),
		},
		notes: ['PyTorch runs if SKILLET_PYTHON (default python3) has torch, transformers and peft.'],
	});
	const model = randomModel(layers);
	const batches = countingBatches(model.config.vocabulary);
	const trainees: Trainee[] = [];
	const open = gpu ? openNodeGpu : () => openNodeDevice(threads);
	for (const base of baseStorages)
		trainees.push(await openOwn(await open(), makeStart(model, base), batches));
	const folder = writeTask(model, batches);
	const policies = gpu
		? { CUDA: {} }
		: { default: {}, 'OMP_WAIT_POLICY=passive': { OMP_WAIT_POLICY: 'passive' } };
	for (const [policy, env] of Object.entries(policies)) {
		const settings = {
			...env,
			SKILLET_THREADS: String(threads),
			SKILLET_DEVICE: gpu ? 'cuda' : 'cpu',
		};
		const python = await openPeft(folder, `PyTorch and peft, ${policy}`, settings);
		if (python) trainees.push(python);
	}
	const times = new Map<string, number[]>(trainees.map(({ name }) => [name, []]));
	const processor = new Map<string, number[]>(trainees.map(({ name }) => [name, []]));
	const losses = new Map<string, number[]>(trainees.map(({ name }) => [name, []]));
	for (let round = 0; round <= rounds; round++)
		for (const { name, train } of trainees) {
			const trained = await train(1);
			losses.get(name)!.push(...trained.losses);
			// The first round compiles.
			if (round === 0) continue;
			times.get(name)!.push(trained.milliseconds);
			if (trained.processor !== undefined) processor.get(name)!.push(trained.processor);
		}
	const ownTime = lowest(times.get(trainees[0].name)!);
	const results = trainees.map(({ name, bytes }) => ({
		name,
		least: lowest(times.get(name)!),
		median: median(times.get(name)!),
		processor: processor.get(name)!.length > 0 ? lowest(processor.get(name)!) : null,
		losses: losses.get(name)!,
		bytes: bytes?.(),
	}));
	const megabytes = (count: number | undefined) =>
		count === undefined ? '–' : (count / 1e6).toFixed(0);
	console.log(
		table([
			[
				'a step by',
				'least ms',
				'median ms',
				'processor ms',
				'to ours',
				'last loss',
				'base MB',
				'all MB',
			],
			...results.map(({ name, least, median, processor, losses, bytes }) => [
				name,
				least.toFixed(0),
				median.toFixed(0),
				processor?.toFixed(0) ?? '–',
				(least / ownTime).toFixed(2),
				losses.at(-1)?.toFixed(5),
				megabytes(bytes?.base),
				megabytes(bytes?.held),
			]),
		]),
	);
	const kernels = (profile && (await trainees[0].profile?.())) || [];
	if (kernels.length > 0) console.log(`\n${kernelTable(kernels)}`);
	writeJson(json, {
		device: trainees[0].device,
		kernels,
		rounds,
		threads,
		layers,
		processor: cpus()[0]?.model,
		load: loadavg()[0],
		times: Object.fromEntries(times),
		results,
	});
	process.exit(0);
});

type Model = ReturnType<typeof randomModel>;

/** Each row counts in its own steps, modulo the vocabulary. */
function countingBatches(vocabulary: number): number[][][] {
	return Array.from({ length: batchCount }, (_, batch) =>
		Array.from({ length: rows }, (_, row) =>
			Array.from({ length: context + 1 }, (_, i) => (977 * batch + i * (5 * row + 1)) % vocabulary),
		),
	);
}

function encoded(batch: readonly (readonly number[])[]): EncodedExamples {
	return {
		count: rows,
		tokens: Uint16Array.from(batch.flat()),
		offsets: Uint32Array.from({ length: rows + 1 }, (_, i) => i * (context + 1)),
		targets: new Uint8Array(rows * (context + 1)).fill(1),
		promptLengths: new Uint32Array(rows),
		noisy: new Uint8Array(rows),
		cut: 0,
	};
}

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
		optimizer: { ...optimizer, accumulation: 1 },
		batching: { size: rows, context, layout: 'packed' as const },
		seed: 1,
	};
	const { learner, decoder } = await openLearner(device, start, settings, {});
	const sets = batches.map(encoded);
	let step = 0;
	const examplesOf = (index: number) => {
		const set = sets[index % sets.length];
		return Array.from({ length: rows }, (_, index) => ({ set, index }));
	};
	const scalarsOf = (step: number) => ({ learningRate: optimizer.learningRate, step });
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
function writeTask(model: Model, batches: readonly number[][][]): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-lora-'));
	const { adapter: made, initial } = makeStart(model, 'f32');
	const { model_type: _, ...shape } = smolLm2;
	const config = { ...shape, num_hidden_layers: model.config.layers };
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
			optimizer,
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
	const ask = await openPython(path.join('tests', 'bench', 'lora.py'), folder, env);
	return (
		ask && {
			name,
			train: async (steps) => (await ask({ steps })) as Awaited<ReturnType<Trainee['train']>>,
		}
	);
}
