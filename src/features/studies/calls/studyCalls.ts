/** Calls about studies: made, checked, trained cell by cell, reported. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellOutcome, StudyRecord } from '../model/record.ts';
import type { Factors, GroupBy, Study, StudyReport } from '../study.ts';
import type { StudyStatusWith } from '../model/studyQueue.ts';
import type { WireError } from '#lab/worker/protocol.ts';

export type StudyStatus = StudyStatusWith<WireError>;

/** A cell as the page shows it. */
export interface StudyCell {
	readonly key: string;
	readonly factors: Factors;
	/** Of its model, for what a step takes here. */
	readonly model: string;
	/** At most, under a budget of tokens or seconds. */
	readonly steps: number;
	/** Key of the cell whose mean mix it trains on: it comes after that one. */
	readonly meanOf?: string;
}

export interface StudySummary {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	readonly cells: number;
	readonly done: number;
	readonly failed: number;
	/** Cells that wait for one that failed. */
	readonly waiting: number;
	/** A cell was trained, if only in part. */
	readonly begun: boolean;
}

export interface OpenStudy {
	readonly record: StudyRecord;
	readonly status: StudyStatus;
	/** In the order in which they are trained. */
	readonly cells: readonly StudyCell[];
	/** Of these cells, and of the runs of a search. */
	readonly outcomes: readonly CellOutcome[];
	/** The cell whose run was cut off, and the step of its checkpoint, from where it goes on. */
	readonly inHand?: { readonly cell: string; readonly step: number };
	/** Why its cells cannot be counted: it needs a skill that the lab does not have. */
	readonly problem?: string;
}

/** How many runs a study is, before it is made. */
export interface StudySize {
	readonly study: Study;
	readonly cells: number;
	/** Of the search for the bar, beside the cells. */
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
		 * A study as a value or as a file says it, on `base` where it names no experiment: whole, and counted. Nothing is stored.
		 * Throws InputError that names the field.
		 */
		'study.check': { request: { study: unknown; base?: Experiment }; reply: StudySize };
		/** Checked like `study.check`, and stored; nothing trains yet. */
		'study.create': {
			request: { studyId: string; study: unknown; base?: Experiment; keepRuns: boolean };
			reply: StudyRecord;
		};
		/** A study's JSON file. Throws InputError that names the file, the field and the mend. */
		'study.import': { request: { studyId: string; file: File }; reply: StudyRecord };
		/** The study without its results, as the file that `study.import` and the bench read. */
		'study.export': { request: { studyId: string }; reply: NamedFile };
		/** Starts it, or goes on with it, cell by cell; replies at once. What else trains is paused. */
		'study.play': { request: { studyId: string }; reply: void };
		/** Replies when the step in hand is done and a checkpoint is stored. */
		'study.pause': { request: { studyId: string }; reply: void };
		/** Cells that failed (all, where none is named) are trained again from their start. */
		'study.retry': { request: { studyId: string; cells?: readonly string[] }; reply: void };
		'study.keepRuns': { request: { studyId: string; keep: boolean }; reply: StudyRecord };
		/** With its results. */
		'study.delete': { request: { studyId: string }; reply: void };
		/** What a cell trains. Throws InputError while its shares are not known. */
		'study.cell': { request: { studyId: string; cell: string }; reply: Experiment };
		/** Of the cells that are done; in groups by all factors but the seed where it is not said otherwise. */
		'study.report': { request: { studyId: string; groupBy?: GroupBy }; reply: StudyReport };
		/** json: study, report and results. csv: a row per cell and skill. markdown: the report's tables. */
		'study.file': {
			request: { studyId: string; as: 'json' | 'csv' | 'markdown'; groupBy?: GroupBy };
			reply: NamedFile;
		};
	}

	interface LabEvents {
		'study.status': { readonly studyId: string; readonly status: StudyStatus };
		'study.outcome': { readonly outcome: CellOutcome };
	}
}
