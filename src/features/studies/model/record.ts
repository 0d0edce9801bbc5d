/** What the lab keeps of a study: the study itself, and what came of each of its cells. */
import type { CellResult } from './result.ts';
import type { Factors, Study } from './study.ts';

export interface StudyRecord {
	readonly id: string;
	readonly study: Study;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** The cells' runs stay in the list of runs; otherwise each goes when its result is stored. */
	readonly keepRuns: boolean;
	/** It was started and neither paused nor ended: where it still says so after a reload, the page was closed on it. */
	readonly going: boolean;
}

/** Of one cell, by its key within the study. */
export type CellOutcome = {
	readonly studyId: string;
	readonly cell: string;
	readonly factors: Factors;
	/** Milliseconds since 1970. */
	readonly at: number;
} & (
	| { readonly kind: 'done'; readonly result: CellResult }
	| { readonly kind: 'failed'; readonly message: string }
);

export interface StudyStore {
	/** Newest first. */
	list(): Promise<readonly StudyRecord[]>;
	get(id: string): Promise<StudyRecord | undefined>;
	/** Makes it, or puts it in place of the one with its id; its outcomes stay. */
	put(record: StudyRecord): Promise<void>;
	outcomes(studyId: string): Promise<readonly CellOutcome[]>;
	/** One transaction; a later one of the same cell takes its place. Throws StorageError where the study is no longer stored. */
	putOutcome(outcome: CellOutcome): Promise<void>;
	/** Of these cells; what failed is forgotten so before it is tried again. */
	deleteOutcomes(studyId: string, cells: readonly string[]): Promise<void>;
	/** With its outcomes. */
	delete(id: string): Promise<void>;
}
