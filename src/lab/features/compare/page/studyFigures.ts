/** The drawn sections of a study's report as figures. */
import { highest, lowest } from '#engine/core/statistics.ts';
import type { Figure, RowsPanel } from '#lab/page/charts/figure.ts';
import { valueRange } from '#lab/page/charts/scales.ts';
import type { StudyReport } from '#lab/study/report.ts';
import { resultParts, tickText, type IntervalColumn, type ReportPart } from '../model/table.ts';
import { studyFileWords } from '../words.ts';

/** A row is filled if its difference is told apart. */
export const reportFigures = (report: StudyReport): Figure[] =>
	resultParts(report).map(({ title, rows, columns }) => ({
		name: title,
		title,
		panels: columns.map((column) => rowsPanel(column, rows)),
		legend: [],
		switches: [],
	}));

function rowsPanel(column: IntervalColumn, groups: ReportPart['rows']): RowsPanel {
	const rows = groups.map(({ label, n }, i) => {
		const { estimate, color = 'var(--ink)', hollow = false } = column.cells[i] ?? {};
		const { mean: after = null, low = null, high = null } = estimate ?? {};
		return { label: studyFileWords.withN({ label, n }), color, hollow, after, low, high };
	});
	const known = rows
		.flatMap((row) => [row.after, row.low, row.high])
		.filter((value) => value !== null);
	return {
		kind: 'rows',
		title: `${column.title}, ${column.note}`,
		rows,
		range: valueRange(Math.min(0, lowest(known)), Math.max(0, highest(known))),
		unit: (value) => tickText(value, column.unit),
	};
}
