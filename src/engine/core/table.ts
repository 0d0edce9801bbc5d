/** Tables as values, with renderers for text. page/components/DataTable.svelte renders HTML. */

export interface Column {
	/** Names the column's heading in the page's words. */
	readonly id: string;
	/** The heading in files and in a terminal. */
	readonly title: string;
	/** Numbers are aligned right, text is aligned left. */
	readonly kind: 'text' | 'number';
}

export interface StyledCell {
	readonly text: string;
	/** Shown after the text: its n, its interval. Files put it in parentheses. */
	readonly note?: string;
	readonly strong?: boolean;
	/** A tooltip on the page. */
	readonly title?: string;
	/** A CSS background on the page. */
	readonly fill?: string;
}

/** null: not applicable. A number is shown with all its digits. */
export type Cell = string | number | null | StyledCell;

export interface Table {
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Cell[])[];
}

export const notApplicable = 'n/a';

export const textColumn = (id: string, title = id): Column => ({ id, title, kind: 'text' });
export const numberColumn = (id: string, title = id): Column => ({ id, title, kind: 'number' });

/** A table from its columns, each with the cell that it has for a row. */
export const toTable = <Row>(
	rows: readonly Row[],
	columns: readonly (readonly [column: Column, cell: (row: Row) => Cell])[],
): Table => ({
	columns: columns.map(([column]) => column),
	rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
});

export const styled = (cell: Cell): StyledCell =>
	cell !== null && typeof cell === 'object'
		? cell
		: { text: cell === null ? notApplicable : String(cell) };

/** The text of a cell with its note. */
export function plainText(cell: Cell): string {
	const { text, note } = styled(cell);
	return note === undefined ? text : `${text} (${note})`;
}

/** The headings and then each row, for a terminal. */
export const tableLines = ({ columns, rows }: Table): string[][] => [
	columns.map(({ title }) => title),
	...rows.map((row) => row.map(plainText)),
];

/** A table of GitHub-flavoured Markdown. */
export function tableMarkdown(table: Table): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((text) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
	const [head, ...rows] = tableLines(table);
	const rule = line(table.columns.map(({ kind }) => (kind === 'text' ? '---' : '---:')));
	return [line(head), rule, ...rows.map(line)].join('\n');
}
