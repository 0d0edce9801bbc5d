/** Memory of the device in a run: as predicted, and as held after steps and evaluations. */
import { randomStream } from '../../src/engine/core/random.ts';
import { planMemory } from '../../src/engine/gpu/memoryPlan.ts';
import { baseStorages } from '../../src/engine/model/adapterSettings.ts';
import { heldBytes, predictMemory } from '../../src/engine/training/memory.ts';
import { createTrainer } from '../../src/lab/training/createTrainer.ts';
import type { RunSettings } from '../../src/lab/training/runSettings.ts';
import type { Trainer } from '../../src/lab/training/trainer.ts';
import { median, sum } from '../../src/engine/core/statistics.ts';
import { baseConfigs } from '../../scripts/lib/baseConfig.ts';
import { builtinExperiment as experiment, encodeBuiltin } from '../lib/builtinRun.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { openNodeGpu } from '../lib/nodeGpu.ts';
import { megabytes, tableOf } from '../../scripts/lib/output.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { randomModel, shapedModel } from '../../scripts/lib/shapedModel.ts';

interface DeviceOptions {
	readonly models: readonly (keyof typeof baseConfigs)[];
	readonly steps: number | undefined;
	readonly threads: number | undefined;
	readonly webgpu: boolean;
}

const open = ({ webgpu, threads }: DeviceOptions) =>
	webgpu ? openNodeGpu() : openNodeDevice(threads);

/**
 * The default experiment, with kept and with recomputed activations in alternating steps on the
 * same weights and batches.
 */
export async function measureRuns(options: DeviceOptions) {
	const { models, steps = 6 } = options;
	const skills = await encodeBuiltin(experiment.batching.context);
	const measurements = [];
	for (const id of models) {
		const shape = shapedModel(baseConfigs[id]);
		const weights = initialWeights(shape.specs, randomStream(1, 'initial weights'));
		const model = { ...shape, weights };
		const sides = [];
		for (const activations of ['kept', 'recomputed'] as const) {
			const settings: RunSettings = { ...experiment, activations, steps: steps + 1 };
			const device = await open(options);
			const began = performance.now();
			const { use, programs } = await predictMemory(device, model, skills, settings);
			const predictionMilliseconds = performance.now() - began;
			const { buffers, unshared } = planMemory(programs.find(({ label }) => label === 'gradient')!);
			const trainer = await createTrainer({ device, model, skills, settings });
			// Compiles, and allocates the largest pass of an evaluation.
			await trainer.evaluate();
			const figures = {
				model: id,
				parameters: weights.length,
				activations,
				device: device.report.name,
				predicted: use,
				/** Bytes of temporaries of the gradient: with and without shared buffers. */
				gradient: { planned: sum(buffers), unshared },
				predictionMilliseconds,
				stepMilliseconds: [] as number[],
				losses: [] as number[],
			};
			sides.push({ device, trainer, figures });
		}
		for (let step = 0; step < steps; step++)
			for (const { trainer, figures } of sides) {
				const began = performance.now();
				figures.losses.push(await trainStep(trainer));
				figures.stepMilliseconds.push(performance.now() - began);
			}
		for (const { device, trainer, figures } of sides) {
			measurements.push({ ...figures, held: device.memory() });
			trainer.dispose();
			device.dispose();
		}
	}
	console.log(
		tableOf(measurements, {
			model: ({ model }) => model,
			activations: ({ activations }) => activations,
			'predicted MB': ({ predicted }) => megabytes(heldBytes(predicted)),
			'held MB': ({ held }) => megabytes(heldBytes(held)),
			'gradient MB': ({ gradient }) => megabytes(gradient.planned),
			'unshared MB': ({ gradient }) => megabytes(gradient.unshared),
			'median ms per step': ({ stepMilliseconds }) => median(stepMilliseconds).toFixed(1),
			'prediction ms': ({ predictionMilliseconds }) => predictionMilliseconds.toFixed(0),
			'last loss': ({ losses }) => String(losses.at(-1)),
		}),
	);
	return { steps, measurements };
}

/**
 * An adapter beside each base of SmolLM2-135M's shape: a step of four examples of at most 128
 * tokens, two examples of each skill per evaluation.
 */
export async function measureAdapters(options: DeviceOptions) {
	const { evaluation, batching } = experiment;
	const settings: RunSettings = {
		...experiment,
		batching: { ...batching, size: 4, context: 128 },
		evaluation: { ...evaluation, examples: 2, finalExamples: 2 },
		steps: 2,
	};
	const skills = await encodeBuiltin(128);
	const model = randomModel();
	const measurements = [];
	for (const base of baseStorages)
		for (const targets of ['all-linear', undefined] as const) {
			const adapter = { rank: 8, alpha: 16, base, ...(targets && { targets }) };
			const run: RunSettings = { ...settings, adapter };
			const before = process.memoryUsage().rss;
			const device = await open(options);
			const { use: predicted } = await predictMemory(device, model, skills, run);
			const trainer = await createTrainer({ device, model, skills, settings: run });
			await trainer.start(new AbortController().signal);
			await trainStep(trainer);
			const held = device.memory();
			const grown = process.memoryUsage().rss - before;
			trainer.dispose();
			device.dispose();
			measurements.push({ base, targets: targets ?? 'q_proj, v_proj', predicted, held, grown });
		}
	console.log(
		tableOf(measurements, {
			base: ({ base }) => base,
			'layers with an adapter': ({ targets }) => targets,
			'predicted MB': ({ predicted }) => megabytes(heldBytes(predicted)),
			'held MB': ({ held }) => megabytes(heldBytes(held)),
			'process MB': ({ grown }) => megabytes(grown),
		}),
	);
	return { measurements };
}

async function trainStep(trainer: Trainer): Promise<number> {
	for (const event of await trainer.next()) if (event.type === 'step') return event.loss;
	throw new Error('A step reported no loss.');
}
