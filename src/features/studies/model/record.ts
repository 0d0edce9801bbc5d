/** The stored form of a study, and the stored outcome of each cell. */
import type { CellResult } from './result.ts';
import type { Factors, Study } from './study.ts';

export interface StudyRecord {
	readonly id: string;
	readonly study: Study;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Keep the cells' runs; otherwise each is deleted when its result is stored. */
	readonly keepRuns: boolean;
	/** Started, and neither paused nor ended. After a reload it marks an interrupted study. */
	readonly going: boolean;
}

/** The outcome of one cell, by its key within the study. */
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
	/** Stores or replaces the study with this id; its outcomes stay. */
	put(record: StudyRecord): Promise<void>;
	outcomes(studyId: string): Promise<readonly CellOutcome[]>;
	/** Stores or replaces a cell's outcome. Throws StorageError if the study was deleted. */
	putOutcome(outcome: CellOutcome): Promise<void>;
	/** Deletes the outcomes of these cells, so that they can be trained again. */
	deleteOutcomes(studyId: string, cells: readonly string[]): Promise<void>;
	/** Deletes the study with its outcomes. */
	delete(id: string): Promise<void>;
}
