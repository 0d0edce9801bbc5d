/** A study's report in Markdown, for docs. */
import { styled, tableMarkdown, type Cell, type Table } from '#core/table.ts';
import { measureTitle, reportSentence, reportSentences, reportTitles } from '../report.en.ts';
import {
	forestRows,
	forestTable,
	plannedTable,
	stepsTable,
	stepsTitle,
} from './analysis/analysisTables.ts';
import { factorsLabel } from './factors.ts';
import type { StudyReport } from './report.ts';
import type { Factors } from './study.ts';
import {
	costTable,
	differencesTable,
	frontierTable,
	gridTable,
	scoresTable,
	sharesTable,
} from './tables.ts';

export function studyMarkdown(report: StudyReport): string {
	const { counts, origin, groups, planned, comparisons, failures, grids } = report;
	const warnings = [...report.warnings, ...comparisons.flatMap((pair) => pair.warnings)];
	const frontier = frontierTable(report);
	const shares = sharesTable(report);
	const [measure] = report.measures;
	const parts = [
		`# ${escape(report.title)}`,
		escape(report.about),
		reportTitles.counts(counts.finished, counts.planned, counts.failed),
		escape(reportTitles.origin(origin.models, origin.devices, origin.engines)),
		`${reportTitles.experiment} \`${origin.link}\``,
	];
	if (groups.length > 0)
		parts.push(
			section(reportTitles.scores, table(scoresTable(report))),
			section(reportTitles.cost, reportTitles.costAbout, table(costTable(report))),
		);
	if (shares) parts.push(section(reportTitles.shares, reportTitles.sharesAbout, table(shares)));
	if (planned) {
		const verdicts = planned.comparisons.map(({ message }) => reportSentence(message));
		parts.push(section(reportTitles.planned, table(plannedTable(planned)), list(verdicts)));
	}
	if (forestRows(report).length > 1)
		parts.push(section(escape(reportTitles.forest(report.reference)), table(forestTable(report))));
	for (const steps of report.stepsToLoss)
		parts.push(section(escape(stepsTitle(steps)), table(stepsTable(steps))));
	if (comparisons.length > 0) {
		const verdicts = comparisons.map(({ messages }) => reportSentences(messages));
		const differences = table(differencesTable(report));
		parts.push(section(reportTitles.differences, differences, list(verdicts)));
	}
	if (frontier) parts.push(section(reportTitles.frontier, table(frontier)));
	if (measure)
		for (const grid of grids) {
			const title = reportTitles.grid(grid.policy, measureTitle(measure));
			parts.push(section(escape(title), table(gridTable(grid, measure))));
		}
	if (warnings.length > 0)
		parts.push(section(reportTitles.warnings, list(warnings.map(reportSentence))));
	if (failures.length > 0) {
		const lines = failures.map(({ factors, message }) => `${cellLabel(factors)}: ${message}`);
		parts.push(section(reportTitles.failures, list(lines)));
	}
	if (report.notes.length > 0)
		parts.push(section(reportTitles.notes, list(report.notes.map(reportSentence))));
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
