/** A study's scores and differences as figures for files: a panel per measure. */
import { highest, lowest } from '#core/statistics.ts';
import type { Figure, RowsPanel } from '#page/charts/figure.ts';
import { valueRange } from '#page/charts/scales.ts';
import { words } from '#page/words/words.ts';
import type { StudyReport } from '../model/reportTypes.ts';
import { reportWords, studyFileWords } from '../words.en.ts';
import {
	differenceIntervals,
	scoreIntervals,
	type IntervalColumn,
	type IntervalFigure,
} from './plots/intervalFigures.ts';
import { tickText } from './plots/numbers.ts';

const { withN, inCsv } = studyFileWords;

export function scoresFigure(report: StudyReport): Figure {
	const { title, rows, columns } = scoreIntervals(report);
	const panels = columns.map((column) => panel(column, column.note, rows));
	return { name: title, title, panels, legend: [], switches: [] };
}

/** Filled rows are told apart from zero. */
export function differencesFigure(report: StudyReport): Figure {
	const { title, rows, columns } = differenceIntervals(report);
	const units = reportWords.differenceUnits;
	const panels = columns.map((column) => panel(column, units[column.unit], rows));
	return { name: 'differences', title, panels, legend: [], switches: [] };
}

function panel(column: IntervalColumn, unit: string, groups: IntervalFigure['rows']): RowsPanel {
	const rows = groups.map(({ label, n }, i) => {
		const { estimate, color = 'var(--ink)', hollow = false } = column.cells[i] ?? {};
		const { mean: after = null, low = null, high = null } = estimate ?? {};
		return { label: withN(label, n), color, hollow, after, low, high };
	});
	const known = rows
		.flatMap((row) => [row.after, row.low, row.high])
		.filter((value) => value !== null);
	const { mean, low, high } = words.files.chart;
	return {
		kind: 'rows',
		title: `${column.title}, ${unit}`,
		rows,
		columns: { after: mean, low, high },
		values: inCsv(column.title, column.unit),
		range: valueRange(Math.min(0, lowest(known)), Math.max(0, highest(known))),
		unit: (value) => tickText(value, column.unit),
	};
}
