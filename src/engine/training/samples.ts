/** The model's answers: to held-out prompts, beside the right answers, and to any prompt. */
import { measureSource } from '#engine/core/measureKinds.ts';
import { highest, lowest, sum } from '#engine/core/statistics.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { cacheLength, maxPassTokens } from '#engine/model/keyValueCache.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate, passLength, type Generated, type PassSize } from '#engine/model/generate.ts';
import { bucketSize } from '#engine/model/hostBatch.ts';
import type { ChatTurn } from '#engine/model/chatTemplate.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { answerEnds, type Tokenizer } from '#engine/model/tokenizer.ts';
import { encodePrompt } from '#engine/data/encode.ts';
import type { Sampling } from '#engine/core/sampling.ts';

/** Samples prefer sequences up to this length: they are shown, and share a cache. */
const maxPreferredLength = 128;
/** Tokens of an answer where the right one is as short, and of a text that is continued. */
const shortAnswer = 48;
/** Tokens of a longer answer. It can end later than the right one. */
const longAnswer = 256;
/** Tokens of a question and its answer for which every run has memory. Longer ones take more. */
const questionRows = 512;

/** An answer to a held-out prompt. */
export interface Sample {
	/** Index of the skill. */
	readonly skill: number;
	readonly prompt: string;
	/** From greedy decoding. */
	readonly answer: string;
	readonly expected: string;
	/** null: raw text has no answer to match; or the length limit cut an answer, right so far. */
	readonly right: boolean | null;
}

export interface Answer {
	readonly text: string;
	readonly tokens: number;
	/** false: the length limit or the context ended it. */
	readonly ended: boolean;
	/** The prompt has as many tokens as the model reads: a longer one lost its start. */
	readonly isPromptFull?: true;
	/** The stop text that ended it; the answer's text ends before it. */
	readonly stop?: string;
	/** A question to a model with a chat template, which reads earlier turns too. */
	readonly isChat?: true;
}

export interface AnswerOptions {
	readonly maxTokens: number;
	/** 'text': the model continues the prompt instead of answering it. Default: 'question'. */
	readonly form?: 'question' | 'text' | undefined;
	/** The turns before the question. */
	readonly earlier?: readonly ChatTurn[] | undefined;
	/** Default: the likeliest token each time. */
	readonly sampling?: Sampling | undefined;
	/** Texts before which the answer ends. */
	readonly stop?: readonly string[] | undefined;
	/** Receives the answer so far, a few times a second. */
	readonly onText?: ((text: string) => void) | undefined;
	/** Stops between two tokens: the call throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}

export interface Question extends Pick<AnswerOptions, 'maxTokens' | 'form' | 'earlier'> {
	readonly prompt: string;
}

/**
 * Generates `perSkill` samples of each skill that is not scored by texts of the model, which are
 * its samples (continuations.ts, writtenAnswers.ts).
 * They are the same at every evaluation.
 */
export async function sampleSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	perSkill: number,
	signal?: AbortSignal,
): Promise<Sample[]> {
	const tasks = sampleTasks(skills, perSkill, tokenizer.chat?.end ?? tokenizer.end);
	const answers: Generated[] = [];
	for (const together of tasksThatFit(tasks, decoder.config)) {
		const prompts = together.map(({ prompt }) => prompt);
		const maxTokens = together.map((task) => task.maxTokens);
		const options = { end: answerEnds(tokenizer), maxTokens, signal };
		for (const answer of await generate(decoder, weights, prompts, options)) answers.push(answer);
	}
	return tasks.map(({ skill, prompt, question, expected, isText, isTokens }, i) => {
		const answer = answers[i];
		const right = answer.ended && tokenizer.decode(answer.tokens) === tokenizer.decode(expected);
		const { length } = answer.tokens;
		const isCutRight =
			!answer.ended &&
			expected.length >= length &&
			answer.tokens.every((token, at) => token === expected[at]);
		return {
			skill,
			prompt: question || tokenizer.decode(prompt),
			answer: tokenizer.decode(answer.tokens) + (answer.ended ? '' : ' …'),
			expected: tokenizer.decode(expected),
			right: !right && (isText || isTokens || isCutRight) ? null : right,
		};
	});
}

