/** What a cell's test tells the reporters: its outcome as an attachment, its progress as a line of its output. */
import type { CellResult, FoundMix } from '#features/studies/study.ts';

/** The attachment `cell`, one for each. */
export type CellReport = {
	/** The cell's, within the study. */
	readonly key: string;
	/** It lay in the store, or the same experiment was run under another label. */
	readonly stored: boolean;
} & (
	| {
			readonly result: CellResult;
			/** What it was trained on, by its own name. */
			readonly device: string;
	  }
	| { readonly failed: string }
);

/** The attachment `found`: what a search came to, by the cells' `search`. */
export interface SearchReport {
	readonly search: string;
	readonly found: FoundMix;
}

/** What runs now, in words. */
export interface ProgressReport {
	readonly worker: number;
	/** The cell, as the table names it. */
	readonly cell: string;
	readonly line: string;
}

/** Name of the annotation that lists the keys of a test's cells, parted by spaces. */
export const cellsAnnotation = 'cells';

const mark = '@skillet ';

export const progressLine = (report: ProgressReport): string =>
	`${mark}${JSON.stringify(report)}\n`;

/** The reports in a piece of a test's output, and the lines that are none. */
export function readOutput(text: string): { reports: ProgressReport[]; others: string[] } {
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	const isReport = (line: string) => line.startsWith(mark);
	return {
		reports: lines
			.filter(isReport)
			.map((line) => JSON.parse(line.slice(mark.length)) as ProgressReport),
		others: lines.filter((line) => !isReport(line)),
	};
}
