/** What a run will hold on the device, told before any of it is taken: its vectors, and its programs at the largest shapes that it can meet. */
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
import { evaluated } from './evaluateSkills.ts';
import { gradientProgram, sumProgram } from './gradient.ts';
import { microBatchBounds } from './learner.ts';
import { passOptions } from './mixedPrecision.ts';
import { openModel, type ModelStart } from './openModel.ts';
import { updateProgram } from './optimizer.ts';
import { largestSamplePack } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

export interface MemoryPrediction {
	/** From the first step to the last. Reading a vector for a checkpoint takes its size once more, for that moment. */
	readonly use: MemoryUse;
	/** Bytes of what some runs make when they first need it. */
	readonly onDemand: {
		/** When a batch is cut because its examples are long. */
		readonly microBatch: number;
		/** When a policy looks a step ahead. */
		readonly lookAhead: number;
	};
	/** With the largest shapes: to be reserved. */
	readonly programs: readonly Program[];
}

export const heldBytes = ({ vectors, temporaries, transfer }: MemoryUse): number =>
	vectors + temporaries + transfer;

/** Takes nothing. Throws OutOfMemoryError when the device's limits forbid it. */
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
	const isCut = settings.optimizer.accumulation > 1 && settings.batching.size > 1;
	const programs = [...counted.programs, ...programsOf(plan, settings, largest)];
	const parameters = { length: layout.length, storage: 'f32' as const };
	const vectors = [...counted.vectors, ...(isCut ? [parameters] : [])];
	const bytes = layout.length * 4;
	return {
		use: device.needs({ programs, vectors }),
		onDemand: { microBatch: isCut || !largest.mayBeCut ? 0 : bytes, lookAhead: 3 * bytes },
		programs,
	};
}

interface LargestShapes {
	readonly step: BatchShape;
	readonly scores: BatchShape;
	/** Of what policies ask for. */
	readonly probes: BatchShape;
	readonly nextToken: BatchShape;
	/** Whether examples can be so long that a batch is cut for that. */
	readonly mayBeCut: boolean;
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
		const { addresses } = evaluated(skills, examples, evaluation.part);
		return largestPass(addresses, passBounds(addresses.length));
	});
	const probes = largestBatch(
		trained.flatMap(({ train, validation }) => [train, validation]),
		examplesPerPass,
		passBounds(1),
	);
	// A visitor's question may fill the context.
	const question = { packLength: config.context, targets: 1 };
	return {
		step: shape(step),
		scores: shape(largestExtent(passes)),
		probes: shape(probes),
		nextToken: shape(largestExtent([largestSamplePack(skills, evaluation.samples), question])),
		mayBeCut: unbound.packLength > step.packLength,
	};
}

function programsOf(
	plan: DecoderPlan,
	{ optimizer }: TrainingSettings,
	{ step, scores, probes, nextToken }: LargestShapes,
): Program[] {
	// What is measured is measured in 32 bits.
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
