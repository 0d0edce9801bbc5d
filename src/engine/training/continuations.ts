/** How the model continues the beginnings of texts, and what a skill's rule says about it. */
import { InternalError } from '#engine/core/errors.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import type { ContinuationRule } from '#engine/data/builtinSkill.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import { answerAll, type Sample } from './samples.ts';
import type { TrainingSettings } from './settings.ts';

/** More than a sentence of any skill has. */
const maxTokens = 64;

/** A text whose beginning the model continues. */
export interface TextToContinue {
	/** Index of the skill. */
	readonly skill: number;
	readonly text: string;
	readonly rule: ContinuationRule;
}

export interface Continuation extends TextToContinue {
	readonly start: string;
	/** The model's text after `start`. */
	readonly written: string;
	/** null: it is right. */
	readonly fault: string | null;
}

/** Texts `from` to `count` of each skill whose continuations are checked. */
export const textsToContinue = (
	skills: readonly EncodedSkill[],
	part: 'validation' | 'heldOut',
	count: number,
	tokenizer: Tokenizer,
	from = 0,
): readonly TextToContinue[] =>
	skills.flatMap((encoded, skill) => {
		const { info, [part]: set } = encoded;
		if (info.measure.kind !== 'continuation') return [];
		const rule = builtinSkill(info.id).continuation;
		if (!rule) throw new InternalError(`${info.id} has no rule. Give it one or another measure.`);
		const texts = Math.max(0, Math.min(count, set.count) - from);
		return Array.from({ length: texts }, (_, i) => ({
			skill,
			text: exampleText(set, from + i, tokenizer),
			rule,
		}));
	});

/** Rows of the cache that each continuation of an evaluation takes, at most. */
export function continuationRows(
	skills: readonly EncodedSkill[],
	{ examples, finalExamples, part }: TrainingSettings['evaluation'],
	tokenizer: Tokenizer,
	context: number,
): readonly number[] {
	const mostExamples = Math.max(examples, finalExamples);
	return textsToContinue(skills, part ?? 'heldOut', mostExamples, tokenizer).map(({ text, rule }) =>
		Math.min(context, rule.start(text).length + maxTokens),
	);
}

/** Continues the beginnings together, at the likeliest token each time. */
export async function continueTexts(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	texts: readonly TextToContinue[],
	signal?: AbortSignal,
): Promise<Continuation[]> {
	const starts = texts.map(({ text, rule }) => rule.start(text));
	const questions = starts.map((prompt) => ({ prompt, form: 'text', maxTokens }) as const);
	// A sentence of one skill never has the end of another inside.
	const stop = [...new Set(texts.map(({ rule }) => rule.end))];
	const answers = await answerAll(decoder, weights, { tokenizer }, questions, { stop, signal });
	return texts.map((task, i) => {
		const written = answers[i].text + (answers[i].stop ?? '');
		return { ...task, start: starts[i], written, fault: task.rule.fault(starts[i], written) };
	});
}

/** The first `perSkill` continuations of each skill as samples. */
export const continuationSamples = (
	continued: readonly Continuation[],
	perSkill: number,
): Sample[] =>
	[...new Set(continued.map(({ skill }) => skill))].flatMap((id) =>
		continued
			.filter(({ skill }) => skill === id)
			.slice(0, perSkill)
			.map(({ skill, text, start, written, fault }) => ({
				skill,
				prompt: start.trimEnd(),
				answer: written,
				expected: text.slice(start.length),
				right: fault === null,
			})),
	);

/** The raw text of an example. */
function exampleText(
	{ tokens, targets, offsets }: EncodedExamples,
	index: number,
	tokenizer: Tokenizer,
): string {
	const [from, to] = [offsets[index], offsets[index + 1]];
	const first = targets.indexOf(1, from);
	return tokenizer.decode([
		...tokens.subarray(first, tokens[to - 1] === tokenizer.end ? to - 1 : to),
	]);
}
