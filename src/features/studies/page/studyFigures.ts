/** A study's scores and differences as figures for files: a panel per measure. */
import type { Figure, RowsPanel } from '#page/charts/figure.ts';
import { valueRange } from '#page/charts/scales.ts';
import { words } from '#page/words/words.ts';
import { reportWords, studyFileWords } from '../words.en.ts';
import type { Estimate, Measure } from '../model/measures.ts';
import type { Comparison, StudyReport } from '../model/reportTypes.ts';
import { measureTitle } from '../report.en.ts';
import { tickText } from './plots/intervals.ts';

const text = reportWords;
const { withN, inCsv } = studyFileWords;

type Row = RowsPanel['rows'][number];

export function scoresFigure({ measures, groups }: StudyReport): Figure {
	const panels = measures.map((measure) => {
		const unit = text.units[measure.unit];
		const rows = groups.map(({ label, n, planned, figures }): Row => ({
			label: withN(label, text.nOf(n, planned)),
			color: 'var(--ink)',
			...ends(figures[measure.id]),
		}));
		return panel(measure, measure.better === 'lower' ? `${unit}, ${text.lower}` : unit, rows);
	});
	return { name: text.scores, title: text.scores, panels, legend: [], switches: [] };
}

/** Filled rows are told apart from zero. */
export function differencesFigure({ measures, comparisons }: StudyReport): Figure {
	const panels = measures.map((measure) => {
		const rows = comparisons.map((comparison) => differenceRow(comparison, measure.id));
		return panel(measure, text.unitsOfDifference[measure.unit], rows);
	});
	return { name: 'differences', title: text.differences, panels, legend: [], switches: [] };
}

const colors = { better: 'var(--good)', worse: 'var(--bad)' } as const;

function differenceRow(comparison: Comparison, id: string): Row {
	const { label, against, within, pairs, differences } = comparison;
	const found = differences.find(({ measure, bootstrap }) => measure === id && bootstrap.n > 0);
	const verdict = found?.verdict;
	const isDecided = verdict === 'better' || verdict === 'worse';
	return {
		label: withN(text.against(label, against, within), String(pairs)),
		color: isDecided ? colors[verdict] : 'var(--ink)',
		hollow: !isDecided,
		...ends(found?.bootstrap),
	};
}

const ends = (estimate: Estimate | null | undefined) => ({
	after: estimate?.mean ?? null,
	low: estimate?.low ?? null,
	high: estimate?.high ?? null,
});

function panel(measure: Measure, unit: string, rows: readonly Row[]): RowsPanel {
	const { mean, low, high } = words.files.chart;
	const title = measureTitle(measure);
	const known = rows
		.flatMap((row) => [row.after, row.low, row.high])
		.filter((value) => value !== null);
	return {
		kind: 'rows',
		title: `${title}, ${unit}`,
		rows,
		columns: { after: mean, low, high },
		values: inCsv(title, measure.unit),
		range: valueRange(Math.min(0, ...known), Math.max(0, ...known)),
		unit: (value) => tickText(value, measure.unit),
	};
}
