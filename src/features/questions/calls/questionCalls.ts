/** Calls about the evaluation: question sets, answers to them, scores of those, the report. */
import type {
	AnswerSet,
	AnswerSetInfo,
	CategoryInfo,
	EvaluationReport,
	Question,
	QuestionSet,
	QuestionSetInfo,
	RuleInfo,
	RuleUse,
	Score,
} from '../model/questions.ts';

/** What was read of a file, and what of it was left out, in sentences. */
export interface Imported<T> {
	readonly info: T;
	readonly notes: readonly string[];
}

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** The shipped ones first, then the newest. */
		'question.list': { request: void; reply: readonly QuestionSetInfo[] };
		/** Throws InputError where there is no such set. */
		'question.open': { request: { sha256: string }; reply: QuestionSet };
		/** JSON of a whole set, a JSON list of questions, or JSONL. Throws InputError that names file, question and field. */
		'question.import': { request: { file: File }; reply: Imported<QuestionSetInfo> };
		/** An edited set, checked like a file. It is a set of its own: answers to the one before stay with that. */
		'question.save': { request: { set: unknown }; reply: Imported<QuestionSetInfo> };
		'question.export': { request: { sha256: string }; reply: NamedFile };
		/** With the answer sets to it. Throws InputError for a shipped one. */
		'question.delete': { request: { sha256: string }; reply: void };
		/** What questions are made of: categories with what each means, the kinds of rules. */
		'question.kit': {
			request: void;
			reply: { readonly categories: readonly CategoryInfo[]; readonly rules: readonly RuleInfo[] };
		};
		/** The sentence of each rule of a question, in its order: what exactly is measured. */
		'question.sentences': {
			request: {
				rules: readonly RuleUse[];
				asked: Pick<Question, 'prompt' | 'reference' | 'alternatives'>;
			};
			reply: readonly string[];
		};

		/** Newest first; of one question set, or of all. */
		'answer.list': { request: { questions?: string }; reply: readonly AnswerSetInfo[] };
		'answer.open': {
			request: { id: string };
			reply: { readonly set: AnswerSet; readonly scores: readonly Score[] };
		};
		/**
		 * The base model and the run's model at this moment answer every question, greedily. Progress comes with `task`, and
		 * task.cancel ends it without a trace. An answer set for each of `models`.
		 */
		'answer.make': {
			request: {
				task: string;
				questions: string;
				runId: string;
				models: readonly ('base' | 'tuned')[];
				/** Tokens of an answer whose question has no limit of its own. 200 where it is missing. */
				maxTokens?: number;
			};
			reply: readonly AnswerSetInfo[];
		};
		/** JSONL of {id, answer}. `name`: the row's; the file's name where it is missing. */
		'answer.import': {
			request: { questions: string; file: File; name?: string };
			reply: Imported<AnswerSetInfo>;
		};
		/** JSONL of {id, answer}. */
		'answer.export': { request: { id: string }; reply: NamedFile };
		'answer.rename': { request: { id: string; name: string }; reply: AnswerSetInfo };
		'answer.delete': { request: { id: string }; reply: void };
		/** Marks of people and judges. One of the same scorer for the same answer and category takes the place of the older. */
		'answer.score': { request: { scores: readonly Score[] }; reply: void };
		/** Takes back what one scorer gave: all of it, or of one question, or one category of it. */
		'answer.unscore': {
			request: { id: string; by: Score['by']; question?: string; category?: Score['category'] };
			reply: void;
		};
		/** JSONL of {answerSet, question, category, value, by, why?}. */
		'answer.exportScores': { request: { ids: readonly string[] }; reply: NamedFile };
		'answer.importScores': { request: { file: File }; reply: Imported<number> };

		/** The answer sets in this order, the first is what others are held against. */
		'evaluation.report': {
			request: { questions: string; answerSets: readonly string[] };
			reply: EvaluationReport;
		};
		/** The report as a file: every figure of every question, or the table. */
		'evaluation.export': {
			request: {
				questions: string;
				answerSets: readonly string[];
				format: 'json' | 'csv' | 'markdown';
			};
			reply: NamedFile;
		};
	}
}
