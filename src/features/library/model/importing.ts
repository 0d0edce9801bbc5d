/** Options and reports of an import: plain data, shared with the page. */

import type { ImportRecipe } from '#data/importRecipe.ts';
import type { importFile } from './importFile.ts';
import type { inspectFile } from './inspectFile.ts';
import type { rejectedRow } from './rejectedRows.ts';

export type PreviewRow = Inspection['preview'][number];
export type RejectedRow = Readonly<Awaited<ReturnType<typeof rejectedRow>>>;
export type Inspection = Readonly<Awaited<ReturnType<typeof inspectFile>>>;

export interface ImportOptions extends Omit<ImportRecipe, 'mapping'> {
	readonly name: string;
	readonly role: 'domain' | 'general';
}

export type ImportReport = Readonly<Awaited<ReturnType<typeof importFile>>['report']>;
