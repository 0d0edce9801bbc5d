/** Finds cells of the published tables that do not follow from the CSV files. */
import { readFileSync } from 'node:fs';
import { toMessage } from '#engine/core/errors.ts';
import { figureTables } from './figures.ts';
import { markdownTables, type MarkdownTable } from './markdownTables.ts';
import { publishedReport, reportFile } from './publishedReport.ts';

export const resultsPage = 'docs/guide/results/details.md';

/** A sentence per wrong cell of a report, with file, line, row and column. */
export function wrongReportCells(name: string, text = readText(reportFile(name))): string[] {
	const file = reportFile(name);
	const made = markdownTables(publishedReport(name));
	const found = markdownTables(text);
	if (found.length !== made.length)
		return [`${file} has ${found.length} tables, its CSV file gives ${made.length}.`];
	return found.flatMap((table, index) => {
		const { rows } = made[index];
		if (table.rows.length === rows.length)
			return wrongCells(file, table, (row, column) => rows[row].cells[column] ?? 'no cell');
		const title = `${file}: the table under "${table.section}"`;
		return [`${title} has ${table.rows.length} rows, its CSV file gives ${rows.length}.`];
	});
}

/** The same for the tables of results.md. Emphasis is ignored. */
export function wrongPageCells(text = readText(resultsPage)): string[] {
	return markdownTables(text).flatMap((table) => {
		const figures = figureTables[parseInt(table.section, 10)];
		if (!figures) return [`${resultsPage}: no CSV file is known for "${table.section}".`];
		const plain = withoutEmphasis(table);
		return wrongCells(resultsPage, plain, (row, column) => {
			const label = plain.rows[row].cells[0];
			if (column === 0) return label;
			const title = plain.columns[column];
			const figure = figures[title];
			if (!figure) return 'no such column';
			const key = JSON.stringify([table.section, title, label]);
			const text = computedCells.get(key) ?? figure(label);
			computedCells.set(key, text);
			return text;
		});
	});
}

/** By section, column and row: some cells have thousands of resamples. */
const computedCells = new Map<string, string>();

function wrongCells(
	file: string,
	{ columns, rows }: MarkdownTable,
	expected: (row: number, column: number) => string,
): string[] {
	return rows.flatMap(({ line, cells }, row) =>
		cells.flatMap((cell, column) => {
			const computed = tryText(() => expected(row, column));
			if (cell === computed) return [];
			const place = `${file}:${line}: row "${cells[0]}", column "${columns[column]}"`;
			return [`${place}: the cell is "${cell}", the CSV file gives "${computed}".`];
		}),
	);
}

/** A row or column that the CSV file does not have is a difference too. */
function tryText(compute: () => string): string {
	try {
		return compute();
	} catch (error) {
		return toMessage(error);
	}
}

const withoutEmphasis = ({ section, columns, rows }: MarkdownTable): MarkdownTable => ({
	section,
	columns,
	rows: rows.map(({ line, cells }) => ({
		line,
		cells: cells.map((cell) => cell.replaceAll('**', '')),
	})),
});

const readText = (file: string): string => readFileSync(file, 'utf8');
