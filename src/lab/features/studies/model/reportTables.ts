/** The results of a report as Markdown for docs, and as LaTeX for a paper. */
import { statementText } from '#engine/core/message.ts';
import { styled, tableMarkdown, type Cell, type Table } from '#engine/core/table.ts';
import { originText, reportSentence, reportTitles as titles } from '#lab/study/sentences.ts';
import { factorsLabel } from '#lab/study/factors.ts';
import type { StudyReport } from '#lab/study/report.ts';
import type { Factors } from '#lab/study/study.ts';
import { resultParts } from './table.ts';

interface TitledTable {
	readonly title: string;
	readonly table: Table;
}

/** Tables with the rules of booktabs. Names in other scripts need XeLaTeX or LuaLaTeX. */
export const studyLatex = (report: StudyReport): string =>
	[
		`% ${oneLine(report.title)}: tables made by Skillet.`,
		'% In the preamble: \\usepackage{booktabs, graphicx}',
		...resultParts(report).flatMap(narrowTables).flatMap(shortTables).map(latexTable),
	].join('\n\n') + '\n';

/** The number of columns that fit on a page. */
const mostColumns = 8;

/** A wide table as several, each with the first column. */
function narrowTables({ title, table: { columns, rows } }: TitledTable): TitledTable[] {
	const tables: TitledTable[] = [];
	for (let from = 1; from < Math.max(2, columns.length); from += mostColumns - 1) {
		const cut = <T>(list: readonly T[]): T[] => [
			list[0],
			...list.slice(from, from + mostColumns - 1),
		];
		tables.push({ title, table: { columns: cut(columns), rows: rows.map(cut) } });
	}
	return tables;
}

/** The number of rows that fit on a page. */
const mostRows = 38;

/** A long table as several. */
function shortTables({ title, table: { columns, rows } }: TitledTable): TitledTable[] {
	const tables: TitledTable[] = [];
	for (let from = 0; from < Math.max(1, rows.length); from += mostRows)
		tables.push({ title, table: { columns, rows: rows.slice(from, from + mostRows) } });
	return tables;
}

/** LaTeX: the natural width of a table, but at most the width of the line. */
const fitted = '\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi';

function latexTable({ title, table: { columns, rows } }: TitledTable): string {
	const line = (cells: readonly string[]) => `\t\t${cells.join(' & ')} \\\\`;
	const alignment = columns.map(({ kind }) => (kind === 'text' ? 'l' : 'r')).join('');
	return [
		'\\begin{table}',
		'\t\\centering',
		`\t\\caption{${escapeLatex(title)}}`,
		`\t\\resizebox{${fitted}}{!}{\\begin{tabular}{${alignment}}`,
		'\t\t\\toprule',
		line(columns.map((column) => escapeLatex(column.title))),
		'\t\t\\midrule',
		...rows.map((row) => line(row.map(latexCell))),
		'\t\t\\bottomrule',
		'\t\\end{tabular}}',
		'\\end{table}',
	].join('\n');
}

function latexCell(cell: Table['rows'][number][number]): string {
	if (cell === null) return '--';
	const { text, note, strong } = styled(cell);
	const main = escapeLatex(text);
	return [strong ? `\\textbf{${main}}` : main, ...(note ? [escapeLatex(note)] : [])].join('; ');
}

/** Letters with their commands. */
const greek =
	'αalpha βbeta γgamma δdelta εvarepsilon ηeta θtheta κkappa λlambda μmu ρrho σsigma τtau χchi ' +
	'ΔDelta ΣSigma';
