/**
 * Times a run's shape before it trains: a step, an evaluated row, a generated token. A few layers
 * with numbers of no meaning are enough, because all layers take the same time:
 *
 *   t(L) = t(few) + (L − few) · (t(few) − t(1)) / (few − 1)
 *
 * So no weights are read, little memory is held, and between two short passes it can be ended.
 */
import { allOrNone } from '#engine/core/allOrNone.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { randomStream } from '#engine/core/random.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { DecoderOnDevice, passesAheadOf } from '#engine/model/DecoderOnDevice.ts';
import { collectWeights, type LoadedModel } from '#engine/model/folder.ts';
import { generate, passLength } from '#engine/model/generate.ts';
import type { ReadWeights, TensorSpec } from '#engine/model/tensors.ts';
import { Learner } from './Learner.ts';
import { measure } from './measure.ts';
import { freshState } from './optimizer.ts';
import { sampleGroups } from './samples.ts';
import { passOptions, type TrainingSettings } from './settings.ts';
import { answerBatches, answerTasks, writtenCount } from './writtenAnswers.ts';

/** Milliseconds. */
export interface ShapeTimes {
	readonly step: number;
	/** An evaluated row, of several in one pass. */
	readonly row: number;
	/** The next token of all answers that are generated together. */
	readonly token: number;
	/** The next token of an answer that is generated alone. */
	readonly lone: number;
}

/** Rows of one length: tokens, and those before the answer. */
export interface RowShape {
	readonly length: number;
	readonly prompt: number;
}

export interface RunShape {
	/** The mean row of a batch, and of an evaluation. */
	readonly trained: RowShape;
	readonly evaluated: RowShape;
	/** Answers that are generated together at most; 0: none. */
	readonly answers: number;
}

/** Answers that are generated together. */
export interface AnswerBatch {
	readonly answers: number;
	/** Tokens of all prompts. */
	readonly prompt: number;
	/** Tokens of the longest answer at most. */
	readonly tokens: number;
}

type ShapeSettings = Pick<TrainingSettings, 'batching' | 'optimizer' | 'activations'> & {
	readonly adapter?: AdapterSettings | undefined;
};

/** What the model writes in an evaluation: samples, and the answers that measures read. */
export function generatedAnswers(
	skills: readonly EncodedSkill[],
	{ evaluation }: Pick<TrainingSettings, 'evaluation'>,
	config: DecoderConfig,
): readonly AnswerBatch[] {
	const { samples, examples, part = 'heldOut' } = evaluation;
	const written = answerTasks(skills, part, writtenCount(evaluation, examples));
	return [...sampleGroups(skills, samples, config), ...answerBatches(written, config)].map(
		(tasks) => ({
			answers: tasks.length,
			prompt: sum(tasks.map(({ prompt }) => prompt.length)),
			tokens: highest(tasks.map(({ maxTokens }) => maxTokens)),
		}),
	);
}

/** Milliseconds of all batches. */
export function answersTime(
	batches: readonly AnswerBatch[],
	{ row, token, lone }: ShapeTimes,
	shape: RunShape,
): number {
	const [few, many] = [passLength(1), passLength(shape.answers)];
	const pass = (answers: number) =>
		many === few ? token : lone + ((token - lone) * (passLength(answers) - few)) / (many - few);
	return sum(
		batches.map(
			({ answers, prompt, tokens }) =>
				(prompt / shape.evaluated.length) * row + tokens * pass(answers),
		),
	);
}

/** Layers of the second measurement. */
const fewLayers = 6;
/** Rows that an evaluation's pass is timed with. */
const rowsPerPass = 8;
const promptLength = 8;
/** Tokens of an answer that are timed at least, after its first. */
const timedTokens = 6;

/** Throws OutOfMemoryError, InputError if the adapter does not fit, or the signal's reason. */
export async function timeShape(
	device: ComputeDevice,
	{ architecture, config }: Pick<LoadedModel, 'architecture' | 'config'>,
	settings: ShapeSettings,
	shape: RunShape,
	signal: AbortSignal,
	now = () => performance.now(),
): Promise<ShapeTimes> {
	const timed = async (layers: number): Promise<ShapeTimes> => {
		const short = { architecture, config: { ...config, layers } };
		const opened = await openShape(device, short, settings, signal);
		try {
			const ahead = passesAheadOf(device.report.backend, config.layers);
			return await timeOpened(opened, settings, { ...shape, ahead }, (pass) =>
				timePass(pass, signal, now),
			);
		} finally {
			opened.dispose();
		}
	};
	const few = Math.min(fewLayers, config.layers);
	const measured = await timed(few);
	if (few === config.layers) return measured;
	const single = await timed(1);
	const whole = (part: keyof ShapeTimes) => {
		const layer = Math.max(0, measured[part] - single[part]) / (few - 1);
		return measured[part] + (config.layers - few) * layer;
	};
	return { step: whole('step'), row: whole('row'), token: whole('token'), lone: whole('lone') };
}

