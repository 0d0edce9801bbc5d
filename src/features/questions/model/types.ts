/** The evaluation as values: questions, answers to them, scores of those, and the report made of all three. */
import type { Category, ByCategory } from './categories.ts';

/** general: any assistant should know it. domain: what the fine-tuning is for. */
export type Scope = 'general' | 'domain';

/** One automatic scorer of a question: its kind (rules/registry.ts), the category that it serves, and its settings. */
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
	/** text: not asked as a question; the model goes on with the prompt as it stands. */
	readonly form?: 'text';
	readonly reference?: string;
	/** Other answers that are as right as the reference. */
	readonly alternatives?: readonly string[];
	/** Base weights u ≥ 0, one at least above 0. The weight of a category is its share among those that apply. */
	readonly weights: ByCategory<number>;
	/** Empty: a person or a judge scores it. */
	readonly rules: readonly RuleUse[];
	/** For a person or a judge: what a full mark asks, by category. */
	readonly rubric: Partial<ByCategory<string>>;
	/** Id of the question that asks the same in other words. */
	readonly paraphraseOf?: string;
	/** Business impact: what a wrong answer costs, from 0 (nothing) to 1 (as much as it gets). The set's author's choice. */
	readonly impact?: number;
	/** Why the impact is what it is. */
	readonly impactWords?: string;
	/** Tokens that an answer may have; the lab's own limit where it is missing. */
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

/** What a list shows of a set. */
export interface QuestionSetInfo {
	/** Of its canonical JSON: its identity. A set that is edited is another set. */
	readonly sha256: string;
	readonly name: string;
	readonly about: string;
	readonly language: string;
	readonly questions: number;
	readonly general: number;
	readonly domain: number;
	/** Comes with the lab: it cannot be deleted. */
	readonly shipped: boolean;
	/** Came with an earlier version of the lab, and is kept for the answers that were given to it. */
	readonly earlier?: true;
	/** Milliseconds since 1970; 0 for a shipped one. */
	readonly savedAt: number;
}

export interface Answer {
	/** Of the question. */
	readonly id: string;
	readonly text: string;
	/** The length limit ended it. */
	readonly cut?: true;
}

/** Who answered. base: zero-shot, before any fine-tuning. */
export interface Answerer {
	readonly kind: 'base' | 'tuned' | 'other';
	/** For a table's row: `skillet-base, zero-shot`, `skillet-base, MoS, 300 steps`. */
	readonly name: string;
	/** Of the model's or base model's model.safetensors. */
	readonly sha256?: string;
	readonly runId?: string;
	readonly step?: number;
	readonly policy?: string;
	/** SHA-256 of the experiment with its seed taken out: sets of one experiment with several seeds are held together by it. */
	readonly experiment?: string;
	readonly seed?: number;
}

export interface AnswerSet {
	readonly id: string;
	/** SHA-256 of the question set. */
	readonly questions: string;
	readonly by: Answerer;
	readonly origin: { readonly kind: 'lab' } | { readonly kind: 'file'; readonly name: string };
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Of some of the questions, or of all; each at most once. */
	readonly answers: readonly Answer[];
}
export type AnswerSetInfo = Omit<AnswerSet, 'answers'> & {
	readonly answered: number;
	/** Scores by people and judges that are stored with it. */
	readonly scores: number;
};

/** Who gave a score. */
export type Scorer =
	| { readonly kind: 'rule'; readonly rule: string }
	| { readonly kind: 'person'; readonly name: string }
	| { readonly kind: 'judge'; readonly model: string };

/** A mark of a person or a judge. Rules give theirs anew whenever they are asked. */
export interface Score {
	readonly answerSet: string;
	readonly question: string;
	readonly category: Category;
	/** From 0 to 1; null: this category does not apply to this answer. */
	readonly value: number | null;
	readonly by: Exclude<Scorer, { kind: 'rule' }>;
	readonly why?: string;
	/** Milliseconds since 1970. */
	readonly at?: number;
}

/** One mark with who gave it and why. value null: it cannot be measured here, and counts nowhere. */
export interface Mark {
	readonly value: number | null;
	readonly by: Scorer;
	readonly why: string;
}

