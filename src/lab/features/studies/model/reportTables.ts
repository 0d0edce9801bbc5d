/** A report as tables with titles, as Markdown for docs, and as LaTeX for a paper. */
import { styled, tableMarkdown, type Cell, type Table } from '#engine/core/table.ts';
import { titleInside } from '../measureText.ts';
import { reportSentence, reportSentences } from '../reportSentence.ts';
import { originText, reportTitles as titles } from '../reportText.ts';
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
	scoresTable,
	sharesTable,
	skillsTable,
} from './tables.ts';
import { factorsLabel } from './factors.ts';
import type { Factors } from './study.ts';

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
			title: titles.forest({ reference }),
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
							title: titles.grid({ policy: grid.policy, measure: titleInside(measure) }),
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
		...reportTables(report).flatMap(narrowTables).map(latexTable),
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
	α: '$\\alpha$',
	β: '$\\beta$',
	γ: '$\\gamma$',
	δ: '$\\delta$',
	ε: '$\\varepsilon$',
	η: '$\\eta$',
	θ: '$\\theta$',
	κ: '$\\kappa$',
	λ: '$\\lambda$',
	μ: '$\\mu$',
	ρ: '$\\rho$',
	σ: '$\\sigma$',
	τ: '$\\tau$',
	χ: '$\\chi$',
	Δ: '$\\Delta$',
	Σ: '$\\Sigma$',
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
	const { counts, origin, groups, planned, comparisons, failures, grids } = report;
	const warnings = [...report.warnings, ...comparisons.flatMap((pair) => pair.warnings)];
	const frontier = frontierTable(report);
	const shares = sharesTable(report);
	const [measure] = report.measures;
	const parts = [
		`# ${escape(report.title)}`,
		escape(report.about),
		titles.counts({ finished: counts.finished, planned: counts.planned, failed: counts.failed }),
		escape(originText(origin)),
		`${titles.experiment} \`${origin.link}\``,
	];
	if (groups.length > 0)
		parts.push(
			section(titles.scores, table(scoresTable(report))),
			section(titles.cost, titles.costAbout, table(costTable(report))),
		);
	if (shares) parts.push(section(titles.shares, titles.sharesAbout, table(shares)));
	if (planned) {
		const verdicts = planned.comparisons.map(({ message }) => reportSentence(message));
		parts.push(section(titles.planned, table(plannedTable(planned)), list(verdicts)));
	}
	if (forestRows(report).length > 1)
		parts.push(
			section(escape(titles.forest({ reference: report.reference })), table(forestTable(report))),
		);
	for (const steps of report.stepsToLoss)
		parts.push(section(escape(stepsTitle(steps)), table(stepsTable(steps))));
	if (comparisons.length > 0) {
		const verdicts = comparisons.map(({ messages }) => reportSentences(messages));
		const differences = table(differencesTable(report));
		parts.push(section(titles.differences, differences, list(verdicts)));
	}
	if (frontier) parts.push(section(titles.frontier, table(frontier)));
	if (measure)
		for (const grid of grids) {
			const title = titles.grid({ policy: grid.policy, measure: titleInside(measure) });
			parts.push(section(escape(title), table(gridTable(grid, measure))));
		}
	if (warnings.length > 0) parts.push(section(titles.warnings, list(warnings.map(reportSentence))));
	if (failures.length > 0) {
		const lines = failures.map(({ factors, message }) => `${cellLabel(factors)}: ${message}`);
		parts.push(section(titles.failures, list(lines)));
	}
	if (report.notes.length > 0)
		parts.push(section(titles.notes, list(report.notes.map(reportSentence))));
	return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

const section = (title: string, ...parts: readonly string[]): string =>
	[`## ${title}`, ...parts].join('\n\n');

/** The policy is first and the seed is last. */
const cellLabel = (factors: Factors): string =>
	factorsLabel(factors, [
		'policy',
		...Object.keys(factors).filter((id) => id !== 'policy' && id !== 'seed'),
		'seed',
	]);

const list = (lines: readonly string[]): string =>
	lines.map((line) => `- ${escape(line)}`).join('\n');

/** Aligns all columns left. Numbers have an ASCII minus and no thousands separators. */
const table = ({ columns, rows }: Table): string =>
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
