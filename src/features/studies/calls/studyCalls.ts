/** Calls about studies: check, store, train, report. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { GroupBy } from '../model/groups.ts';
import type { StudyReport } from '../model/reportTypes.ts';
import type { CellOutcome } from '../model/result.ts';
import type { Factors, Study, StudyRecord } from '../model/study.ts';
import type { StudyStatusWith } from '../model/studyTraining.ts';
import type { WireError } from '#lab/worker/protocol.ts';

export type StudyStatus = StudyStatusWith<WireError>;

/** A cell as the page shows it. */
export interface StudyCell {
	readonly key: string;
	readonly factors: Factors;
	/** The cell's model: the time of a step depends on it. */
	readonly model: string;
	/** An upper bound if the cell has a budget of tokens or seconds. */
	readonly steps: number;
	/** Key of the cell whose mean mix this one trains on. That cell trains first. */
	readonly meanOf?: string;
}

export interface StudySummary {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly cells: number;
	readonly done: number;
	readonly failed: number;
	/** Cells that need the result of a failed cell. */
	readonly waiting: number;
	/** At least one cell was trained, at least partly. */
	readonly begun: boolean;
}

export interface OpenStudy {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	/** In training order. */
	readonly cells: readonly StudyCell[];
	/** Results of the cells and of the search's runs. */
	readonly outcomes: readonly CellOutcome[];
	/** The interrupted cell, and the step of the checkpoint from which it resumes. */
	readonly inHand?: { readonly cell: string; readonly step: number };
	/** The reason why the cells cannot be counted: a skill is missing. */
	readonly problem?: string;
}

/** The number of runs of a study, before it is created. */
export interface StudySize {
	readonly study: Study;
	readonly cells: number;
	/** Runs of the search for the best static mix, in addition to the cells. */
	readonly searchRuns: number;
	readonly byModel: readonly {
		readonly model: string;
		readonly cells: number;
		readonly steps: number;
	}[];
}

declare module '#lab/worker/protocol.ts' {
	interface Calls {
		/** Newest first. */
		'study.list': { request: void; reply: readonly StudySummary[] };
		'study.open': { request: { studyId: string }; reply: OpenStudy };
		/**
		 * Completes and counts a study. `base` is its experiment if it names none. Nothing is stored.
		 * Throws InputError that names the field.
		 */
		'study.check': { request: { study: unknown; base?: Experiment }; reply: StudySize };
		/** Checks the study like `study.check` and stores it. Nothing trains yet. */
		'study.create': {
			request: { studyId: string; study: unknown; base?: Experiment; keepRuns: boolean };
			reply: StudyRecord;
		};
		/** Reads a study's JSON file. Throws InputError that names the file and the field. */
		'study.import': { request: { studyId: string; file: File }; reply: StudyRecord };
		/** Starts or resumes the study and replies at once. Other training is paused. */
		'study.play': { request: { studyId: string }; reply: void };
		/** Replies when the current step is done and a checkpoint is stored. */
		'study.pause': { request: { studyId: string }; reply: void };
		/** Trains failed cells again from their start: the named ones, or all. */
		'study.retry': { request: { studyId: string; cells?: readonly string[] }; reply: void };
		'study.keepRuns': { request: { studyId: string; keep: boolean }; reply: StudyRecord };
		/** Deletes the study and its results. */
		'study.delete': { request: { studyId: string }; reply: void };
		/** The experiment of a cell. Throws InputError while its shares are unknown. */
		'study.cell': { request: { studyId: string; cell: string }; reply: Experiment };
		/** The report on the finished cells. By default a group has all factors but the seed. */
		'study.report': { request: { studyId: string; groupBy?: GroupBy }; reply: StudyReport };
		/**
		 * json: study, report and results. csv: a row per cell and skill. markdown: the tables.
		 * study: the study alone, as the file that `study.import` and the bench read.
		 */
		'study.file': {
			request: {
				studyId: string;
				as: 'json' | 'csv' | 'markdown' | 'study';
				groupBy?: GroupBy;
			};
			reply: NamedFile;
		};
	}

	interface LabEvents {
		'study.status': { readonly studyId: string; readonly status: StudyStatus };
		'study.outcome': { readonly outcome: CellOutcome };
	}
}