/** A category of one answer after its scorers were put together. */
export interface CategoryScore {
	/** Null: not applicable. Then the weight is 0. */
	readonly value: number | null;
	/** w = a·u / Σ a·u: its share among the categories that apply. */
	readonly weight: number;
	/** Those that counted, and those that could not measure. */
	readonly marks: readonly Mark[];
}
export interface QuestionScore {
	readonly question: string;
	/** Σ w·s; null where nothing could be scored. */
	readonly score: number | null;
	readonly categories: ByCategory<CategoryScore>;
}

/** A mean with its n: how many questions (or pairs, or runs) it is over. value null where n is 0. */
export interface Figure {
	readonly value: number | null;
	readonly n: number;
}
export interface Scores {
	readonly overall: Figure;
	readonly categories: ByCategory<Figure>;
}

export interface ReportRow {
	readonly answerSet: AnswerSetInfo;
	/** Questions of the set without an answer: they count nowhere. */
	readonly missing: readonly string[];
	readonly all: Scores;
	readonly general: Scores;
	readonly domain: Scores;
	/** Over pairs of paraphrases: 1 less the absolute difference of the two scores. n is pairs. */
	readonly consistency: Figure;
	/** Over the same pairs: F1 of the content words of the two answers. */
	readonly sameWords: Figure;
	/** Scores weighted by impact, over the questions that have one. */
	readonly impact: Figure;
	readonly questions: readonly QuestionScore[];
}

/** Question by question, `minuend` less `subtrahend`, with a 95 % bootstrap interval over the questions. */
export interface PairedScores {
	readonly minuend: string;
	readonly subtrahend: string;
	readonly of: 'overall' | Scope | Category;
	readonly mean: number;
	/** null where n is below 2. */
	readonly low: number | null;
	readonly high: number | null;
	/** Questions that both have a score of. */
	readonly n: number;
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
}

/** Agreement over seeds: answer sets of one experiment, one seed each. */
export interface Reliability {
	readonly name: string;
	readonly answerSets: readonly string[];
	readonly seeds: readonly number[];
	/** Over questions: 1 less the mean absolute difference of scores between two seeds. */
	readonly scores: Figure;
	/** Over questions and pairs of seeds: share whose text is the same. */
	readonly texts: Figure;
	/** Lowest and highest overall score among the seeds. */
	readonly lowest: number | null;
	readonly highest: number | null;
	/** Over the seeds, with 95 % bootstrap intervals: they tell about other seeds, on these questions. */
	readonly overall: SeedMean;
	readonly general: SeedMean;
	readonly domain: SeedMean;
}
/** value null where no seed has a score; an interval needs two. n counts seeds. */
export interface SeedMean extends Figure {
	readonly low: number | null;
	readonly high: number | null;
}

/** How far two or more scorers of the same answers agree. */
export interface Agreement {
	readonly scorers: readonly string[];
	/** Answers × categories that at least two of them marked. */
	readonly n: number;
	/** Krippendorff's α with interval distance: 1 perfect, 0 chance. null where it is not defined. */
	readonly alpha: number | null;
	/** Cohen's κ with quadratic weights on five grades; for two scorers only. */
	readonly kappa: number | null;
	/** Mean absolute difference between two marks. */
	readonly difference: number | null;
}

export interface PaperTable {
	readonly source: string;
	/** What our overall is made with, and that the paper's own weights are not known. */
	readonly note: string;
	readonly weights: ByCategory<number>;
	readonly rows: readonly {
		readonly model: string;
		readonly categories: ByCategory<number>;
		readonly overall: number;
		/** Σ weights · categories. */
		readonly ours: number;
	}[];
}

export interface EvaluationReport {
	readonly questions: QuestionSetInfo;
	readonly rows: readonly ReportRow[];
	/** Tuned less base of the same model; where there are none such, each later row less the first. */
	readonly differences: readonly PairedScores[];
	readonly reliability: readonly Reliability[];
	readonly agreement: readonly Agreement[];
	readonly paper: PaperTable;
	/** How each figure is made, and what is missing: plain sentences, for below the table. */
	readonly notes: readonly string[];
}

/** What a form offers for a rule. */
export interface RuleInfo {
	readonly kind: string;
	readonly title: string;
	/** The rule, in a sentence. */
	readonly about: string;
	readonly categories: readonly Category[];
	/** An example as it stands in a file. */
	readonly example: RuleUse;
}
export interface CategoryInfo {
	readonly id: Category;
	readonly title: string;
	readonly about: string;
}