const latexBySign: Readonly<Record<string, string>> = {
	'\\': '\\textbackslash{}',
	'~': '\\textasciitilde{}',
	'^': '\\textasciicircum{}',
	'<': '\\textless{}',
	'>': '\\textgreater{}',
	'|': '\\textbar{}',
	// \textquotedbl is an error in LaTeX's default encoding.
	'"': "''",
	'−': '$-$',
	'±': '$\\pm$',
	'×': '$\\times$',
	'÷': '$\\div$',
	'–': '--',
	'·': '$\\cdot$',
	'’': "'",
	'‘': '`',
	'“': '``',
	'”': "''",
	'—': '---',
	'…': '\\ldots{}',
	'≈': '$\\approx$',
	'≤': '$\\leq$',
	'≥': '$\\geq$',
	'≠': '$\\neq$',
	'→': '$\\rightarrow$',
	'←': '$\\leftarrow$',
	'↑': '$\\uparrow$',
	'↓': '$\\downarrow$',
	'√': '$\\surd$',
	'∞': '$\\infty$',
	'✓': '$\\surd$',
	'✗': '$\\times$',
	...Object.fromEntries(greek.split(' ').map((pair) => [pair[0], `$\\${pair.slice(1)}$`])),
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Names come from files: none of their characters is a command. */
export const escapeLatex = (text: string): string =>
	oneLine(text).replaceAll(/[\\~^<>|"&%$#_{}]|[^\p{ASCII}]/gu, (character) => {
		const command = latexBySign[character];
		if (command !== undefined) return command;
		if (/[&%$#_{}]/.test(character)) return `\\${character}`;
		// Letters, for example of Chinese names, stay for XeLaTeX. LaTeX has no other sign.
		return /[\p{L}\p{M}\p{N}]/u.test(character) ? character : '?';
	});

export function studyMarkdown(report: StudyReport): string {
	const { origin, comparisons, failures } = report;
	const { finished, planned, failed } = report.counts;
	const findings = comparisons.flatMap(({ differences: [first] }) => first ?? []);
	const warnings = [...report.warnings, ...comparisons.flatMap((pair) => pair.warnings)];
	const parts = [
		`# ${escape(report.title)}`,
		escape(report.about),
		titles.counts({ finished, planned, failed }),
		escape(originText(origin)),
		`${titles.experiment} \`${origin.link}\``,
		section({
			title: titles.findings,
			lines: findings.map((values) => reportSentence({ id: 'finding', values })),
		}),
		...resultParts(report).map(section),
		section({ title: titles.warnings, lines: warnings.map(reportSentence) }),
		section({
			title: titles.failures,
			lines: failures.map(
				({ factors, message }) => `${cellLabel(factors)}: ${statementText(message)}`,
			),
		}),
		section({ title: titles.notes, lines: report.notes.map(reportSentence) }),
	];
	return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

interface Section {
	readonly title: string;
	/** Stands before the table. */
	readonly about?: string;
	readonly table?: Table | null;
	readonly lines?: readonly string[] | undefined;
}

/** Empty without a row or a line. */
function section({ title, about = '', table, lines = [] }: Section): string {
	const rows = table && table.rows.length > 0 ? tableText(table) : '';
	if (rows === '' && lines.length === 0) return '';
	const listed = lines.map((line) => `- ${escape(line)}`).join('\n');
	return [`## ${escape(title)}`, about, rows, listed].filter((part) => part !== '').join('\n\n');
}

/** The policy is first and the seed is last. */
const cellLabel = (factors: Factors): string =>
	factorsLabel(factors, [
		'policy',
		...Object.keys(factors).filter((id) => id !== 'policy' && id !== 'seed'),
		'seed',
	]);

/** Aligns all columns left. Numbers have an ASCII minus and no thousands separators. */
const tableText = ({ columns, rows }: Table): string =>
	tableMarkdown({
		columns: columns.map((column) => ({ ...column, title: escape(column.title), kind: 'text' })),
		rows: rows.map((row) =>
			row.map((cell, i) => {
				const text = escape(cellText(cell));
				return columns[i].kind === 'number' ? plainNumbers(text) : text;
			}),
		),
	});

const plainNumbers = (text: string): string =>
	text.replaceAll('−', '-').replaceAll(/(?<=\d),(?=\d{3})/g, '');

function cellText(cell: Cell): string {
	if (cell === null) return '–';
	const { text, note, strong } = styled(cell);
	return [strong ? `**${text}**` : text, ...(note === undefined ? [] : [note])].join('; ');
}

/** Names come from files, so they must not become markup or end a line. */
const escape = (text: string): string =>
	text
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/[\r\n]+/g, ' ');
