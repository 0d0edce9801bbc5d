/**
 * Predicts a run's device memory (its vectors, and its programs at their largest shapes), and
 * reserves it before the first step. If it is too small, the backward pass recomputes activations
 * (the same bits). Otherwise the error says which settings lower the memory.
 */
import { outOfMemory, OutOfMemoryError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { mean } from '#engine/core/statistics.ts';
import {
	canSplit,
	largestBatch,
	largestExtent,
	largestPass,
	type BatchExtent,
} from '#engine/data/batch.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import { examplesPerPass, passBounds, scoreProgram } from './measure.ts';
import type { ComputeDevice, MemoryUse, Vector } from '#engine/gpu/computeDevice.ts';
import { deviceSpeed, expectedProgram } from '#engine/gpu/costModel.ts';
import type { Program } from '#engine/gpu/program.ts';
import type { BatchShape } from '#engine/model/batchTensors.ts';
import type { PassOptions } from '#engine/model/capturedDecoder.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { nextTokenProgram, type PassSize } from '#engine/model/generate.ts';
import { bucketSize } from '#engine/model/hostBatch.ts';
import { countParameters } from '#engine/model/tensors.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import { evaluationExamples } from './evaluateSkills.ts';
import { gradientProgram, sumProgram } from './gradient.ts';
import { microBatchBounds } from './Learner.ts';
import { openLearner } from './openTraining.ts';
import { freshState, updateProgram } from './optimizer.ts';
import { continuationRows } from './continuations.ts';
import { countThatFit, largestGeneration, maxCacheBytes } from './samples.ts';
import { passOptions, type TrainingSettings } from './settings.ts';
import { answerRows, answerTasks, answerTokens, writtenCount } from './writtenAnswers.ts';

export const heldBytes = ({ vectors, temporaries, transfer }: MemoryUse): number =>
	vectors + temporaries + transfer;

/**
 * Allocates nothing. Throws OutOfMemoryError if the run exceeds a limit of the device.
 * `looksAhead`: the run takes virtual steps.
 */
export async function predictMemory(
	device: Pick<ComputeDevice, 'report' | 'needs'>,
	planned: LoadedModel,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
	looksAhead = false,
) {
	const adapter = settings.adapter && makeAdapter(planned, settings.adapter);
	const options = passOptions(settings);
	const counted = countingDevice(device);
	// The counting device needs no numbers.
	const initial = new Float32Array();
	const model = { ...planned, weights: initial, readWeights: undefined };
	const unread = { model, adapter, initial, state: freshState(initial) };
	const { decoder } = await openLearner(counted.device, unread, settings, options);
	const { config, layout } = decoder;
	const { batching, evaluation, optimizer } = settings;
	const texts = evaluationTexts(skills, evaluation, planned.tokenizer, config);
	const generation = largestGeneration(skills, evaluation.samples, texts.rows, config);
	await decoder.keyValueCache(generation.rows);
	const largest = largestPrograms(skills, settings, decoder, options, generation);
	const training = skills.flatMap(({ use, train }) => (use === 'train' ? [train] : []));
	const programs = [...counted.programs, ...largest.programs];
	const length = mean(training.map(meanInputs));
	const parameters = { length: layout.length, storage: 'f32' as const };
	// The gradient of a micro-batch.
	const part = canSplit(training, batching.size, microBatchBounds(optimizer)) ? [parameters] : [];
	const ahead = looksAhead ? [parameters, parameters, parameters] : [];
	const vectors = [...counted.vectors, ...part, ...ahead];
	const numbers = countParameters(planned.specs);
	const trained = 4 * (adapter ? adapter.size : numbers);
	// DoRA needs the lengths of the weights' rows.
	const frozen = settings.adapter?.dora ? numbers * 4 : planned.weights.byteLength;
	return {
		/** Held on the device for the whole run. */
		use: device.needs({ programs, vectors }),
		/** Bytes beside the device for the whole run: what it starts from, and a base in memory. */
		host: trained + (adapter ? frozen : 0),
		/** Bytes beside the device while a checkpoint is read: weights and both moments. */
		checkpoint: 3 * trained,
		/** Tokens that the answers of an evaluation have at most. */
		answerTokens: texts.tokens,
		/** Programs at the largest shapes, for the reservation. */
		programs,
		/** For the time that a step is expected to take. */
		step: {
			gradient: largest.gradient,
			update: largest.update,
			/** Passes of `gradient` that a batch of mean length is worth. */
			passes: batching.layout === 'packed' ? (batching.size * length) / largest.packLength : 1,
			/** The part of the largest pack that an example of mean length is. */
			seen: Math.min(1, length / largest.packLength),
		},
	};
}

/** Tokens of an example that the model reads: all but the last. */
const meanInputs = ({ tokens, count }: EncodedExamples): number => tokens.length / count - 1;

/**
 * The texts that the model writes in an evaluation: the most tokens of its answers, and the rows of
 * the cache that each text of each batch takes.
 */
export function evaluationTexts(
	skills: readonly EncodedSkill[],
	evaluation: TrainingSettings['evaluation'],
	tokenizer: Tokenizer,
	config: DecoderConfig,
): { readonly tokens: number; readonly rows: readonly (readonly number[])[] } {
	const { examples, finalExamples, part = 'heldOut', best } = evaluation;
	const count = writtenCount(evaluation, Math.max(examples, finalExamples));
	const tasks = answerTasks(skills, part, count);
	const validated = best ? answerTasks(skills, 'validation', count) : [];
	const continued = continuationRows(skills, evaluation, tokenizer, config.context);
	return {
		tokens: answerTokens(tasks) + answerTokens(validated),
		rows: [
			continued.slice(0, countThatFit(continued, config, maxCacheBytes)),
			...answerRows([...tasks, ...validated], config),
		],
	};
}

/** Milliseconds of a step, by the cost model. Steps do not wait for each other's results. */
export function expectedStep(
	{ gradient, update, passes, seen }: Awaited<ReturnType<typeof predictMemory>>['step'],
	device: ComputeDevice,
): number {
	const speed = deviceSpeed(device);
	return passes * expectedProgram(gradient, speed, seen) + expectedProgram(update, speed);
}

function largestPrograms(
	skills: readonly EncodedSkill[],
	{ batching, optimizer, evaluation }: TrainingSettings,
	decoder: DecoderOnDevice,
	options: PassOptions,
	generation: PassSize,
) {
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
	const { examples, finalExamples, part, best } = evaluation;
	const passes = [
		evaluationExamples(skills, examples, part),
		evaluationExamples(skills, finalExamples, part),
		// The base is tested on these too.
		...(finalExamples > examples
			? [evaluationExamples(skills, finalExamples, part, examples)]
			: []),
		...(best ? [evaluationExamples(skills, examples, 'validation')] : []),
	].map(({ addresses }) => largestPass(addresses, passBounds(addresses.length)));
	const probes = largestBatch(
		trained.flatMap(({ train, validation }) => [train, validation]),
		examplesPerPass,
		passBounds(1),
	);
	const [gradient, update] = [gradientProgram(plan, shape(step)), updateProgram(plan, optimizer)];
	const programs: readonly Program[] = [
		gradient,
		sumProgram(plan),
		update,
		// Measurements use 32 bits.
		scoreProgram(decoder, shape(largestExtent(passes)), false),
		scoreProgram(decoder, shape(probes), true),
		nextTokenProgram(decoder, generation, 'logits'),
		nextTokenProgram(decoder, generation, 'first'),
	];
	return { programs, gradient, update, packLength: shape(step).packLength };
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
	requested: TrainingSettings,
	looksAhead = false,
) {
	const reserve = async (settings: TrainingSettings) => {
		const prediction = await predictMemory(device, model, skills, settings, looksAhead);
		return { prediction, settings, reservation: await device.reserve(prediction.programs) };
	};
	try {
		return await reserve(requested);
	} catch (error) {
		if (!(error instanceof OutOfMemoryError)) throw error;
		if (requested.activations === 'recomputed') throw withAdvice(error);
		return reserve({ ...requested, activations: 'recomputed' }).catch((second: unknown) => {
			throw second instanceof OutOfMemoryError ? withAdvice(error) : second;
		});
	}
}

/** The settings that lower a run's memory, in the order in which to try them. */
const advice = say(
	'Under Settings, raise the gradient accumulation, which changes no result; then choose LoRA with fewer bits, or a shorter context.',
);

/** The error of a command (webgpu/Faults.ts) has no bytes, and its own advice. */
const withAdvice = (error: OutOfMemoryError): OutOfMemoryError => {
	if (error.data['label'] === undefined) return error;
	const { data, statement } = error;
	// Not the data's label, which is English.
	const label = statement.values['label'] as string | Message;
	return outOfMemory(label, data as Parameters<typeof outOfMemory>[1], advice);
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
