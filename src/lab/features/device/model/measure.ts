/**
 * Measures a device: the self-test, basic speeds and tiles of the GPU, and training steps of models
 * on the GPU and on the processor.
 */
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { highest } from '#engine/core/statistics.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { deviceSpeed, reachedShare, type DeviceSpeed } from '#engine/gpu/costModel.ts';
import {
	gpuBasics,
	productSpeeds,
	type GpuBasics,
	type ProductSpeed,
	type TuningCache,
} from '#engine/gpu/device.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { expectedTrial, type TrialModel, type TrialOptions } from '#engine/training/trial.ts';
import { smolLm2Lora } from '#engine/training/trialShapes.ts';
import { timeStep } from '#lab/run/deviceChoice.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import { testedNow } from '#lab/run/selfTest.ts';
import type { Measurement, StepTime } from './measurement.ts';

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

export interface Measured {
	readonly processor: ComputeDevice;
	/** A text: why no GPU can be opened. */
	readonly gpu: ComputeDevice | string;
	/** Models of each size, the smallest first: the time may end before the last one. */
	readonly models: readonly { readonly name: string; readonly open: () => Promise<TrialModel> }[];
	/** Stores the result of the self-test. */
	readonly tunings: TuningCache;
	/** Only the self-test, with five minutes for it. */
	readonly onlyTest: boolean;
	/** `fraction`: the part that is done; null: unknown. Ends the measurement if it throws. */
	readonly report: (label: RunMessage, fraction: number | null) => void;
}

export async function measure(measured: Measured): Promise<Measurement> {
	const { processor, gpu, models, tunings, onlyTest } = measured;
	const start = performance.now();
	const passed = () => performance.now() - start;
	const report = (label: RunMessage) =>
		measured.report(label, onlyTest ? null : Math.min(1, passed() / limits.total));
	const hasGpu = typeof gpu !== 'string';
	report({ id: 'device.testing', values: {} });
	const limit = onlyTest ? limits.testAlone : limits.test;
	const selfTest = hasGpu ? await testedNow(gpu, processor, tunings, { limit }) : null;
	report({ id: 'device.measuring', values: {} });
	const basics = hasGpu && !onlyTest ? await gpuBasics(gpu) : null;
	const tiles = hasGpu && !onlyTest ? await productSpeeds(gpu, limits.tiles) : [];
	const speeds = {
		wasm: deviceSpeed(processor),
		webgpu: hasGpu ? measuredSpeed(deviceSpeed(gpu), basics, tiles) : null,
	};

	const steps: StepTime[] = [];
	if (!onlyTest) {
		for (const { name, open } of models) {
			report({ id: 'model.reading', values: { name } });
			steps.push(await timeBoth(name, await open(), { lengths }));
		}
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
			if (passed() >= limits.total) return null;
			return timeStep(device, model, options, limits.steps).catch((error: unknown) => {
				if (error instanceof OutOfMemoryError) return null;
				throw error;
			});
		};
		const wasm = await time(processor);
		const expect = (speed: DeviceSpeed) => expectedTrial(model, options, speed);
		return {
			model: name,
			parameters: countParameters(model.specs),
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
	tiles: readonly ProductSpeed[],
): DeviceSpeed => ({
	gflops:
		tiles.length > 0 ? reachedShare * highest(tiles.map(({ gflops }) => gflops)) : guess.gflops,
	gigabytes: basics?.gigabytes ?? guess.gigabytes,
	dispatch: basics?.dispatch ?? guess.dispatch,
	wait: basics ? 1000 * basics.readback : guess.wait,
});

/** One model of each size, the smallest first. */
export const oneOfEachSize = <T extends { readonly parameters: number }>(
	models: readonly T[],
): readonly T[] =>
	models
		.toSorted((a, b) => a.parameters - b.parameters)
		.filter(({ parameters }, i, all) => parameters !== all[i - 1]?.parameters);
