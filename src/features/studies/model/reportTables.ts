/** All tables of a report with their titles, and as LaTeX for a paper. */
import { styled, type Table } from '#core/table.ts';
import { measureTitle, reportTitles as titles } from '../report.en.ts';
import {
	forestRows,
	forestTable,
	plannedTable,
	stepsTable,
	stepsTitle,
} from './analysis/analysisTables.ts';
import type { StudyReport } from './report.ts';
import {
	costTable,
	differencesTable,
	frontierTable,
	gridTable,
	measuresTable,
	sharesTable,
	skillsTable,
} from './tables.ts';

export interface TitledTable {
	readonly title: string;
	readonly table: Table;
}

/** Without those that have no rows. */
export function reportTables(report: StudyReport): TitledTable[] {
	const { planned, reference, stepsToLoss, comparisons, grids } = report;
	const [measure] = report.measures;
	const tables: readonly { readonly title: string; readonly table: Table | null }[] = [
		{ title: titles.planned, table: planned && plannedTable(planned) },
		{
			title: titles.forest(reference),
			table: forestRows(report).length > 0 ? forestTable(report) : null,
		},
		...stepsToLoss.map((steps) => ({ title: stepsTitle(steps), table: stepsTable(steps) })),
		{ title: titles.scores, table: measuresTable(report) },
		{ title: titles.bySkill, table: skillsTable(report) },
		{ title: titles.differences, table: comparisons.length > 0 ? differencesTable(report) : null },
		{ title: titles.shares, table: sharesTable(report) },
		{ title: titles.frontier, table: frontierTable(report) },
		...grids.flatMap((grid) =>
			measure
				? [
						{
							title: titles.grid(grid.policy, measureTitle(measure)),
							table: gridTable(grid, measure),
						},
					]
				: [],
		),
		{ title: titles.cost, table: costTable(report) },
	];
	return tables.flatMap(({ title, table }) =>
		table && table.rows.length > 0 ? [{ title, table }] : [],
	);
}

/** Tables with the rules of booktabs. Names in other scripts need XeLaTeX or LuaLaTeX. */
export const studyLatex = (report: StudyReport): string =>
	[
		`% ${oneLine(report.title)}: tables made by Skillet.`,
		'% In the preamble: \\usepackage{booktabs}',
		...reportTables(report).map(latexTable),
	].join('\n\n') + '\n';

function latexTable({ title, table: { columns, rows } }: TitledTable): string {
	const line = (cells: readonly string[]) => `\t\t${cells.join(' & ')} \\\\`;
	const alignment = columns.map(({ kind }) => (kind === 'text' ? 'l' : 'r')).join('');
	return [
		'\\begin{table}',
		'\t\\centering',
		`\t\\caption{${escapeLatex(title)}}`,
		`\t\\begin{tabular}{${alignment}}`,
		'\t\t\\toprule',
		line(columns.map((column) => escapeLatex(column.title))),
		'\t\t\\midrule',
		...rows.map((row) => line(row.map(latexCell))),
		'\t\t\\bottomrule',
		'\t\\end{tabular}',
		'\\end{table}',
	].join('\n');
}

function latexCell(cell: Table['rows'][number][number]): string {
	if (cell === null) return '--';
	const { text, note, strong } = styled(cell);
	const main = escapeLatex(text);
	return [strong ? `\\textbf{${main}}` : main, ...(note ? [escapeLatex(note)] : [])].join('; ');
}

const latexBySign: Readonly<Record<string, string>> = {
	'\\': '\\textbackslash{}',
	'~': '\\textasciitilde{}',
	'^': '\\textasciicircum{}',
	'<': '\\textless{}',
	'>': '\\textgreater{}',
	'|': '\\textbar{}',
	'"': '\\textquotedbl{}',
	'−': '$-$',
	'±': '$\\pm$',
	'×': '$\\times$',
	'÷': '$\\div$',
	'–': '--',
	'·': '$\\cdot$',
	'’': "'",
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Names come from files: none of their characters is a command. */
export const escapeLatex = (text: string): string =>
	oneLine(text).replaceAll(
		/[\\~^<>|"−±×÷–·’&%$#_{}]/g,
		(character) => latexBySign[character] ?? `\\${character}`,
	);
