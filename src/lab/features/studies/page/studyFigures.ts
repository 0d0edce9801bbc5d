/** A study's scores, differences and frontier as figures. */
import { highest, lowest } from '#engine/core/statistics.ts';
import { chartFile } from '#lab/page/charts/chartFile.ts';
import type { Figure, PointsPanel, RowsPanel } from '#lab/page/charts/figure.ts';
import { valueRange } from '#lab/page/charts/scales.ts';
import { words } from '#lab/page/words/words.ts';
import type { Measure } from '../model/study.ts';
import type { StudyReport } from '../model/report.ts';
import type { ShelfGap } from '../model/shelf.ts';
import { frontierTitle, reportTitles } from '../reportText.ts';
import { studyFileWords } from '../words.ts';
import { answerPart, differencesPart, drawnForest } from '../model/comparisonParts.ts';
import { scoresPart, sharesPart } from '../model/groupParts.ts';
import { tickText, type IntervalColumn, type ReportPart } from '../model/part.ts';
import type { NamedSvg } from './report/headlessReport.ts';

const { withN, inCsv } = studyFileWords;

/**
 * All figures that the report has. A row is filled if its difference excludes zero. `gaps`: the
 * comparisons of a published answer.
 */
export function reportFigures(
	report: StudyReport,
	gaps: readonly ShelfGap[] = [],
	unit?: Measure['unit'],
): Figure[] {
	const { comparisons } = report;
	const scores = scoresPart(report);
	return [
		partFigure('answer', answerPart(gaps, unit)),
		partFigure('forest', drawnForest(report)),
		partFigure(scores.title, scores, ({ note }) => note),
		partFigure('shares', sharesPart(report), ({ note }) => note),
		partFigure('differences', comparisons.length > 0 ? differencesPart(report) : null),
		frontierFigure(report),
	].filter((figure) => figure !== null);
}

/** Each figure as an SVG file. Its words are text, not paths. */
export const figureFiles = (report: StudyReport): Promise<NamedSvg[]> =>
	Promise.all(
		reportFigures(report).map(async (figure) => {
			const about = studyFileWords.about({ title: report.title, finished: report.counts.finished });
			const { name, blob } = await chartFile('svg', figure, { stem: '', about, links: [] });
			return { name, text: await blob.text() };
		}),
	);

function partFigure(
	name: string,
	part: ReportPart | null,
	unitOf = ({ unit }: IntervalColumn) => reportTitles.differenceUnits[unit],
): Figure | null {
	if (!part || part.rows.length === 0) return null;
	const { title, rows, columns, table } = part;
	const rowsAre = table.columns[0].title || reportTitles.group;
	const panels = columns.map((column) => rowsPanel(column, unitOf(column), rows));
	return { name, title, panels, rowsAre, legend: [], switches: [] };
}

function frontierFigure(report: StudyReport): Figure | null {
	const panel = frontierPanel(report);
	const { frontier: title, group: rowsAre } = reportTitles;
	return panel && { name: title, title, panels: [panel], rowsAre, legend: [], switches: [] };
}

/** null: all groups have one of the two scores alike, so the points form a line. */
export function frontierPanel({ frontier }: Pick<StudyReport, 'frontier'>): PointsPanel | null {
	if (!frontier) return null;
	const differ = (axis: 'domain' | 'general') =>
		new Set(frontier.points.map(({ [axis]: { mean } }) => mean)).size > 1;
	if (!differ('domain') || !differ('general')) return null;
	const { mean, low, high } = words.files.chart;
	const makeAxis = (measure: Measure) => ({
		title: `${frontierTitle(measure)}, ${reportTitles.units[measure.unit]}`,
		unit: (value: number) => tickText(value, measure.unit),
	});
	return {
		kind: 'points',
		title: '',
		x: makeAxis(frontier.domain),
		y: makeAxis(frontier.general),
		columns: { mean, low, high },
		points: frontier.points.map(({ label, domainShare, domain, general, onFrontier }) => ({
			label,
			short: domainShare === null ? label : `${Number((100 * domainShare).toPrecision(3))} %`,
			x: domain,
			y: general,
			leads: onFrontier,
		})),
	};
}

function rowsPanel(column: IntervalColumn, unit: string, groups: ReportPart['rows']): RowsPanel {
	const rows = groups.map(({ label, n }, i) => {
		const { estimate, color = 'var(--ink)', hollow = false } = column.cells[i] ?? {};
		const { mean: after = null, low = null, high = null } = estimate ?? {};
		return { label: n === '' ? label : withN({ label, n }), color, hollow, after, low, high };
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
		values: inCsv({ measure: column.title, unit: column.unit }),
		range: valueRange(Math.min(0, lowest(known)), Math.max(0, highest(known))),
		unit: (value) => tickText(value, column.unit),
	};
}
