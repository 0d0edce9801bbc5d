/**
 * Chooses the GPU or the processor for a model by the time of a training step on both. A small
 * model trains faster on eight threads of WebAssembly than on many integrated GPUs.
 */
import * as v from 'valibot';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { openTrial, type TrialModel, type TrialOptions } from '#engine/training/trial.ts';

const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
/** Medians, and the time of the measurement since 1970. */
const stepTimes = v.strictObject({ processor: milliseconds, gpu: milliseconds, at: milliseconds });
export type StepTimes = Readonly<v.InferOutput<typeof stepTimes>>;
/** A week. The machine may have been busy during a measurement, so none decides for ever. */
const longestUse = 7 * 86_400_000;

export interface StepSizes {
	/** Examples of a batch. */
	readonly size: number;
	/** Tokens of an example at most. */
	readonly context: number;
}

/** What a device is opened for. */
export interface TrainingWork {
	readonly model: TrialModel;
	readonly sizes: StepSizes;
}

/** Parameters. The GPU trains larger models: measuring the processor would take many seconds. */
const maxParameters = 20e6;
export const isLarge = ({ specs }: TrialModel): boolean => countParameters(specs) > maxParameters;
/** Tokens of an example, as in the shipped skills. */
const typicalLength = 24;
/** Milliseconds and steps of a measurement, after the step that compiles. */
const limits = { milliseconds: 500, steps: 8 };
/** The processor must be faster by this factor: a GPU leaves it to the page. */
const neededAdvantage = 1.1;

export const isProcessorFaster = ({ gpu, processor }: Omit<StepTimes, 'at'>): boolean =>
	processor * neededAdvantage < gpu;

/** The times for this model and these devices of the last week, or new ones. Null: too large. */
export async function findStepTimes(
	devices: { readonly gpu: ComputeDevice; readonly processor: () => Promise<ComputeDevice> },
	{ model, sizes: { size, context } }: TrainingWork,
	cache: TuningCache,
): Promise<StepTimes | null> {
	if (isLarge(model)) return null;
	const parameters = countParameters(model.specs);
	const { gpu } = devices;
	const processor = await devices.processor();
	const lengths = Array.from({ length: size }, () => Math.min(typicalLength, context));
	const key = JSON.stringify({
		steps: engineVersion,
		adapter: gpu.report.adapter,
		shaders: gpu.report.tiles?.from === 'safe' ? 'safe' : 'fast',
		processor: processor.report.name,
		config: model.config,
		parameters,
		lengths: [size, lengths[0]],
	});
	// If the store cannot be read, measure again.
	const found = await cache.get(key).catch(() => undefined);
	const at = Date.now();
	if (v.is(stepTimes, found) && Math.abs(at - found.at) < longestUse) return found;
	const time = async (device: ComputeDevice) =>
		Number((await timeStep(device, model, { lengths }, limits)).toPrecision(3));
	const measured = { processor: await time(processor), gpu: await time(gpu), at };
	await cache.put(key, measured).catch(() => undefined);
	return measured;
}

/** Median milliseconds of a step, after the first. */
async function timeStep(
	device: ComputeDevice,
	model: TrialModel,
	options: TrialOptions,
	limit: { readonly milliseconds: number; readonly steps: number },
): Promise<number> {
	const trial = await openTrial(device, model, options);
	try {
		await trial.train(1);
		const start = performance.now();
		const times: number[] = [];
		do {
			const before = performance.now();
			// Fast steps are read together, as in a run.
			const count = times.length > 0 && times[0] < 100 ? 4 : 1;
			await trial.train(count);
			times.push((performance.now() - before) / count);
		} while (performance.now() - start < limit.milliseconds && times.length < limit.steps);
		return times.sort((a, b) => a - b)[times.length >> 1];
	} finally {
		trial.dispose();
	}
}
