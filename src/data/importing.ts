/** What an import takes and tells: plain data, shared with the page. The reader itself is importFile.ts. */

/** How a row becomes an example. A path is dotted (`instances.0.input`), or a column's name. */
export type RowMapping =
	/** A recognised shape: an entry of data/shapes. */
	| { readonly kind: 'shape'; readonly shape: string }
	/** Columns joined by a line break, empty ones left out. No prompt column: raw text. */
	| {
			readonly kind: 'columns';
			readonly prompt: readonly string[];
			readonly answer: readonly string[];
	  };

export interface PreviewRow {
	/** 1-based line of the file where the row begins, in a JSON list too. */
	readonly line: number;
	readonly prompt: string;
	readonly answer: string;
}
export interface RejectedRow {
	readonly line: number;
	readonly reason: string;
	/** The row as it stands in the file, cut at 2,000 characters. */
	readonly raw: string;
}

export interface Inspection {
	/** An entry of data/formats: jsonl, json, csv, tsv, text. */
	readonly format: string;
	readonly bytes: number;
	/** Every path that the first rows have, with an example of its value. */
	readonly columns: readonly { readonly path: string; readonly sample: string }[];
	/** null: not recognised, the visitor maps the columns. */
	readonly mapping: RowMapping | null;
	/** `Alpaca`, `ShareGPT`, … in words, when recognised. */
	readonly shapeTitle: string | null;
	/** The first rows through the mapping, if there is one. */
	readonly preview: readonly PreviewRow[];
	readonly rejected: readonly RejectedRow[];
}

export interface ImportOptions {
	readonly name: string;
	readonly role: 'domain' | 'general';
	/** Share of the rows that is held out, 0 < share < 1; at most 500 rows, at least 1. */
	readonly heldOutShare: number;
	readonly seed: number;
	/** Mask mail addresses, phone and card numbers and keys (the privacy measure of arXiv 2310.04945). */
	readonly maskPrivate: boolean;
}

/** How a file became a skill: the same file read this way again has the same fingerprint. Part of a link. */
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
	/** Rows left out of training because the held-out part has the same prompt. */
	readonly overlap: number;
	readonly rejectedCount: number;
	/** The first 1,000; all of them are in rejectedFile. */
	readonly rejected: readonly RejectedRow[];
	/** JSON lines {line, reason, raw}; null when there are none. */
	readonly rejectedFile: Blob | null;
	readonly masked: {
		readonly mail: number;
		readonly phone: number;
		readonly card: number;
		readonly key: number;
	};
}
