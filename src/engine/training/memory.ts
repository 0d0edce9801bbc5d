/**
 * Predicts a run's device memory (its vectors, and its programs at their largest shapes), and
 * reserves it before the first step. If it is too small, the backward pass recomputes activations
 * (the same bits). Otherwise the error names settings that fit.
 */
import { outOfMemory, OutOfMemoryError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import {
	largestBatch,
	largestExtent,
	largestPass,
	shortenExamples,
	type BatchExtent,
} from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { examplesPerPass, passBounds, scoreProgram } from './measure.ts';
import type { ComputeDevice, MemoryUse, Vector } from '#engine/gpu/computeDevice.ts';
import type { Program } from '#engine/gpu/program.ts';
import type { BatchShape } from '#engine/model/batchTensors.ts';
import type { PassOptions } from '#engine/model/capturedDecoder.ts';
import type { DecoderOnDevice } from '#engine/model/decoderOnDevice.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { defaultAdapter } from '#engine/model/adapterSettings.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { nextTokenProgram, type PassSize } from '#engine/model/generate.ts';
import { bucketSize } from '#engine/model/hostBatch.ts';
import { evaluationExamples } from './evaluateSkills.ts';
import { gradientProgram, sumProgram } from './gradient.ts';
import { passOptions } from './mixedPrecision.ts';
import { microBatchBounds } from './learner.ts';
import { openLearner } from './openTraining.ts';
import { freshState, updateProgram } from './optimizer.ts';
import { largestGeneration } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

export const heldBytes = ({ vectors, temporaries, transfer }: MemoryUse): number =>
	vectors + temporaries + transfer;

/**
 * Allocates nothing. Throws OutOfMemoryError if the run exceeds a limit of the device. With `most`
 * bytes also if its vectors exceed them: they are known before any program is captured.
 */
export async function predictMemory(
	device: ComputeDevice,
	planned: LoadedModel,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
	most?: number,
) {
	const adapter = settings.adapter && makeAdapter(planned, settings.adapter);
	const options = passOptions(settings, device);
	const counted = countingDevice(device);
	// The counting device needs no numbers.
	const initial = new Float32Array();
	const model = { ...planned, weights: initial, readWeights: undefined };
	const unread = { model, adapter, initial, state: freshState(initial) };
	const { decoder } = await openLearner(counted.device, unread, settings, options);
	const { config, layout } = decoder;
	const generation = largestGeneration(skills, settings.evaluation.samples, config.context);
	await decoder.keyValueCache(generation.rows);
	if (most !== undefined) {
		const asked = heldBytes(device.needs({ programs: [], vectors: counted.vectors }));
		if (asked > most) throw outOfMemory('this run', { asked, held: 0, limit: most });
	}
	const largest = largestPrograms(skills, settings, decoder, options, generation);
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
	decoder: DecoderOnDevice,
	options: PassOptions,
	generation: PassSize,
): { readonly programs: readonly Program[]; readonly maySplit: boolean } {
	const { config } = decoder;
	const plan = decoder.plan(options);
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
	const { examples, finalExamples, part, best } = evaluation;
	const passes = [
		evaluationExamples(skills, examples, part),
		evaluationExamples(skills, finalExamples, part),
		...(best ? [evaluationExamples(skills, examples, 'validation')] : []),
	].map(({ addresses }) => largestPass(addresses, passBounds(addresses.length)));
	const probes = largestBatch(
		trained.flatMap(({ train, validation }) => [train, validation]),
		examplesPerPass,
		passBounds(1),
	);
	const programs = [
		gradientProgram(plan, shape(step)),
		sumProgram(plan),
		updateProgram(plan, optimizer),
		// Measurements use 32 bits.
		scoreProgram(decoder, shape(largestExtent(passes)), false),
		scoreProgram(decoder, shape(probes), true),
		nextTokenProgram(decoder, generation),
	];
	return { programs, maySplit: shape(unbound).packLength > shape(step).packLength };
}

export type ReservedMemory = Awaited<ReturnType<typeof reserveMemory>>;

/**
 * Gives the reservation and the settings, maybe with recomputed activations. Throws
 * OutOfMemoryError and reserves nothing if the run does not fit.
 */
export async function reserveMemory(
	device: ComputeDevice,
	model: LoadedModel,
	skills: readonly EncodedSkill[],
	asked: TrainingSettings,
) {
	// If the settings exceed a limit of the device, any that do not will do.
	let most = Infinity;
	const reserve = async (settings: TrainingSettings) => {
		const prediction = await predictMemory(device, model, skills, settings);
		most = heldBytes(prediction.use) / 2;
		return { prediction, settings, reservation: await device.reserve(prediction.programs) };
	};
	const less: TrainingSettings = { ...asked, activations: 'recomputed' };
	try {
		return await reserve(asked);
	} catch (error) {
		if (!(error instanceof OutOfMemoryError)) throw error;
		const again =
			asked.activations === 'recomputed' ? undefined : await reserve(less).catch(onlyOutOfMemory);
		if (again) return again;
		const advice = await suggestion(device, model, skills, less, most);
		throw advice ? withAdvice(error, advice) : error;
	}
}

function onlyOutOfMemory(error: unknown): undefined {
	if (!(error instanceof OutOfMemoryError)) throw error;
}

/** The first of smaller settings that fit the device and need at most so many bytes. */
async function suggestion(
	device: ComputeDevice,
	model: LoadedModel,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
	most: number,
): Promise<Message | undefined> {
	async function advice({ accumulation, context, ...trained }: Smaller) {
		// Each prediction for a large model takes a tenth of a second: other calls come between.
		await nextTask();
		const optimizer = { ...settings.optimizer, accumulation };
		const shorter = context === undefined ? skills : skills.map(shortenedTo(context));
		const changed = { ...settings, optimizer, ...trained };
		const found = await predictMemory(device, model, shorter, changed, most).catch(onlyOutOfMemory);
		if (!found || heldBytes(found.use) > most) return undefined;
		const { adapter = settings.adapter } = trained;
		const what = [
			adapter && !settings.adapter && sentence`LoRA instead of all weights`,
			adapter?.base !== settings.adapter?.base &&
				sentence`frozen weights in ${adapter?.base === 'int8' ? 8 : 4} bits`,
			accumulation > settings.optimizer.accumulation &&
				sentence`gradient accumulation ${accumulation}`,
			context !== undefined && sentence`a context of ${context} tokens`,
		].filter((one) => typeof one === 'object');
		const all = what.reduce((one, other) => sentence`${one} and ${other}`);
		const megabytes = (heldBytes(found.use) / 1e6).toFixed(1);
		return sentence`Under Settings, choose ${all}: the run then takes ${megabytes} MB.`;
	}
	for (const group of smaller(settings)) {
		const least = await advice(group.at(-1)!);
		for (const one of least ? group.slice(0, -1) : []) {
			const found = await advice(one);
			if (found) return found;
		}
		if (least) return least;
	}
	return undefined;
}

type Smaller = Pick<TrainingSettings, 'adapter'> & { accumulation: number; context?: number };
const fewerBits = { f32: ['int8', 'nf4'], bf16: ['int8', 'nf4'], int8: ['nf4'], nf4: [] } as const;

/**
 * Groups in which each needs less memory than the one before. Accumulation changes no result, so
 * it comes first. A shorter context cuts examples.
 */
function* smaller({ adapter, batching, optimizer }: TrainingSettings): Generator<Smaller[]> {
	const { accumulation } = optimizer;
	const parts: number[] = [];
	for (let n = accumulation; n < batching.size;) parts.push((n = Math.min(batching.size, 2 * n)));
	if (parts.length > 0) yield parts.map((n) => ({ accumulation: n }));
	const most = parts.at(-1) ?? accumulation;
	const own = adapter ?? defaultAdapter;
	// The lengths of DoRA's rows need 32 bits.
	const encoded = (own.dora ? [] : fewerBits[own.base ?? 'f32']).map((base) => ({ ...own, base }));
	const adapters = adapter ? encoded : [own, ...encoded];
	for (const less of adapters)
		yield [...new Set([accumulation, most])].map((n) => ({ accumulation: n, adapter: less }));
	for (let context = batching.context >> 1; context >= leastContext; context >>= 1)
		yield [...new Set([adapter, adapters.at(-1) ?? adapter])].map((less) => {
			return { accumulation: most, context, ...(less && { adapter: less }) };
		});
}

/** The minimum in the experiment's schema. */
const leastContext = 16;

const shortenedTo = (context: number) => (skill: EncodedSkill) => ({
	...skill,
	train: shortenExamples(skill.train, context),
	validation: shortenExamples(skill.validation, context),
	heldOut: shortenExamples(skill.heldOut, context),
});

const withAdvice = ({ data }: OutOfMemoryError, advice: Message): OutOfMemoryError => {
	const { label, ...bytes } = data as { label: string } & Parameters<typeof outOfMemory>[1];
	return outOfMemory(label, bytes, advice);
};

/**
 * A device that only records the requested vectors and programs, to predict memory. Its vectors
 * hold nothing, and its programs compute nothing.
 */
function countingDevice({ report }: Pick<ComputeDevice, 'report'>) {
	const vectors: Vector[] = [];
	const programs: Program[] = [];
	const device: ComputeDevice = {
		report,
		async vector(_, length, storage = 'f32') {
			const read = async () => new Float32Array(length);
			const vector = { length, storage, read, write: ignore, copyFrom: ignore, dispose: ignore };
			vectors.push(vector);
			return vector;
		},
		async load(program) {
			programs.push(program);
			return { run: () => ({ read: async () => ({}) }), dispose: ignore };
		},
		memory: () => nothing,
		needs: () => nothing,
		reserve: async () => ({ dispose: ignore }),
		finish: async () => undefined,
		dispose: ignore,
	};
	return { device, vectors, programs };
}

const nothing: MemoryUse = { vectors: 0, temporaries: 0, transfer: 0, buffers: 0 };

const ignore = () => undefined;
