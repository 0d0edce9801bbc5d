/** The part of the device dialog in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { deviceSpeed, reached, type DeviceSpeed } from '#engine/gpu/costModel.ts';
import { highest } from '#engine/core/statistics.ts';
import { gpuBasics, tileSpeeds, type GpuBasics, type TileSpeed } from '#engine/gpu/device.ts';
import { expectedTrial, type TrialModel, type TrialOptions } from '#engine/training/trial.ts';
import { smolLm2Lora } from '#engine/training/trialShapes.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import { timeStep } from '#lab/run/deviceChoice.ts';
import { testedNow } from '#lab/run/selfTest.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { withHostWeights } from '#engine/training/openTraining.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Measurement, StepTime } from './model/measurement.ts';
import { deviceTask } from './calls/deviceCalls.ts';

/** Milliseconds. The whole measurement takes `total` if nothing compiles longer. */
const limits = {
	total: 60_000,
	test: 20_000,
	testAlone: 300_000,
	tiles: 8000,
	steps: { milliseconds: 2000, steps: 20 },
};
/** Tokens of the examples of a step: 32 examples, the default experiment's number. */
const lengths = Array.from({ length: 32 }, () => 24);
/** A step of LoRA on a part of a real model's shape: few layers, and its whole vocabulary. */
const loraLayers = 2;
const loraLengths = Array.from({ length: 4 }, () => 128);

const deviceHandlers = (lab: OpenLab): HandlersOf<'device'> => ({
	'device.tested': async () => lab.selfTest() ?? null,
	'device.measure': ({ onlyTest }) =>
		lab.tasks.run(deviceTask, async (signal) => {
			if (await lab.control.isTraining())
				throw new InputError(sentence('device.errors.runTrainsSoFiguresWould'));
			const processor = await lab.openDevice('wasm');
			const gpu = await lab.openDevice('webgpu').catch(toMessage);
			try {
				// A compilation cannot be interrupted: its result is dropped.
				const cancelled = new Promise<never>((_, reject) => {
					signal.addEventListener('abort', () => reject(signal.reason as Error));
				});
				return await Promise.race([measure(lab, { processor, gpu }, onlyTest, signal), cancelled]);
			} finally {
				processor.dispose();
				if (typeof gpu !== 'string') gpu.dispose();
			}
		}),
});

async function measure(
	{ tasks, stores, models }: OpenLab,
	{ processor, gpu }: { processor: ComputeDevice; gpu: ComputeDevice | string },
	onlyTest: boolean,
	signal: AbortSignal,
): Promise<Measurement> {
	const start = performance.now();
	const passed = () => performance.now() - start;
	const report = (label: RunMessage) => {
		signal.throwIfAborted();
		tasks.report(deviceTask, label, onlyTest ? null : Math.min(1, passed() / limits.total));
	};
	const hasGpu = typeof gpu !== 'string';
	report({ id: 'device.testing', values: {} });
	const limit = onlyTest ? limits.testAlone : limits.test;
	const selfTest = hasGpu ? await testedNow(gpu, processor, stores.tunings, { limit }) : null;
	report({ id: 'device.measuring', values: {} });
	const basics = hasGpu && !onlyTest ? await gpuBasics(gpu) : null;
	const tiles = hasGpu && !onlyTest ? await tileSpeeds(gpu, limits.tiles) : [];
	const speeds = {
		wasm: deviceSpeed(processor),
		webgpu: hasGpu ? measuredSpeed(deviceSpeed(gpu), basics, tiles) : null,
	};

	const steps: StepTime[] = [];
	const timed = onlyTest ? [] : shippedSizes(await models.list());
	for (const { id, name, sha256 } of timed) {
		report({ id: 'model.reading', values: { name } });
		const model = await withHostWeights(await models.open({ id, sha256 }, signal));
		steps.push(await timeBoth(name, model, { lengths }));
	}
	if (!onlyTest) {
		const { model, adapter } = smolLm2Lora(loraLayers);
		const name = `SmolLM2-135M, ${loraLayers} layers, LoRA`;
		steps.push(await timeBoth(name, model, { lengths: loraLengths, adapter }));
	}
	return {
		version: 1,
		measuredAt: Date.now(),
		engineVersion,
		browser: navigator.userAgent,
		processors: navigator.hardwareConcurrency,
		processor: processor.report,
		gpu: hasGpu ? gpu.report : gpu,
		selfTest,
		basics,
		tiles,
		steps,
		seconds: passed() / 1000,
	};

	async function timeBoth(
		name: string,
		model: TrialModel,
		options: TrialOptions,
	): Promise<StepTime> {
		const time = async (device: ComputeDevice) => {
			report({ id: 'device.timing', values: { model: name } });
			return passed() < limits.total ? timeStep(device, model, options, limits.steps) : null;
		};
		const wasm = await time(processor);
		const expect = (speed: DeviceSpeed) => expectedTrial(model, options, speed);
		return {
			model: name,
			parameters: model.specs.reduce((sum, { size }) => sum + size, 0),
			wasm,
			webgpu: hasGpu ? await time(gpu) : null,
			expected: { wasm: expect(speeds.wasm), webgpu: speeds.webgpu && expect(speeds.webgpu) },
		};
	}
}

/** The speed of a GPU from what was measured of it. */
const measuredSpeed = (
	guess: DeviceSpeed,
	basics: GpuBasics | null,
	tiles: readonly TileSpeed[],
): DeviceSpeed => ({
	gflops: tiles.length > 0 ? reached * highest(tiles.map(({ gflops }) => gflops)) : guess.gflops,
	gigabytes: basics?.gigabytes ?? guess.gigabytes,
	dispatch: basics?.dispatch ?? guess.dispatch,
	wait: basics ? 1000 * basics.readback : guess.wait,
});

/** One shipped model of each size, the smallest first: the time may end before the last one. */
const shippedSizes = (models: readonly ModelInfo[]): readonly ModelInfo[] =>
	models
		.filter(({ source }) => source === 'builtin')
		.sort((a, b) => a.parameters - b.parameters)
		.filter(({ parameters }, i, all) => parameters !== all[i - 1]?.parameters);

export const device = { handlers: deviceHandlers } satisfies WorkerFeature;
