/** The tables of a Markdown text. */

export interface MarkdownTable {
	/** The last heading of the second level above it, without its marks; empty: none. */
	readonly section: string;
	readonly columns: readonly string[];
	readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Lines count from 1. Cells are trimmed. */
export function markdownTables(text: string): MarkdownTable[] {
	const tables: MarkdownTable[] = [];
	let section = '';
	let rows: { line: number; cells: string[] }[] = [];
	[...text.split('\n'), ''].forEach((content, index) => {
		if (content.startsWith('|')) {
			rows.push({ line: index + 1, cells: listCells(content) });
			return;
		}
		const [head, , ...body] = rows;
		if (head) tables.push({ section, columns: head.cells, rows: body });
		rows = [];
		if (content.startsWith('## ')) section = content.slice(3);
	});
	return tables;
}

const listCells = (line: string): string[] =>
	line
		.trim()
		.replace(/^\||\|$/g, '')
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim());
