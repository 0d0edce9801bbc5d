/** Options and reports of an import: plain data, shared with the page. */

import type { MaskCounts } from './privacy.ts';

/** How a row becomes an example. A path has dots (`instances.0.input`) or is a column's name. */
export type RowMapping =
	/** The id of a shape in data/shapes. */
	| { readonly kind: 'shape'; readonly shape: string }
	/** Columns are joined by line breaks. Without prompt columns the answer is raw text. */
	| {
			readonly kind: 'columns';
			readonly prompt: readonly string[];
			readonly answer: readonly string[];
	  };

export interface PreviewRow {
	/** The file's line where the row begins, from 1. */
	readonly line: number;
	readonly prompt: string;
	readonly answer: string;
}
export interface RejectedRow {
	readonly line: number;
	readonly reason: string;
	/** The first 2,000 characters of the row. */
	readonly raw: string;
}

export interface Inspection {
	/** The id of a format in data/formats: jsonl, json, csv, tsv, text. */
	readonly format: string;
	readonly bytes: number;
	/** Every path of the first rows, with a sample value. */
	readonly columns: readonly { readonly path: string; readonly sample: string }[];
	/** null: no shape was recognised, so the columns must be mapped by hand. */
	readonly mapping: RowMapping | null;
	/** `Alpaca`, `ShareGPT`, …; null if no shape was recognised. */
	readonly shapeTitle: string | null;
	/** The first rows after the mapping. */
	readonly preview: readonly PreviewRow[];
	readonly rejected: readonly RejectedRow[];
}

export interface ImportOptions {
	readonly name: string;
	readonly role: 'domain' | 'general';
	/** Share of held-out rows, 0 < share < 1: at least 1 row and at most 500. */
	readonly heldOutShare: number;
	readonly seed: number;
	/** Mask mail addresses, phone and card numbers and keys (after arXiv 2310.04945). */
	readonly maskPrivate: boolean;
}

/** How a file became a skill. The same file and recipe give the same fingerprint. Part of links. */
export interface ImportRecipe extends Pick<ImportOptions, 'heldOutShare' | 'seed' | 'maskPrivate'> {
	readonly mapping: RowMapping;
}

export interface ImportReport {
	readonly skillId: string;
	readonly rows: number;
	readonly imported: {
		readonly train: number;
		readonly validation: number;
		readonly heldOut: number;
	};
	readonly duplicates: number;
	/** Rows left out because a held-out or validation row has the same prompt. */
	readonly overlap: number;
	readonly rejectedCount: number;
	/** The first 1,000. `rejectedFile` has all of them. */
	readonly rejected: readonly RejectedRow[];
	/** JSON lines {line, reason, raw}; null when there are none. */
	readonly rejectedFile: Blob | null;
	readonly masked: MaskCounts;
}
