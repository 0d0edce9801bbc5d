/** Questions, answers, scores and the report on them, as values. */
import * as v from 'valibot';
import { list, object, oneOf, sha256, text, whole } from '#engine/core/fields.ts';
import { say, type Statement } from '#engine/core/message.ts';
import type { Category, ByCategory } from './categories.ts';

/** general: any assistant should know it. domain: the subject of the fine-tuning. */
export type Scope = 'general' | 'domain';

/** An automatic rule of a question: its kind (rules/registry.ts), its category and its settings. */
export interface RuleUse {
	readonly rule: string;
	readonly category: Category;
	readonly settings: Readonly<Record<string, RuleSetting>>;
}
export type RuleSetting = string | number | boolean | readonly (string | readonly string[])[];

export interface Question {
	readonly id: string;
	readonly scope: Scope;
	readonly prompt: string;
	/** text: the model continues the prompt, without the form of a question. */
	readonly form?: 'text';
	readonly reference?: string;
	/** Answers that are as right as the reference. */
	readonly alternatives?: readonly string[];
	readonly weights: ByCategory<number>;
	/** Empty: a person or a judge marks the answer. */
	readonly rules: readonly RuleUse[];
	/** The needs of a full mark in each category, for a person or a judge. */
	readonly rubric: Partial<ByCategory<string>>;
	readonly topic?: string;
	readonly paraphraseOf?: string;
	/** Business impact: the cost of a wrong answer from 0 to 1, chosen by the author of the set. */
	readonly impact?: number;
	readonly impactWords?: string;
	/** Length limit of an answer. Without it, the limit of the lab holds. */
	readonly maxTokens?: number;
}

export interface QuestionSet {
	readonly version: 1;
	readonly name: string;
	readonly about: string;
	/** BCP 47, or words: `en`, `the built-in skills`. */
	readonly language: string;
	readonly questions: readonly Question[];
}

export interface QuestionSetInfo extends Omit<QuestionSet, 'version' | 'questions'> {
	readonly sha256: string;
	/** Numbers of questions. */
	readonly questions: number;
	readonly general: number;
	readonly domain: number;
	/** Comes with the lab: it cannot be deleted. */
	readonly shipped: boolean;
	/** Milliseconds since 1970; 0 for a shipped set. */
	readonly savedAt: number;
	/** Came with an earlier version of the lab. It stays for its answers. */
	readonly earlier?: true;
}

export const longestAnswer = 200_000;
const name = text(200);
/** Joins the names of a model and of all policies of its run, so it can be long. */
const longText = text(100_000);
const answer = object({
	/** The question's. */
	id: text(5000),
	text: v.pipe(v.string(), v.maxLength(longestAnswer)),
	/** The length limit ended the answer. */
	cut: v.exactOptional(v.literal(true)),
});
const answerer = object({
	/** base: zero-shot, before any fine-tuning. */
	kind: oneOf(['base', 'tuned', 'other']),
	/** Name of the row: `skillet-base, zero-shot`, `skillet-base, MoS, 300 steps`. */
	name: longText,
	/** Hash of model.safetensors of the base model. */
	sha256: v.exactOptional(sha256),
	runId: v.exactOptional(name),
	step: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
	policy: v.exactOptional(longText),
	/** Hash of the experiment without its seed. It groups the seeds of one experiment. */
	experiment: v.exactOptional(sha256),
	seed: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});
export const answerSetSchema = object({
	id: name,
	questions: sha256,
	by: answerer,
	origin: v.union([
		object({ kind: v.literal('lab') }),
		object({ kind: v.literal('file'), name: text(1000) }),
	]),
	/** Milliseconds since 1970. */
	madeAt: whole(0, 8.64e15),
	/** At most one answer to each question. */
	answers: v.pipe(list(answer, say('a list of answers'), 10_000, 0), v.readonly()),
});
export type Answer = Readonly<v.InferOutput<typeof answer>>;
export type Answerer = Readonly<v.InferOutput<typeof answerer>>;
export type AnswerSet = Readonly<v.InferOutput<typeof answerSetSchema>>;
export interface AnswerSetInfo extends Omit<AnswerSet, 'answers'> {
	/** Numbers of answers and of stored scores. */
	readonly answered: number;
	readonly scores: number;
}

export type Rater =
	| { readonly kind: 'rule'; readonly rule: string }
	| { readonly kind: 'person'; readonly name: string }
	| { readonly kind: 'judge'; readonly model: string };

/** A stored mark of a person or a judge. The marks of rules are computed when they are needed. */
export interface Score {
	readonly answerSet: string;
	readonly question: string;
	readonly category: Category;
	/** From 0 to 1; null: the category does not apply to this answer. */
	readonly value: number | null;
	readonly by: Exclude<Rater, { kind: 'rule' }>;
	readonly why?: string;
	/** Milliseconds since 1970. */
	readonly at?: number;
}

export interface Mark {
	/** From 0 to 1; null: the rater cannot tell, or the category does not apply. */
	readonly value: number | null;
	readonly by: Rater;
	/** A rule’s message, or the words of a person or a judge. */
	readonly why: Statement;
}

export interface QuestionSetRecord {
	readonly sha256: string;
	readonly info: QuestionSetInfo;
	readonly set: QuestionSet;
}

export interface AnswerSetRecord {
	readonly id: string;
	readonly set: AnswerSet;
	readonly scores: readonly Score[];
}
