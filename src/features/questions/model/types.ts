/** Questions, answers, scores and the report on them, as values. */
import type { Category, ByCategory } from './categories.ts';
import type { paperTable } from './paper.ts';

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
	/** Unique within its set. */
	readonly id: string;
	readonly scope: Scope;
	readonly topic?: string;
	readonly prompt: string;
	/** text: the model continues the prompt, without the form of a question. */
	readonly form?: 'text';
	readonly reference?: string;
	/** Answers that are as right as the reference. */
	readonly alternatives?: readonly string[];
	/** Base weights u ≥ 0; at least one is above 0. A weight is the share among those that apply. */
	readonly weights: ByCategory<number>;
	/** Empty: a person or a judge marks the answer. */
	readonly rules: readonly RuleUse[];
	/** The needs of a full mark in each category, for a person or a judge. */
	readonly rubric: Partial<ByCategory<string>>;
	/** Id of the question that asks the same in other words. */
	readonly paraphraseOf?: string;
	/** Business impact: the cost of a wrong answer from 0 to 1, chosen by the author of the set. */
	readonly impact?: number;
	/** The reason for the impact. */
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

/** The entry of a set in a list. */
export interface QuestionSetInfo {
	/** Hash of the canonical JSON: the identity of the set. An edited set is another set. */
	readonly sha256: string;
	readonly name: string;
	readonly about: string;
	readonly language: string;
	readonly questions: number;
	readonly general: number;
	readonly domain: number;
	/** Comes with the lab: it cannot be deleted. */
	readonly shipped: boolean;
	/** Came with an earlier version of the lab. It is kept for its answers. */
	readonly earlier?: true;
	/** Milliseconds since 1970; 0 for a shipped set. */
	readonly savedAt: number;
}

export interface Answer {
	/** Id of the question. */
	readonly id: string;
	readonly text: string;
	/** The length limit ended the answer. */
	readonly cut?: true;
}

export interface Answerer {
	/** base: zero-shot, before any fine-tuning. */
	readonly kind: 'base' | 'tuned' | 'other';
	/** Name of the row: `skillet-base, zero-shot`, `skillet-base, MoS, 300 steps`. */
	readonly name: string;
	/** Hash of model.safetensors of the base model. */
	readonly sha256?: string;
	readonly runId?: string;
	readonly step?: number;
	readonly policy?: string;
	/** Hash of the experiment without its seed. It groups the seeds of one experiment. */
	readonly experiment?: string;
	readonly seed?: number;
}

export interface AnswerSet {
	readonly id: string;
	/** Hash of the question set. */
	readonly questions: string;
	readonly by: Answerer;
	readonly origin: { readonly kind: 'lab' } | { readonly kind: 'file'; readonly name: string };
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** At most one answer to each question. */
	readonly answers: readonly Answer[];
}
export type AnswerSetInfo = Omit<AnswerSet, 'answers'> & {
	readonly answered: number;
	/** Number of stored scores by people and judges. */
	readonly scores: number;
};

/** Who marks an answer. */
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

/** The mark of any rater, with its reason. */
export interface Mark {
	/** null: the rater cannot measure this answer. */
	readonly value: number | null;
	readonly by: Rater;
	readonly why: string;
}

/** The combined marks of one category of one answer. */
export interface CategoryScore {
	/** null: not applicable; the weight is then 0. */
	readonly value: number | null;
	/** w = a·u / Σ a·u: the share among the categories that apply. */
	readonly weight: number;
	/** The marks that counted, and the marks without a value. */
	readonly marks: readonly Mark[];
}
export interface QuestionScore {
	readonly question: string;
	/** Σ w·s; null: nothing can be scored. */
	readonly score: number | null;
	readonly categories: ByCategory<CategoryScore>;
}

/** A mean over `n` questions, pairs or runs. null: n is 0. */
export interface Mean {
	readonly value: number | null;
	readonly n: number;
}
export interface Scores {
	readonly overall: Mean;
	readonly categories: ByCategory<Mean>;
}

export interface ReportRow {
	readonly answerSet: AnswerSetInfo;
	/** Questions without an answer. They count nowhere. */
	readonly missing: readonly string[];
	readonly all: Scores;
	readonly general: Scores;
	readonly domain: Scores;
	/** Over pairs of paraphrases: 1 − |difference of the two scores|. n counts pairs. */
	readonly consistency: Mean;
	/** Over the same pairs: F1 of the content words of the two answers. */
	readonly sameWords: Mean;
	/** Scores weighted by impact, over the questions that have one. */
	readonly impact: Mean;
	readonly questions: readonly QuestionScore[];
}

/** Differences by question, `minuend` − `subtrahend`, with a 95 % bootstrap interval. */
export interface PairedScores {
	readonly minuend: string;
	readonly subtrahend: string;
	readonly of: 'overall' | Scope | Category;
	readonly mean: number;
	/** null: n is below 2. */
	readonly low: number | null;
	readonly high: number | null;
	/** Questions that are scored in both. */
	readonly n: number;
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
}

/** Agreement over seeds: answer sets of one experiment, one for each seed. */
export interface Reliability {
	readonly name: string;
	readonly answerSets: readonly string[];
	readonly seeds: readonly number[];
	/** Over questions: 1 − mean |difference of scores between two seeds|. */
	readonly scores: Mean;
	/** Over questions and pairs of seeds: the share of equal texts. */
	readonly texts: Mean;
	/** Lowest and highest overall score among the seeds. */
	readonly lowest: number | null;
	readonly highest: number | null;
	readonly overall: SeedMean;
	readonly general: SeedMean;
	readonly domain: SeedMean;
}
/** A mean over `n` seeds, with a 95 % bootstrap interval over the seeds if n ≥ 2. */
export interface SeedMean extends Mean {
	readonly low: number | null;
	readonly high: number | null;
}

/** The agreement of two or more raters on the same answers. */
export interface Agreement {
	/** Names of the raters. */
	readonly scorers: readonly string[];
	/** Answers × categories that at least two of them marked. */
	readonly n: number;
	/** Krippendorff's α with interval distance: 1 perfect, 0 chance, null not defined. */
	readonly alpha: number | null;
	/** Cohen's κ with quadratic weights on five grades, for two raters only. */
	readonly kappa: number | null;
	/** Mean |difference of two marks|. */
	readonly difference: number | null;
}

export interface EvaluationReport {
	readonly questions: QuestionSetInfo;
	readonly rows: readonly ReportRow[];
	/** Tuned − base of the same model; without such pairs, each later row − the first. */
	readonly differences: readonly PairedScores[];
	readonly reliability: readonly Reliability[];
	readonly agreement: readonly Agreement[];
	readonly paper: typeof paperTable;
	/** How each number is computed, and what is missing, in sentences. */
	readonly notes: readonly string[];
}

/** A set as the database stores it. */
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
