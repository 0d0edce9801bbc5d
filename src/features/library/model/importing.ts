/** Options and reports of an import: plain data, shared with the page. */

import type { Message } from '#core/message.ts';
import type { ImportRecipe, RowMapping } from '#data/importRecipe.ts';
import type { MaskCounts } from '#data/privacy.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Column } from './paths.ts';

export interface PreviewRow {
	/** The file's line where the row begins, from 1. */
	readonly line: number;
	readonly prompt: string;
	readonly answer: string;
}
export interface RejectedRow {
	readonly line: number;
	readonly reason: Message;
	/** The first 2,000 characters of the row. */
	readonly raw: string;
}

export interface Inspection {
	/** The id of a format in formats/: jsonl, json, csv, tsv, text. */
	readonly format: string;
	readonly bytes: number;
	/** Every path of the first rows, with a sample value. */
	readonly columns: readonly Column[];
	/** null: no shape was recognised, so the columns must be mapped by hand. */
	readonly mapping: RowMapping | null;
	/** `Alpaca`, `ShareGPT`, …; null if no shape was recognised. */
	readonly shapeTitle: string | null;
	/** The first rows after the mapping. */
	readonly preview: readonly PreviewRow[];
	readonly rejected: readonly RejectedRow[];
}

export interface ImportOptions extends Omit<ImportRecipe, 'mapping'> {
	readonly name: string;
	readonly role: 'domain' | 'general';
}

export interface ImportReport {
	readonly skillId: string;
	readonly rows: number;
	readonly imported: SkillInfo['counts'];
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
