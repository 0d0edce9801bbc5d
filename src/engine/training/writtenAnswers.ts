/**
 * Answers that the model writes to held-out prompts, for the measures that read them: greedy, as
 * long as the skill's answers, in one batch per skill where the cache has room for it.
 */
import { defaultGenerated, measureSource } from '#engine/core/measureKinds.ts';
import { openMeasure, type AnswerReader, type FieldScore } from '#engine/core/measures.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate } from '#engine/model/generate.ts';
import { answerEnds, type Tokenizer } from '#engine/model/tokenizer.ts';
import { countThatFit, type Sample } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

/** Words around a short answer have room in the first, and the last bounds the time. */
const [fewestTokens, mostTokens] = [16, 256];
/** Keys and values of answers that are written together: what WebGPU binds on every adapter. */
const cacheBytes = 128 * 2 ** 20;

/** A prompt to answer. */
interface AnswerTask {
	/** Index of the skill. */
	readonly skill: number;
	/** Index of the example in its part. */
	readonly index: number;
	readonly prompt: readonly number[];
	readonly maxTokens: number;
}

export interface WrittenAnswer extends Pick<AnswerTask, 'skill' | 'index'> {
	readonly answer: string;
	/** false: the length limit ended it. */
	readonly ended: boolean;
	readonly tokens: number;
	readonly isRight: boolean;
	readonly fields?: FieldScore;
}

type EvaluatedPart = 'heldOut' | 'validation';

/** The most tokens of an answer: the 95th percentile of the right ones, within bounds. */
function answerLimit({ count, offsets, targets, promptLengths }: EncodedExamples): number {
	const lengths = Array.from({ length: count }, (_, i) => {
		const from = offsets[i] + promptLengths[i];
		const end = targets.indexOf(0, from);
		return Math.min(end < 0 ? Infinity : end, offsets[i + 1]) - from;
	}).sort((a, b) => a - b);
	const usual = lengths[Math.ceil(0.95 * count) - 1] ?? 0;
	return Math.min(mostTokens, Math.max(fewestTokens, usual));
}

/** Prompts `from` to `count` of each skill whose measure reads answers. */
export const answerTasks = (
	skills: readonly Pick<EncodedSkill, 'info' | EvaluatedPart>[],
	part: EvaluatedPart,
	count: number,
	from = 0,
): readonly AnswerTask[] =>
	skills.flatMap(({ info, [part]: set }, skill) => {
		if (measureSource(info.measure) !== 'generated') return [];
		const { tokens, offsets, promptLengths } = set;
		const maxTokens = answerLimit(set);
		return Array.from({ length: Math.max(0, Math.min(count, set.count) - from) }, (_, i) => {
			const index = from + i;
			const start = offsets[index];
			const prompt = [...tokens.subarray(start, start + promptLengths[index])];
			return { skill, index, prompt, maxTokens };
		});
	});

/** Answers of an evaluation for each skill: as many as its loss has rows, but not more. */
export const writtenCount = (
	{ generated = defaultGenerated }: Pick<TrainingSettings['evaluation'], 'generated'>,
	examples: number,
): number => Math.min(generated, examples);

/** The tokens that the answers of an evaluation have at most. */
export const answerTokens = (tasks: readonly AnswerTask[]): number =>
	tasks.reduce((total, { maxTokens }) => total + maxTokens, 0);

const rowsOf = ({ prompt, maxTokens }: AnswerTask, { context }: DecoderConfig): number =>
	Math.min(context, prompt.length + maxTokens);

/** Tasks of one skill each whose keys and values have room together. */
export function answerBatches(
	tasks: readonly AnswerTask[],
	config: DecoderConfig,
): readonly (readonly AnswerTask[])[] {
	const batches: (readonly AnswerTask[])[] = [];
	for (let from = 0; from < tasks.length;) {
		const next = tasks.slice(from).findIndex(({ skill }) => skill !== tasks[from].skill);
		const ofSkill = tasks.slice(from, next < 0 ? undefined : from + next);
		const rows = ofSkill.map((task) => rowsOf(task, config));
		const batch = ofSkill.slice(0, countThatFit(rows, config, cacheBytes));
		batches.push(batch);
		from += batch.length;
	}
	return batches;
}

/** Rows of the cache that each answer of each batch takes. */
export const answerRows = (
	tasks: readonly AnswerTask[],
	config: DecoderConfig,
): readonly (readonly number[])[] =>
	answerBatches(tasks, config).map((batch) => batch.map((task) => rowsOf(task, config)));

export interface WritingOptions {
	readonly part: EvaluatedPart;
	/** Receives the written share of the tokens, a few times a second. */
	readonly onProgress?: ((share: number) => void) | undefined;
	readonly signal?: AbortSignal | undefined;
}

/** Milliseconds between two looks at messages. */
const pause = 50;

/** Throws NonFiniteError, and InputError for a pattern with a fault. */
export async function writeAnswers(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	tasks: readonly AnswerTask[],
	{ part, onProgress, signal }: WritingOptions,
): Promise<WrittenAnswer[]> {
	const readers = new Map<number, AnswerReader>();
	for (const skill of new Set(tasks.map((task) => task.skill)))
		readers.set(skill, await openMeasure(skills[skill].info.measure));
	const all = answerTokens(tasks);
	let [done, lookedAt] = [0, performance.now()];
	const written: WrittenAnswer[] = [];
	for (const batch of answerBatches(tasks, decoder.config)) {
		const lengths = batch.map(() => 0);
		const answers = await generate(
			decoder,
			weights,
			batch.map(({ prompt }) => prompt),
			{
				end: answerEnds(tokenizer),
				maxTokens: batch.map(({ maxTokens }) => maxTokens),
				signal,
				async onToken(answer, tokens) {
					lengths[answer] = tokens.length;
					if (performance.now() - lookedAt > pause) {
						onProgress?.((done + lengths.reduce((a, b) => a + b, 0)) / all);
						await nextTask();
						lookedAt = performance.now();
					}
					return false;
				},
			},
		);
		answers.forEach(({ tokens, ended }, i) => {
			const { skill, index } = batch[i];
			const answer = tokenizer.decode(tokens);
			const reader = readers.get(skill)!;
			const expected = skills[skill].answers[part][index];
			written.push({
				skill,
				index,
				answer,
				ended,
				tokens: tokens.length,
				isRight: reader.isRight(answer, expected),
				...(reader.scoreFields && { fields: reader.scoreFields(answer, expected) }),
			});
		});
		done += answerTokens(batch);
	}
	return written;
}

/** The first `perSkill` answers of each skill as samples. */
export const writtenSamples = (
	written: readonly WrittenAnswer[],
	skills: readonly EncodedSkill[],
	perSkill: number,
): Sample[] =>
	written
		.filter(({ index }) => index < perSkill)
		.map(({ skill, index, answer, ended, isRight }) => ({
			skill,
			prompt: skills[skill].questions[index],
			answer: answer + (ended ? '' : ' …'),
			expected: skills[skill].answers.heldOut[index],
			right: isRight,
		}));
