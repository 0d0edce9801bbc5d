/** Options and reports of an import: plain data, shared with the page. */

import type { Message } from '#core/message.ts';
import type { ImportRecipe } from '#data/importRecipe.ts';
import type { importFile } from './importFile.ts';
import type { inspectFile } from './inspectFile.ts';

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

export type Inspection = Readonly<Awaited<ReturnType<typeof inspectFile>>>;

export interface ImportOptions extends Omit<ImportRecipe, 'mapping'> {
	readonly name: string;
	readonly role: 'domain' | 'general';
}

export type ImportReport = Readonly<Awaited<ReturnType<typeof importFile>>['report']>;
