/**
 * Measures a device: the self-test, basic speeds and tiles of the GPU, and training steps of models
 * on the GPU and on the processor.
 */
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import {
	deviceSpeed,
	expectedKernel,
	expectedProgram,
	kernelWork,
	reachedShare,
	type DeviceSpeed,
} from '#engine/gpu/costModel.ts';
import {
	gpuBasics,
	productSpeeds,
	profiling,
	type GpuBasics,
	type ProductSpeed,
	type TuningCache,
} from '#engine/gpu/device.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import {
	openTrial,
	seenPart,
	trialPrograms,
	type TrialModel,
	type TrialOptions,
} from '#engine/training/trial.ts';
import { smolLm2Lora } from '#engine/training/trialShapes.ts';
import { timeStep } from '#lab/run/deviceChoice.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import { testedNow } from '#lab/run/selfTest.ts';
import type { ComparedKernel, Measurement, StepTime } from './measurement.ts';

/** Milliseconds. The whole measurement takes `total` if nothing compiles longer. */
const limits = {
	total: 60_000,
	test: 20_000,
	testAlone: 300_000,
	tiles: 8000,
	steps: { milliseconds: 2000, steps: 20 },
	/** A slower step is not timed by kernel, which takes about ten times as long. */
	profiled: 500,
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
	let kernels: readonly ComparedKernel[] = [];
	if (!onlyTest) {
		for (const { name, open } of models) {
			report({ id: 'model.reading', values: { name } });
			steps.push(await timeBoth(name, await open(), { lengths }));
		}
		const { model, adapter } = smolLm2Lora(loraLayers);
		const name = `SmolLM2-135M, ${loraLayers} layers, LoRA`;
		const options = { lengths: loraLengths, adapter };
		const step = await timeBoth(name, model, options);
		steps.push(step);
		if (hasGpu && speeds.webgpu && (step.webgpu ?? Infinity) <= limits.profiled)
			kernels = await compareKernels(gpu, speeds.webgpu, model, options);
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
		kernels,
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
		const programs = trialPrograms(model, options);
		const expect = (speed: DeviceSpeed) =>
			sum(programs.map((program) => expectedProgram(program, speed, seenPart(options))));
		return {
			model: name,
			parameters: countParameters(model.specs),
			wasm,
			webgpu: hasGpu ? await time(gpu) : null,
			expected: { wasm: expect(speeds.wasm), webgpu: speeds.webgpu && expect(speeds.webgpu) },
		};
	}
}

/** The kernels of a step on the GPU, beside what the cost model expects. */
async function compareKernels(
	gpu: ComputeDevice,
	speed: DeviceSpeed,
	model: TrialModel,
	options: TrialOptions,
): Promise<ComparedKernel[]> {
	const { device, profile } = profiling(gpu);
	const trial = await openTrial(device, model, options);
	try {
		await trial.train(1);
		const { learner, examples } = trial;
		const send = () => learner.send(examples, { learningRate: 0, step: 2 });
		const measured = (await profile?.(send)) ?? [];
		const expected = new Map(
			kernelWork(trialPrograms(model, options), seenPart(options)).map((work) => [
				work.label,
				expectedKernel(work, speed),
			]),
		);
		const times = new Map(measured.map(({ kernel, milliseconds }) => [kernel, milliseconds]));
		return [...new Set([...times.keys(), ...expected.keys()])].map((kernel) => ({
			kernel,
			milliseconds: times.get(kernel) ?? null,
			expected: expected.get(kernel) ?? null,
		}));
	} finally {
		trial.dispose();
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
