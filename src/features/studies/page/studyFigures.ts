/** A study's scores, differences and frontier as figures. */
import { highest, lowest } from '#core/statistics.ts';
import { chartFile } from '#page/charts/chartFile.ts';
import type { Figure, PointsPanel, RowsPanel } from '#page/charts/figure.ts';
import { valueRange } from '#page/charts/scales.ts';
import { words } from '#page/words/words.ts';
import type { Measure } from '../model/measures.ts';
import type { StudyReport } from '../model/report.ts';
import { frontierTitle } from '../report.en.ts';
import { reportWords, studyFileWords } from '../words.en.ts';
import {
	differenceIntervals,
	forestIntervals,
	plannedIntervals,
	scoreIntervals,
	stepsIntervals,
	type IntervalColumn,
	type IntervalFigure,
} from './plots/intervalFigures.ts';
import type { NamedSvg } from './report/headlessReport.ts';
import { tickText } from './plots/numbers.ts';

const { withN, inCsv } = studyFileWords;

/** All figures that the report has. */
export const reportFigures = (report: StudyReport): Figure[] =>
	[
		plannedFigure(report),
		forestFigure(report),
		...stepsFigures(report),
		scoresFigure(report),
		differencesFigure(report),
		frontierFigure(report),
	].filter((figure) => figure !== null);

/** Each figure as an SVG file, whose text is text. */
export const figureFiles = (report: StudyReport): Promise<NamedSvg[]> =>
	Promise.all(
		reportFigures(report).map(async (figure) => {
			const about = studyFileWords.about(report.title, report.counts.finished);
			const { name, blob } = await chartFile('svg', figure, { stem: '', about, links: [] });
			return { name, text: await blob.text() };
		}),
	);

export function scoresFigure(report: StudyReport): Figure {
	const { title, rows, columns } = scoreIntervals(report);
	const panels = columns.map((column) => panel(column, column.note, rows));
	return { name: title, title, panels, legend: [], switches: [] };
}

/** A row is filled if its difference excludes zero. null: the report compares nothing. */
export function differencesFigure(report: StudyReport): Figure | null {
	if (report.comparisons.length === 0) return null;
	return intervalsFigure('differences', differenceIntervals(report));
}

/** Every policy against the reference. null: there are fewer than two others. */
export const forestFigure = (report: StudyReport): Figure | null =>
	intervalsFigure('forest', forestIntervals(report));

export const stepsFigures = ({ stepsToLoss }: StudyReport): Figure[] =>
	stepsToLoss.flatMap((steps) => {
		const figure = stepsIntervals(steps);
		return intervalsFigure(`steps-${steps.id}`, figure) ?? [];
	});

/** The comparisons that the study named beforehand. */
export const plannedFigure = ({ planned }: StudyReport): Figure | null =>
	intervalsFigure('planned', planned && plannedIntervals(planned));

function intervalsFigure(name: string, figure: IntervalFigure | null): Figure | null {
	if (!figure) return null;
	const { title, rows, columns } = figure;
	const units = reportWords.differenceUnits;
	const panels = columns.map((column) => panel(column, units[column.unit], rows));
	return { name, title, panels, legend: [], switches: [] };
}

export function frontierFigure(report: StudyReport): Figure | null {
	const panel = frontierPanel(report);
	const title = reportWords.frontier;
	return panel && { name: title, title, panels: [panel], legend: [], switches: [] };
}

/** null: the frontier has fewer than two points. */
export function frontierPanel({ frontier }: StudyReport): PointsPanel | null {
	if (!frontier || frontier.points.length < 2) return null;
	const { mean, low, high } = words.files.chart;
	const axisOf = (measure: Measure) => ({
		title: `${frontierTitle(measure)}, ${reportWords.units[measure.unit]}`,
		unit: (value: number) => tickText(value, measure.unit),
	});
	return {
		kind: 'points',
		title: '',
		x: axisOf(frontier.domain),
		y: axisOf(frontier.general),
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
