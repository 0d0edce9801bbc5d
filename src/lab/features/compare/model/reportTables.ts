/** A report as Markdown. */
import { statementText } from '#engine/core/message.ts';
import { styled, tableMarkdown, type Cell, type Table } from '#engine/core/table.ts';
import { originText, reportSentence, reportTitles as titles } from '#lab/study/sentences.ts';
import { factorsLabel } from '#lab/study/factors.ts';
import type { StudyReport } from '#lab/study/report.ts';
import type { Factors } from '#lab/study/study.ts';
import { resultParts } from './table.ts';

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
