/** Tables and pages in Markdown, laid out as the repository's. */
import { format, resolveConfig } from 'prettier';
import { tableMarkdown, textColumn } from '#engine/core/table.ts';

export const markdownTable = (
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string => tableMarkdown({ columns: head.map((title) => textColumn(title)), rows });

/** `file`: decides the layout. */
export const formatMarkdown = async (text: string, file: string): Promise<string> =>
	format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
