/**
 * `npm run bench:memory`: predicted and measured device memory of the default experiment.
 * Compares kept with recomputed activations on the same weights and batches, in alternating steps.
 * `--adapters`: an adapter of each base storage on a model in SmolLM2-135M's shape, one step.
 */
import { loadavg } from 'node:os';
import { randomStream } from '#engine/core/random.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ComputeDevice, MemoryUse } from '#engine/gpu/computeDevice.ts';
import { planMemory } from '#engine/gpu/memoryPlan.ts';
import { baseStorages } from '#engine/model/adapterSettings.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import { initialWeights } from './lib/pretraining/initialWeights.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { heldBytes, predictMemory } from '#engine/training/memory.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { Trainer } from '#lab/training/trainer.ts';
import { baseConfigs, baseTokenizer, readDecoderConfig } from './lib/baseConfig.ts';
import { median } from '../tests/bench/median.ts';
import { runScript } from './lib/faults.ts';
import { flag, outputFile, readCommand, someOf, wholeOr } from './lib/command.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { megabytes, writeJson } from './lib/output.ts';
import { randomModel } from './lib/smolLm2.ts';

type Activations = NonNullable<RunSettings['activations']>;

interface Measurement {
	readonly model: string;
	readonly parameters: number;
	readonly activations: Activations;
	readonly predicted: MemoryUse;
	readonly held: MemoryUse;
	/** Bytes of temporaries of the largest gradient program: with and without shared buffers. */
	readonly gradient: { readonly planned: number; readonly unshared: number };
	readonly predictionMilliseconds: number;
	readonly stepMilliseconds: readonly number[];
	readonly losses: readonly number[];
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const row = (measurements: Measurement) => ({
	model: measurements.model,
	activations: measurements.activations,
	'predicted MB': megabytes(heldBytes(measurements.predicted)),
	'held MB': megabytes(heldBytes(measurements.held)),
	'gradient MB': megabytes(measurements.gradient.planned),
	'unshared MB': megabytes(measurements.gradient.unshared),
	'median ms per step': median(measurements.stepMilliseconds).toFixed(1),
	'prediction ms': measurements.predictionMilliseconds.toFixed(0),
	'last loss': measurements.losses.at(-1),
});

const shapes = Object.keys(baseConfigs) as (keyof typeof baseConfigs)[];

await runScript(async () => {
	const values = readCommand({
		name: 'npm run bench:memory',
		purpose: 'Predicted and measured device memory of the default experiment.',
		example: '--models skillet-base --json memory.json',
		options: {
			models: someOf(shapes, 'Shapes of models, with fresh weights'),
			steps: wholeOr(6, 'Steps of each measurement', { from: 2 }),
			threads: wholeOr(1, 'Threads of the processor', { to: 64 }),
			webgpu: flag('WebGPU in Node instead of the processor'),
			adapters: flag('Adapters on a model of 135M instead, one step each'),
			json: outputFile('All measurements'),
		},
	});
	const open = values.webgpu ? openGpu : () => openNodeDevice(values.threads);
	const load = loadavg()[0];
	const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
	const experiment = defaultExperiment(infos, { id: '', sha256: '' });
	if (values.adapters) return measureAdapters(experiment, open, values.json);
	const skills = await encodeSkills(experiment);
	const measurements: Measurement[] = [];
	let name = '';
	for (const id of values.models) {
		const model = makeModel(id);
		const pair = [await open(), await open()] as const;
		name = pair[0].report.name;
		measurements.push(...(await measure(id, model, skills, experiment, pair, values.steps)));
		pair.forEach((device) => device.dispose());
	}
	console.log(`${name}, load average ${load.toFixed(1)} at the start`);
	console.table(measurements.map(row));
	writeJson(values.json, { device: name, load, steps: Number(values.steps), measurements });
});

async function encodeSkills({
	skills,
	batching,
}: Pick<Experiment, 'skills' | 'batching'>): Promise<EncodedSkill[]> {
	const encoded: EncodedSkill[] = [];
	for (const { id, use } of skills)
		encoded.push(await encodeSkill(builtinSource(id), use, baseTokenizer, batching.context));
	return encoded;
}

/** Four examples of at most 128 tokens per step, two examples of each skill per evaluation. */
async function measureAdapters(
	{ evaluation, batching, ...others }: Experiment,
	open: () => Promise<ComputeDevice>,
	json: string | undefined,
): Promise<void> {
	const experiment: Experiment = {
		...others,
		batching: { ...batching, size: 4, context: 128 },
		evaluation: { ...evaluation, examples: 2, finalExamples: 2 },
		steps: 2,
	};
	const skills = await encodeSkills(experiment);
	const random = randomModel();
	const model = {
		...random,
		parameterCount: random.weights.length,
		tokenizer: baseTokenizer,
		unread: [],
		texts: new Map<string, string>(),
	};
	const measurements = [];
	for (const base of baseStorages)
		for (const targets of ['all-linear', undefined]) {
			const adapter = { rank: 8, alpha: 16, base, ...(targets && { targets }) };
			const settings: RunSettings = { ...experiment, adapter };
			const before = process.memoryUsage().rss;
			const device = await open();
			const { use } = await predictMemory(device, model, skills, settings);
			const trainer = await createTrainer({ device, model, skills, settings });
			await trainer.start(new AbortController().signal);
			await trainStep(trainer);
			const held = device.memory();
			const grown = process.memoryUsage().rss - before;
			trainer.dispose();
			device.dispose();
			const shape = { base, targets: targets ?? 'q_proj, v_proj' };
			measurements.push({ ...shape, predicted: use, held, grown });
		}
	console.table(
		measurements.map(({ predicted, held, grown, ...shape }) => ({
			...shape,
			'predicted MB': megabytes(heldBytes(predicted)),
			'held MB': megabytes(heldBytes(held)),
			'process MB': megabytes(grown),
		})),
	);
	writeJson(json, { load: loadavg()[0], measurements });
}

async function openGpu(): Promise<ComputeDevice> {
	const { provideWebGpu } = await import('../tests/bench/nodeWebGpu.ts');
	const { requestAdapter } = await import('#engine/gpu/webgpu/adapter.ts');
	const { openWebGpu } = await import('#engine/gpu/webgpu/openWebGpu.ts');
	if (!globalThis.navigator?.gpu) await provideWebGpu();
	return openWebGpu(await requestAdapter(), { gpu: navigator.gpu });
}

function makeModel(id: (typeof shapes)[number]): LoadedModel {
	const config = readDecoderConfig(baseConfigs[id]);
	const specs = tensorSpecs(llama, config);
	const weights = initialWeights(specs, randomStream(1, 'initial weights'));
	const parameterCount = weights.length;
	return {
		architecture: llama,
		config,
		specs,
		weights,
		parameterCount,
		tokenizer: baseTokenizer,
		unread: [],
		texts: new Map(),
	};
}

async function measure(
	id: string,
	model: LoadedModel,
	skills: readonly EncodedSkill[],
	experiment: RunSettings,
	devices: readonly ComputeDevice[],
	steps: number,
): Promise<Measurement[]> {
	const sides = [];
	for (const [i, activations] of (['kept', 'recomputed'] as const).entries()) {
		const device = devices[i];
		const settings: RunSettings = { ...experiment, activations, steps: steps + 1 };
		const began = performance.now();
		const prediction = await predictMemory(device, model, skills, settings);
		const predictionMilliseconds = performance.now() - began;
		const gradient = prediction.programs.find(({ label }) => label === 'gradient')!;
		const plan = planMemory(gradient);
		const trainer = await createTrainer({ device, model, skills, settings });
		// Compiles, and allocates the largest pass of an evaluation.
		await trainer.evaluate();
		sides.push({
			device,
			trainer,
			activations,
			predictionMilliseconds,
			predicted: prediction.use,
			gradient: { planned: sum(plan.buffers), unshared: plan.unshared },
			milliseconds: [] as number[],
			losses: [] as number[],
		});
	}
	for (let step = 0; step < steps; step++)
		for (const { trainer, milliseconds, losses } of sides) {
			const began = performance.now();
			losses.push(await trainStep(trainer));
			milliseconds.push(performance.now() - began);
		}
	return sides.map(({ device, trainer, milliseconds, ...side }) => {
		const held = device.memory();
		trainer.dispose();
		return {
			model: id,
			parameters: model.parameterCount,
			held,
			stepMilliseconds: milliseconds,
			activations: side.activations,
			predicted: side.predicted,
			gradient: side.gradient,
			predictionMilliseconds: side.predictionMilliseconds,
			losses: side.losses,
		};
	});
}

async function trainStep(trainer: Trainer): Promise<number> {
	for (const event of await trainer.next()) if (event.type === 'step') return event.loss;
	throw new Error('A step reported no loss.');
}
