/** Calls about studies: store and train. The page itself plans the cells and makes the report. */
import type { CellOutcome } from '#lab/study/result.ts';
import type { Study, StudyRecord } from '#lab/study/study.ts';
import type { ShelfEntry } from '#lab/study/published.ts';
import type { ShownListStatus } from '#lab/worker/listStatus.ts';

/** The key of the cell that trains. */
export type StudyStatus = ShownListStatus<{ readonly cell: string }>;

export interface StudySummary {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly done: number;
	readonly failed: number;
	/** Cells that need the result of a failed cell. */
	readonly waiting: number;
	/** At least one cell was trained, at least partly. */
	readonly begun: boolean;
}

export interface StoredStudy {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly outcomes: readonly CellOutcome[];
	/** The interrupted cell, and the step of the checkpoint from which it resumes. */
	readonly inHand?: { readonly cell: string; readonly step: number };
	/** It is read-only, and its answer is known. */
	readonly published?: ShelfEntry;
}

export interface StudyCalls {
	/** Newest first. */
	'study.list': { request: void; reply: readonly StudySummary[] };
	'study.open': { request: { studyId: string }; reply: StoredStudy };
	/**
	 * Stores the study. Nothing trains yet. Finished ones of `runs` give the results of cells with
	 * their experiment. Throws InputError if a cell cannot be planned.
	 */
	'study.create': {
		request: { studyId: string; study: Study; keepRuns: boolean; runs?: readonly string[] };
		reply: StudyRecord;
	};
	/** Stores a study of another lab with its results. False: a study with its id is here. */
	'study.restore': { request: { file: File }; reply: boolean };
	/** Starts or resumes the study and replies at once. Other training is paused. */
	'study.play': { request: { studyId: string }; reply: void };
	/** Replies when the current step is done and a checkpoint is stored. */
	'study.pause': { request: { studyId: string }; reply: void };
	/** Trains failed cells again from their start: the named ones, or all. */
	'study.retry': { request: { studyId: string; cells?: readonly string[] }; reply: void };
	'study.keepRuns': { request: { studyId: string; keep: boolean }; reply: StudyRecord };
	/** Deletes the study and its results. */
	'study.delete': { request: { studyId: string }; reply: void };
}
export interface StudyEvents {
	'study.status': { readonly studyId: string; readonly status: StudyStatus };
	'study.outcome': { readonly outcome: CellOutcome };
}
