/** Calls of the evaluation: question sets, answers, scores, the report. */
import type { Message } from '#engine/core/message.ts';
import type { NamedFile } from '#lab/worker/ownCalls.ts';
import type { EvaluationReport } from '../model/report.ts';
import type { ReportFormat } from '../model/reportTables.ts';
import type {
	AnswerSetInfo,
	AnswerSetRecord,
	QuestionSet,
	QuestionSetInfo,
	Score,
} from '../model/types.ts';

/** An imported set, and what its file left out, in sentences. */
export interface Imported<T> {
	readonly info: T;
	readonly notes: readonly Message[];
}

export interface ReportRequest {
	questions: string;
	/** In the order of the rows. The later rows are compared with the first. */
	answerSets: readonly string[];
}

export interface EvaluationCalls {
	/** The shipped sets first, then the newest. */
	'question.list': { request: void; reply: readonly QuestionSetInfo[] };
	'question.open': { request: { sha256: string }; reply: QuestionSet };
	/** A JSON set, a JSON list of questions, or JSON lines. Throws InputError. */
	'question.import': { request: { file: File }; reply: Imported<QuestionSetInfo> };
	'question.save': { request: { set: unknown }; reply: Imported<QuestionSetInfo> };
	'question.export': { request: { sha256: string }; reply: NamedFile };
	/** Also deletes the answers to the set. Throws InputError for a shipped set. */
	'question.delete': { request: { sha256: string }; reply: void };

	/** Newest first. `questions`: only the answers to this set. */
	'answer.list': { request: { questions?: string }; reply: readonly AnswerSetInfo[] };
	'answer.open': { request: { id: string }; reply: AnswerSetRecord };
	/**
	 * Each of `models` answers every question with greedy decoding. The reply has one answer set
	 * for each. `task` reports the progress; task.cancel discards all answers.
	 */
	'answer.make': {
		request: {
			task: string;
			questions: string;
			runId: string;
			models: readonly ('base' | 'tuned' | 'best')[];
		};
		reply: readonly AnswerSetInfo[];
	};
	/** JSON lines of {id, answer}. */
	'answer.import': { request: { questions: string; file: File }; reply: Imported<AnswerSetInfo> };
	'answer.export': { request: { id: string }; reply: NamedFile };
	/** Stores answers of another lab with their scores. False: answers with their id are here. */
	'answer.restore': { request: { file: File }; reply: boolean };
	'answer.rename': { request: { id: string; name: string }; reply: void };
	'answer.delete': { request: { id: string }; reply: void };
	/** A later mark of a rater for the same answer and category replaces the earlier one. */
	'answer.score': { request: { scores: readonly Score[] }; reply: void };
	/** JSON lines of {answerSet, question, category, value, by, why?}. */
	'answer.exportScores': { request: { ids: readonly string[] }; reply: NamedFile };
	/** Replies with their number. */
	'answer.importScores': { request: { file: File }; reply: number };

	'evaluation.report': { request: ReportRequest; reply: EvaluationReport };
	'evaluation.export': { request: ReportRequest & { format: ReportFormat }; reply: NamedFile };
}
