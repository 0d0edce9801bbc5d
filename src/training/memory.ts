/**
 * Predicts a run's device memory before any is allocated: its vectors, and its programs at the
 * largest shapes that can occur.
 */
import { largestBatch, largestExtent, largestPass, type BatchExtent } from '#data/largestBatch.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import { examplesPerPass, passBounds, scoreProgram } from './measure.ts';
import type { ComputeDevice, MemoryUse } from '#gpu/computeDevice.ts';
import { countingDevice } from '#gpu/countingDevice.ts';
import type { Program } from '#gpu/program.ts';
import type { BatchShape } from '#model/batchTensors.ts';
import type { DecoderPlan } from '#model/capturedDecoder.ts';
import { nextTokenProgram } from '#model/generate.ts';
import { bucketSize } from '#model/hostBatch.ts';
import { evaluationExamples } from './evaluateSkills.ts';
import { gradientProgram, sumProgram } from './gradient.ts';
import { microBatchBounds } from './learner.ts';
import { passOptions } from './mixedPrecision.ts';
import { openModel, type ModelStart } from './openModel.ts';
import { updateProgram } from './optimizer.ts';
import { largestSamplePack } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

export interface MemoryPrediction {
	/** Held for the whole run. Reading a vector for a checkpoint needs its size again. */
	readonly use: MemoryUse;
	/** Bytes that some runs allocate when they first need them. */
	readonly onDemand: {
		/** For a batch that is split because its examples are long. */
		readonly microBatch: number;
		/** For a policy's virtual steps. */
		readonly lookAhead: number;
	};
	/** Programs at the largest shapes, for the reservation. */
	readonly programs: readonly Program[];
}

export const heldBytes = ({ vectors, temporaries, transfer }: MemoryUse): number =>
	vectors + temporaries + transfer;

/** Allocates nothing. Throws OutOfMemoryError if the run exceeds a limit of the device. */
export async function predictMemory(
	device: ComputeDevice,
	start: ModelStart,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
): Promise<MemoryPrediction> {
	const options = passOptions(settings, device);
	const counted = countingDevice(device);
	const { decoder } = await openModel(counted.device, start, settings, options);
	const { config, layout } = decoder;
	const plan = { config, layout, ...options };
	const largest = largestShapes(skills, settings, plan);
	const isSplit = settings.optimizer.accumulation > 1 && settings.batching.size > 1;
	const programs = [...counted.programs, ...largestPrograms(plan, settings, largest)];
	const parameters = { length: layout.length, storage: 'f32' as const };
	const vectors = [...counted.vectors, ...(isSplit ? [parameters] : [])];
	const bytes = layout.length * 4;
	return {
		use: device.needs({ programs, vectors }),
		onDemand: { microBatch: isSplit || !largest.maySplit ? 0 : bytes, lookAhead: 3 * bytes },
		programs,
	};
}

interface LargestShapes {
	readonly step: BatchShape;
	readonly scores: BatchShape;
	/** For the probes of policies. */
	readonly probes: BatchShape;
	readonly nextToken: BatchShape;
	/** Whether examples can be so long that a batch is split for them. */
	readonly maySplit: boolean;
}

function largestShapes(
	skills: readonly EncodedSkill[],
	{ batching, optimizer, evaluation }: TrainingSettings,
	{ config }: DecoderPlan,
): LargestShapes {
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
	// A question may fill the context.
	const question = { packLength: config.context, targets: 1 };
	return {
		step: shape(step),
		scores: shape(largestExtent(passes)),
		probes: shape(probes),
		nextToken: shape(largestExtent([largestSamplePack(skills, evaluation.samples), question])),
		maySplit: unbound.packLength > step.packLength,
	};
}

function largestPrograms(
	plan: DecoderPlan,
	{ optimizer }: TrainingSettings,
	{ step, scores, probes, nextToken }: LargestShapes,
): Program[] {
	// Measurements use 32 bits.
	const { config, layout } = plan;
	const single = { config, layout };
	return [
		gradientProgram(plan, step),
		sumProgram(plan),
		updateProgram(plan, optimizer),
		scoreProgram(single, scores, false),
		scoreProgram(single, probes, true),
		nextTokenProgram(single, nextToken),
	];
}
