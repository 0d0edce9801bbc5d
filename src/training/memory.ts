/** Predicts a run's device memory: its vectors, and its programs at their largest shapes. */
import { largestBatch, largestExtent, largestPass, type BatchExtent } from '#data/largestBatch.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import { examplesPerPass, passBounds, scoreProgram } from './measure.ts';
import type { ComputeDevice, MemoryUse } from '#gpu/computeDevice.ts';
import { countingDevice } from '#gpu/countingDevice.ts';
import { withFallback } from '#gpu/fallback.ts';
import type { Program } from '#gpu/program.ts';
import type { BatchShape } from '#model/batchTensors.ts';
import type { DecoderPlan } from '#model/capturedDecoder.ts';
import { nextTokenProgram, type PassSize } from '#model/generate.ts';
import { bucketSize } from '#model/hostBatch.ts';
import { evaluationExamples } from './evaluateSkills.ts';
import { gradientProgram, sumProgram } from './gradient.ts';
import { passOptions } from './mixedPrecision.ts';
import { microBatchBounds, openModel, type ModelStart } from './learner.ts';
import { updateProgram } from './optimizer.ts';
import { largestGeneration } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

export const heldBytes = ({ vectors, temporaries, transfer }: MemoryUse): number =>
	vectors + temporaries + transfer;

/** Allocates nothing. Throws OutOfMemoryError if the run exceeds a limit of the device. */
export async function predictMemory(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
) {
	const options = passOptions(settings, device);
	const counted = countingDevice(device);
	const { decoder } = await openModel(counted.device, start, settings, options);
	const { config, layout } = decoder;
	const generation = largestGeneration(skills, settings.evaluation.samples, config.context);
	await decoder.keyValueCache(generation.rows);
	const plan = { config, layout, ...options };
	const largest = await withFallback(() => largestPrograms(skills, settings, plan, generation));
	const isSplit = settings.optimizer.accumulation > 1 && settings.batching.size > 1;
	const programs = [...counted.programs, ...largest.programs];
	const parameters = { length: layout.length, storage: 'f32' as const };
	const vectors = [...counted.vectors, ...(isSplit ? [parameters] : [])];
	const bytes = layout.length * 4;
	return {
		/** Held for the whole run. Reading a vector for a checkpoint needs its size again. */
		use: device.needs({ programs, vectors }),
		/** Bytes that some runs need later: to split a batch of long examples, for virtual steps. */
		onDemand: { microBatch: isSplit || !largest.maySplit ? 0 : bytes, lookAhead: 3 * bytes },
		/** Programs at the largest shapes, for the reservation. */
		programs,
	};
}

/** `maySplit`: whether examples can be so long that a batch is split for them. */
function largestPrograms(
	skills: readonly EncodedSkill[],
	{ batching, optimizer, evaluation }: TrainingSettings,
	plan: DecoderPlan,
	generation: PassSize,
): { readonly programs: readonly Program[]; readonly maySplit: boolean } {
	const { config, layout } = plan;
	const shape = ({ packLength, targets }: BatchExtent): BatchShape => ({
		packLength: bucketSize(packLength),
		targets: bucketSize(targets),
		vocabulary: config.vocabulary,
	});
	const trained = skills.filter(({ use }) => use === 'train');
	const training = trained.map(({ train }) => train);
	const bounds = microBatchBounds(optimizer);
	const step = largestBatch(training, batching.size, bounds);
	const unbound = largestBatch(training, batching.size, { ...bounds, maxPackLength: Infinity });
	const passes = [evaluation.examples, evaluation.finalExamples].map((examples) => {
		const { addresses } = evaluationExamples(skills, examples, evaluation.part);
		return largestPass(addresses, passBounds(addresses.length));
	});
	const probes = largestBatch(
		trained.flatMap(({ train, validation }) => [train, validation]),
		examplesPerPass,
		passBounds(1),
	);
	// Measurements use 32 bits.
	const single = { config, layout };
	const programs = [
		gradientProgram(plan, shape(step)),
		sumProgram(plan),
		updateProgram(plan, optimizer),
		scoreProgram(single, shape(largestExtent(passes)), false),
		scoreProgram(single, shape(probes), true),
		nextTokenProgram(single, generation),
	];
	return { programs, maySplit: shape(unbound).packLength > shape(step).packLength };
}