const openShape = (
	device: ComputeDevice,
	model: Pick<LoadedModel, 'architecture' | 'config'>,
	settings: ShapeSettings,
	signal: AbortSignal,
) =>
	allOrNone(async (keep, dispose) => {
		const specs = tensorSpecs(model.architecture, model.config);
		const adapter = settings.adapter && makeAdapter(model, settings.adapter);
		const readWeights = meaningless(specs, signal);
		// DoRA computes the lengths of rows from weights in memory.
		const weights =
			!adapter || settings.adapter?.dora
				? await collectWeights(specs, readWeights)
				: new Float32Array();
		const frozen = adapter && { adapter, weights, ...(weights.length === 0 && { readWeights }) };
		const decoder = keep(await DecoderOnDevice.open(device, model.config, specs, frozen));
		const trained = adapter
			? await collectWeights(adapter.specs, meaningless(adapter.specs, signal))
			: weights;
		const { optimizer, batching } = settings;
		const state = freshState(trained);
		const learner = keep(
			await Learner.open(decoder, state, optimizer, batching, passOptions(settings)),
		);
		return { decoder, learner, dispose };
	});

async function timeOpened(
	{ decoder, learner }: Pick<Awaited<ReturnType<typeof openShape>>, 'decoder' | 'learner'>,
	{ batching, optimizer }: ShapeSettings,
	{ trained, evaluated, answers, ahead }: RunShape & { readonly ahead: number },
	time: (pass: () => Promise<unknown>) => Promise<number>,
): Promise<ShapeTimes> {
	const { vocabulary } = decoder.config;
	const batch = rowsOf(batching.size, trained, vocabulary);
	const rows = rowsOf(rowsPerPass, evaluated, vocabulary);
	const prompt = Array.from({ length: promptLength }, (_, i) => i % vocabulary);
	let step = 0;
	const { learningRate } = optimizer;
	const stepTime = await time(() => learner.step(batch, { learningRate, step: ++step }));
	const pass = await time(() => measure(decoder, learner.weights, rows));
	const later = ahead * Math.ceil(timedTokens / ahead);
	/** The first token of an answer comes from the pass of its prompt. */
	const timeToken = async (count: number): Promise<number> => {
		const prompts = Array.from({ length: count }, () => prompt);
		const write = (maxTokens: number) =>
			time(() =>
				generate(decoder, learner.weights, prompts, { end: -1, maxTokens, passesAhead: ahead }),
			);
		const first = await write(1);
		return Math.max(0, (await write(1 + later)) - first) / later;
	};
	const token = answers > 0 ? await timeToken(answers) : 0;
	const lone = answers > 1 ? await timeToken(1) : token;
	return { step: stepTime, row: pass / rowsPerPass, token, lone };
}

/** Repetitions of a pass that takes longer are left out. */
const longPass = 3000;

/** Milliseconds of a pass whose program is loaded: the shorter of two. */
async function timePass(
	pass: () => Promise<unknown>,
	signal: AbortSignal,
	now: () => number,
): Promise<number> {
	let shortest = Infinity;
	for (let i = 0; i < 3; i++) {
		await nextTask();
		signal.throwIfAborted();
		const began = now();
		await pass();
		const milliseconds = now() - began;
		// The first pass makes the program.
		if (i > 0) shortest = Math.min(shortest, milliseconds);
		if (i > 0 && milliseconds > longPass) break;
	}
	return shortest;
}

/** The same numbers again and again: norm gains near 1, matrices that keep the size of a row. */
function meaningless(specs: readonly TensorSpec[], signal: AbortSignal): ReadWeights {
	const random = randomStream(1, 'shape');
	const numbers = Float32Array.from({ length: 2 ** 16 }, (_, i) => random.uniform(i) - 0.5);
	return async (take) => {
		for (const spec of specs) {
			await nextTask();
			signal.throwIfAborted();
			const inner = spec.shape.at(-1)!;
			const [mean, spread] = spec.shape.length === 1 ? [1, 0.5] : [0, 2 / Math.sqrt(inner)];
			const scaled = numbers.map((number) => mean + spread * number);
			const pieceSize = inner * Math.max(1, Math.floor(scaled.length / inner));
			const piece = pieceSize <= scaled.length ? scaled : new Float32Array(pieceSize);
			for (let first = 0; first < spec.size; first += pieceSize)
				take(spec, piece.subarray(0, Math.min(pieceSize, spec.size - first)), first);
		}
	};
}

/** `count` rows of one shape. The loss is on all tokens after the prompt. */
function rowsOf(count: number, { length, prompt }: RowShape, vocabulary: number) {
	const random = randomStream(1, 'shape tokens');
	const all = count * length;
	const set: EncodedExamples = {
		count,
		tokens: Uint32Array.from({ length: all }, (_, i) => random.below(vocabulary, i)),
		offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * length),
		targets: Uint8Array.from({ length: all }, (_, i) => (i % length < prompt ? 0 : 1)),
		promptLengths: new Uint32Array(count).fill(prompt),
		noisy: new Uint8Array(count),
		cut: 0,
	};
	return Array.from({ length: count }, (_, index) => ({ set, index }));
}