/**
 * The largest pass for samples, for a question that fills `questionRows` or the context, or for
 * the texts of an evaluation. `together`: rows of the cache that each text of a batch takes.
 */
export function largestGeneration(
	skills: readonly EncodedSkill[],
	perSkill: number,
	together: readonly (readonly number[])[],
	config: DecoderConfig,
): PassSize {
	const samples = tasksThatFit(sampleTasks(skills, perSkill), config);
	const sampled = samples.map((tasks) => sum(tasks.map((task) => rowsOfTask(task, config))));
	const question = Math.min(config.context, questionRows);
	const rows = bucketSize(highest([...sampled, ...together.map(sum), question]));
	const batches = [...samples, ...together].map(({ length }) => length);
	return {
		rows,
		tokens: passLength(Math.min(rows, maxPassTokens)),
		predictors: passLength(highest([1, ...batches])),
	};
}

/** The samples of an evaluation, in groups that are generated together. */
export const sampleGroups = (
	skills: readonly EncodedSkill[],
	perSkill: number,
	config: DecoderConfig,
): readonly (readonly Pick<SampleTask, 'prompt' | 'maxTokens'>[])[] =>
	tasksThatFit(sampleTasks(skills, perSkill), config);

/** `turnEnd`: the token that ends an answer. Blanks or further turns can follow it. */
function sampleTasks(skills: readonly EncodedSkill[], perSkill: number, turnEnd?: number) {
	const tasks = skills.flatMap((encoded, skill) =>
		measureSource(encoded.info.measure) !== 'forced'
			? []
			: firstIndices(encoded.heldOut, perSkill).map((index) =>
					sampleTask(encoded, skill, index, turnEnd),
				),
	);
	// An answer also needs room for the token that ends it. A text has no such end.
	const length = ({ expected, isText }: (typeof tasks)[number]) =>
		expected.length + (isText ? 0 : 1);
	const short = Math.min(shortAnswer, Math.max(0, highest(tasks.map(length))));
	return tasks.map((task) => ({
		...task,
		maxTokens: !task.isText && length(task) > shortAnswer ? longAnswer : short,
	}));
}
type SampleTask = ReturnType<typeof sampleTasks>[number];

/** Rows of the cache that a sample takes. */
const rowsOfTask = ({ prompt, maxTokens }: SampleTask, { context }: DecoderConfig): number =>
	Math.min(prompt.length + maxTokens, context);

/** The samples in groups whose keys and values fit into the cache together. */
function tasksThatFit(tasks: readonly SampleTask[], config: DecoderConfig): SampleTask[][] {
	const groups: SampleTask[][] = [];
	for (let from = 0; from < tasks.length; from += groups.at(-1)!.length) {
		const rows = tasks.slice(from).map((task) => rowsOfTask(task, config));
		groups.push(tasks.slice(from, from + countThatFit(rows, config, maxCacheBytes)));
	}
	return groups;
}

function firstIndices({ count, offsets }: EncodedExamples, perSkill: number): number[] {
	const all = Array.from({ length: count }, (_, index) => index);
	const short = all.filter((index) => offsets[index + 1] - offsets[index] <= maxPreferredLength);
	return (short.length >= perSkill ? short : all).slice(0, perSkill);
}

/** Raw text has no prompt, so its first third is used as one. */
function sampleTask(
	{ heldOut, info, questions }: EncodedSkill,
	skill: number,
	index: number,
	turnEnd: number | undefined,
) {
	const { offsets } = heldOut;
	const tokens = [...heldOut.tokens.subarray(offsets[index], offsets[index + 1])];
	const isText = info.measure.kind === 'loss';
	const promptLength = isText ? Math.ceil(tokens.length / 3) : heldOut.promptLengths[index];
	const end = turnEnd === undefined || isText ? -1 : tokens.indexOf(turnEnd, promptLength);
	return {
		skill,
		prompt: tokens.slice(0, promptLength),
		// The prompt's own text also has the words of the chat template.
		question: questions[index],
		expected: tokens.slice(promptLength, end),
		isText,
		/** Tokens are counted, so a whole answer is not called wrong. */
		isTokens: info.measure.kind === 'tokens',
	};
}

