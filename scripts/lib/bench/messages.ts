/** Messages from a cell's test to the reporters: results as attachments, progress as output. */
import type { CellResult } from '#lab/study/result.ts';

/** The attachment `cell`, one per cell. */
export type CellReport = {
	/** Key of the cell in the study. */
	readonly key: string;
	/** The result was in the store, or the same experiment ran under another label. */
	readonly stored: boolean;
} & (
	| {
			readonly result: CellResult;
			/** Name of the device. */
			readonly device: string;
	  }
	| { readonly failed: string }
);

/** Progress of a running cell. */
export interface ProgressReport {
	readonly worker: number;
	/** Name of the cell. */
	readonly cell: string;
	readonly line: string;
}

/** The annotation that lists the keys of a test's cells, separated by spaces. */
export const cellsAnnotation = 'cells';

const mark = '@skillet ';

export const progressLine = (report: ProgressReport): string =>
	`${mark}${JSON.stringify(report)}\n`;

/** Separates the reports from the other lines of a test's output. */
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
