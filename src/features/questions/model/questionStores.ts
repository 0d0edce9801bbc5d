/** What the evaluation keeps: question sets, and answer sets with the scores that people and judges gave them. */
import type { AnswerSet, AnswerSetInfo, QuestionSet, QuestionSetInfo, Score } from './questions.ts';

/** A set with what a list shows of it. */
export interface QuestionSetRecord {
	readonly sha256: string;
	readonly info: QuestionSetInfo;
	readonly set: QuestionSet;
}
export interface QuestionSetStore {
	/** Newest first. */
	list(): Promise<readonly QuestionSetInfo[]>;
	get(sha256: string): Promise<QuestionSet | undefined>;
	put(record: QuestionSetRecord): Promise<void>;
	/** With the answer sets to it. */
	delete(sha256: string): Promise<void>;
}

export interface AnswerSetRecord {
	readonly id: string;
	readonly set: AnswerSet;
	readonly scores: readonly Score[];
}
export interface AnswerSetStore {
	/** Newest first; to one question set, or to all. */
	list(questions?: string): Promise<readonly AnswerSetInfo[]>;
	get(id: string): Promise<AnswerSetRecord | undefined>;
	/** All or none. */
	put(sets: readonly AnswerSet[]): Promise<void>;
	/** `change` gets what is stored and gives what shall be; of all of them, or of none. Throws StorageError for one that is not there. */
	update(
		ids: readonly string[],
		change: (record: AnswerSetRecord) => Pick<AnswerSetRecord, 'set' | 'scores'>,
	): Promise<void>;
	delete(id: string): Promise<void>;
}