/** Milliseconds between two looks at messages. Without them, nothing could cancel the answer. */
const pause = 50;
/** Limits the keys and values of answers that are generated together. */
export const maxCacheBytes = 64 * 2 ** 20;

/** A model's answer to a prompt, as text. */
export async function answer(
	decoder: DecoderOnDevice,
	weights: Vector,
	model: Pick<LoadedModel, 'tokenizer' | 'encodePrompts'>,
	prompt: string,
	{ form, maxTokens, earlier, ...options }: AnswerOptions,
): Promise<Answer> {
	const questions = [{ prompt, form, maxTokens, earlier }];
	return (await answerAll(decoder, weights, model, questions, options))[0];
}

/** Answers whose keys and values fit into `cacheBytes` are generated together. */
export async function answerAll(
	decoder: DecoderOnDevice,
	weights: Vector,
	{ tokenizer, encodePrompts }: Pick<LoadedModel, 'tokenizer' | 'encodePrompts'>,
	questions: readonly Question[],
	{ sampling, stop = [], onText, signal }: Omit<AnswerOptions, 'form' | 'maxTokens' | 'earlier'>,
	cacheBytes = maxCacheBytes,
): Promise<Answer[]> {
	const { context } = decoder.config;
	const typed = questions.map(({ prompt, form = 'question', earlier = [] }) => ({
		prompt,
		form,
		...(earlier.length > 0 && { earlier }),
	}));
	// A longer prompt loses its start, so that an eighth of the context stays free for the answer.
	const room = context - Math.max(1, context >> 3);
	const prompts = encodePrompts
		? await encodePrompts(typed, room, signal)
		: typed.map(({ prompt, form, earlier }) =>
				encodePrompt(prompt, form, tokenizer, room, earlier),
			);
	let lookedAt = performance.now();
	const onToken = async (_: number, tokens: readonly number[]) => {
		const isPause = performance.now() - lookedAt > pause;
		if (stop.length === 0 && !isPause) return false;
		const text = tokenizer.decode(tokens);
		if (isPause) {
			onText?.(cutAtStop(text, stop));
			await nextTask();
			lookedAt = performance.now();
		}
		return cutAtStop(text, stop) !== text;
	};
	const rows = questions.map(({ maxTokens }, i) =>
		Math.min(prompts[i].length + maxTokens, context),
	);
	const answers: Answer[] = [];
	while (answers.length < questions.length) {
		const from = answers.length;
		const to = from + countThatFit(rows.slice(from), decoder.config, cacheBytes);
		const generated = await generate(decoder, weights, prompts.slice(from, to), {
			end: answerEnds(tokenizer),
			maxTokens: questions.slice(from, to).map(({ maxTokens }) => maxTokens),
			sampling,
			signal,
			onToken,
		});
		for (const [i, { tokens, ended }] of generated.entries()) {
			const whole = tokenizer.decode(tokens);
			const text = cutAtStop(whole, stop);
			const found = stop.find((word) => word && whole.startsWith(word, text.length));
			answers.push({
				text,
				tokens: tokens.length,
				ended,
				...(prompts[from + i].length === room && { isPromptFull: true as const }),
				...(found && { stop: found }),
				...(tokenizer.chat && typed[from + i].form === 'question' && { isChat: true as const }),
			});
		}
	}
	return answers;
}

/** At least one. `rows`: of the cache, for each question. */
export function countThatFit(
	rows: readonly number[],
	config: DecoderConfig,
	bytes: number,
): number {
	let total = 0;
	const first = rows.findIndex((rowCount) => {
		total += rowCount;
		return 4 * cacheLength(config, bucketSize(total)) > bytes;
	});
	return first === -1 ? rows.length : Math.max(1, first);
}

/** The text before the first of the stop texts. An empty one stops nothing. */
function cutAtStop(text: string, stop: readonly string[]): string {
	const found = stop.map((word) => (word ? text.indexOf(word) : -1)).filter((at) => at >= 0);
	return found.length > 0 ? text.slice(0, lowest(found)) : text;
}
