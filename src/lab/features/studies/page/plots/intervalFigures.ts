/** Rows and columns of a report's estimates: scores, differences, and scores by skill. */
import { numberColumn, textColumn, toTable, type Table } from '#engine/core/table.ts';
import { skillStyles, type SkillStyle } from '#lab/page/charts/palette.ts';
import type { Estimate, Measure, Unit } from '../../model/measures.ts';
import type { Comparison, Verdict } from '../../model/compare.ts';
import { isDecided, type PlannedVerdict } from '../../model/analysis/pairedTests.ts';
import type { PlannedReport } from '../../model/analysis/planned.ts';
import type { StepsReport } from '../../model/analysis/stepsToLoss.ts';
import {
	besideMeasures,
	forestDifference,
	forestMeasures,
	forestRows,
	forestTable,
	medianText,
	plannedTable,
	stepsTable,
	stepsTitle,
} from '../../model/analysis/analysisTables.ts';
import type { StudyReport } from '../../model/report.ts';
import type { ShelfDifference, ShelfGap } from '../../model/shelf.ts';
import {
	countText,
	differencesTable,
	scoresTable,
	sharedSkills,
	sharesTable,
	skillsTable,
	verdictTitle,
} from '../../model/tables.ts';
import { differenceValue, measureTitle } from '../../measureText.ts';
import { inBrackets, minusText, reportTitles } from '../../reportText.ts';
import { reportWords as text } from '../../words.ts';

export interface IntervalCell {
	readonly estimate: Estimate;
	/** Values of the single cells. */
	readonly points?: readonly number[];
	/** A reference value, drawn dashed. */
	readonly base?: number | null;
	readonly color?: string;
	readonly hollow?: boolean;
	/** More text, for example the verdict. */
	readonly note?: string;
}
export interface IntervalColumn {
	readonly id: string;
	readonly title: string;
	readonly unit: Unit;
	/** The line under the title: the unit, and which direction is better. */
	readonly note: string;
	readonly style?: SkillStyle;
	/** Fixed values on the axis, drawn dashed: a margin of equivalence. */
	readonly marks?: readonly number[];
	/** One per row. */
	readonly cells: readonly (IntervalCell | null)[];
}
export interface IntervalFigure {
	readonly title: string;
	/** How to read the drawing, and how to read the table. */
	readonly about: string;
	readonly tableAbout?: string;
	readonly table: Table;
	readonly rows: readonly { readonly label: string; readonly n: string }[];
	readonly columns: readonly IntervalColumn[];
	/** Differences: numbers have signs, and every axis includes 0. */
	readonly signed?: boolean;
	/** Narrow columns, because there are many. */
	readonly narrow?: boolean;
}

export const scoreIntervals = (report: StudyReport): IntervalFigure => ({
	title: reportTitles.scores,
	about: text.scoresAbout,
	table: scoresTable(report),
	rows: groupRows(report),
	columns: report.measures.map((measure) => ({
		...measureColumn(measure, reportTitles.units[measure.unit]),
		cells: report.groups.map(({ figures, cells }) => {
			const estimate = figures[measure.id];
			if (!estimate) return null;
			return { estimate, points: cells.flatMap(({ values }) => values[measure.id] ?? []) };
		}),
	})),
});

export const differenceIntervals = (report: StudyReport): IntervalFigure => ({
	title: text.pairedDifferences,
	about: text.differencesAbout,
	tableAbout: text.differencesTableAbout,
	table: differencesTable(report),
	rows: report.comparisons.map(({ label, against, within, pairs }) => ({
		label: text.difference({ label, against, within: inBrackets(within) }),
		n: String(pairs),
	})),
	columns: report.measures.map((measure) => ({
		...measureColumn(measure, reportTitles.differenceUnits[measure.unit]),
		cells: report.comparisons.map((comparison) => differenceCell(comparison, measure.id)),
	})),
	signed: true,
});

/** The comparisons that the study named beforehand, with Student's intervals. */
export function plannedIntervals(planned: PlannedReport): IntervalFigure {
	const { measures, margin, comparisons } = planned;
	const [first] = measures;
	return {
		title: reportTitles.planned,
		about: text.plannedAbout({ hasMargin: margin !== null }),
		table: plannedTable(planned),
		rows: comparisons.map(({ label, against, on, n }) => ({
			label: minusText(label, against, on),
			n: String(n),
		})),
		columns: [
			{
				...measureColumn(first, reportTitles.differenceUnits[first.unit]),
				title: measures.map(measureTitle).join(', '),
				...(margin !== null && { marks: [-margin, margin] }),
				cells: comparisons.map(({ test, mean, n, verdict }): IntervalCell | null => {
					if (mean === null) return null;
					const { low = null, high = null } = test ?? {};
					return {
						estimate: { mean, low, high, n },
						...toLook(verdict),
						note: reportTitles.plannedVerdicts[verdict],
					};
				}),
			},
			...besideMeasures(planned).map((measure) => ({
				...measureColumn(measure, reportTitles.differenceUnits[measure.unit]),
				cells: comparisons.map(({ beside, n }): IntervalCell | null => {
					const found = beside.find((other) => other.measure.id === measure.id);
					if (!found) return null;
					const { test, verdict } = found;
					const { mean, low, high } = test;
					return {
						estimate: { mean, low, high, n },
						...toLook(verdict),
						note: reportTitles.plannedVerdicts[verdict],
					};
				}),
			})),
		],
		signed: true,
	};
}

/**
 * The comparisons that a published answer counts, over all models of the study. null: the study's
 * own comparisons are the same ones.
 */
export function answerIntervals(
	gaps: readonly ShelfGap[],
	planned: PlannedReport,
): IntervalFigure | null {
	const { measures, comparisons } = planned;
	if (gaps.length === 0 || gaps.length >= comparisons.length) return null;
	const [outcome] = measures;
	const beside = besideMeasures(planned).filter(({ id }) => gaps.some((gap) => gap.beside[id]));
	const columns: readonly { measure: Measure; read: (gap: ShelfGap) => ShelfDifference | null }[] =
		[
			{ measure: outcome, read: (gap) => gap },
			...beside.map((measure) => ({
				measure,
				read: (gap: ShelfGap) => gap.beside[measure.id] ?? null,
			})),
		];
	const countPairs = (gap: ShelfGap) =>
		comparisons
			.filter(({ label }) => label.startsWith(`${gap.label} · `))
			.reduce((sum, { n }) => sum + n, 0);
	const rows = gaps.map((gap) => ({
		gap,
		label: minusText(gap.label, gap.against, null),
		n: countPairs(gap),
	}));
	const unitOf = ({ unit }: Measure) => reportTitles.differenceUnits[unit];
	const cellText = ({ mean, low, high }: ShelfDifference, { unit }: Measure) =>
		reportTitles.interval({
			mean: differenceValue(mean, unit),
			low: differenceValue(low, unit),
			high: differenceValue(high, unit),
		});
	return {
		title: text.answered,
		about: text.answeredAbout,
		table: toTable(rows, [
			[textColumn('comparison', reportTitles.comparison), ({ label }) => label],
			[numberColumn('n', reportTitles.n), ({ n }) => String(n)],
			...columns.map(({ measure, read }, i) => {
				const title =
					i === 0
						? reportTitles.differenceWith95({ unit: unitOf(measure) })
						: `${measureTitle(measure)}, ${unitOf(measure)}`;
				return [
					numberColumn(measure.id, title),
					({ gap }: (typeof rows)[number]) => {
						const found = read(gap);
						return found && cellText(found, measure);
					},
				] as const;
			}),
			[
				textColumn('verdict', reportTitles.verdict),
				({ gap }) => reportTitles.plannedVerdicts[gap.verdict],
			],
		]),
		rows: rows.map(({ label, n }) => ({ label, n: String(n) })),
		columns: columns.map(({ measure, read }) => ({
			...measureColumn(measure, unitOf(measure)),
			cells: rows.map(({ gap, n }): IntervalCell | null => {
				const found = read(gap);
				if (!found) return null;
				const { mean, low, high, verdict } = found;
				return {
					estimate: { mean, low, high, n },
					...toLook(verdict),
					note: reportTitles.plannedVerdicts[verdict],
				};
			}),
		})),
		signed: true,
	};
}

/** More rows are no picture: the table of differences has them. */
const mostRows = 40;

/** A forest plot: every policy against the reference in the first measure. */
export function forestIntervals(report: StudyReport): IntervalFigure | null {
	const [measure] = report.measures;
	const rows = forestRows(report);
	if (!measure || rows.length < 2 || rows.length > mostRows) return null;
	return {
		title: reportTitles.forest({ reference: report.reference }),
		about: text.forestAbout,
		table: forestTable(report),
		rows: rows.map(({ label, bootstrap }) => ({ label, n: String(bootstrap.n) })),
		columns: forestMeasures(report).map((shown) => ({
			...measureColumn(shown, reportTitles.differenceUnits[shown.unit]),
			cells: rows.map((row) => {
				const found = forestDifference(row, shown);
				if (!found) return null;
				const { bootstrap, student, isSupported, verdict } = found;
				const { mean, n } = bootstrap;
				return {
					estimate: { mean, n, low: student?.low ?? null, high: student?.high ?? null },
					...toLook(isSupported ? verdict : 'undecided'),
					note: verdictTitle(found),
				};
			}),
		})),
		signed: true,
	};
}

/** How many times fewer steps to a loss than the reference policy needs. */
export function stepsIntervals(steps: StepsReport): IntervalFigure | null {
	const rows = steps.rows.filter(({ isReference }) => !isReference);
	if (rows.length === 0) return null;
	return {
		title: stepsTitle(steps),
		about: text.stepsAbout({ reference: steps.reference }),
		table: stepsTable(steps),
		rows: rows.map(({ label, reached, n }) => ({
			label,
			n: reportTitles.reachedOf({ reached, n }),
		})),
		columns: [
			{
				id: 'ratio',
				unit: 'ratio',
				title: reportTitles.fewerSteps({ reference: steps.reference }),
				note: '',
				marks: [1],
				cells: rows.map(({ ratio, reached, n, ...row }) => {
					const note = text.stepsNote({
						reached: reportTitles.reachedOf({ reached, n }),
						median: medianText(row),
					});
					return ratio && { estimate: ratio, note };
				}),
			},
		],
	};
}

export function skillIntervals(report: StudyReport): IntervalFigure {
	const { skills, groups } = report;
	const styles = stylesOnWorkbench(report);
	return {
		title: text.skills,
		about: text.skillsAbout,
		table: skillsTable(report),
		rows: groupRows(report),
		columns: skills.map(({ id, name, hasExact }, i) => ({
			id,
			unit: hasExact ? 'share' : 'nats',
			title: name,
			style: styles[i],
			note: hasExact ? `${text.exact}, %` : `${reportTitles.loss}, ${reportTitles.units.nats}`,
			cells: groups.map((group) => {
				const { exact, loss, baseExact, baseLoss } = group.skills[i];
				const estimate = hasExact ? exact : loss;
				return estimate && { estimate, base: hasExact ? baseExact : baseLoss };
			}),
		})),
		narrow: true,
	};
}

/** The shares that each policy requested; null: no result has them. */
export function shareIntervals(report: StudyReport): IntervalFigure | null {
	const table = sharesTable(report);
	const shared = sharedSkills(report);
	const styles = stylesOnWorkbench(report);
	return (
		table && {
			title: reportTitles.shares,
			about: text.sharesAbout,
			tableAbout: reportTitles.sharesAbout,
			table,
			rows: groupRows(report),
			columns: shared.map(([i, { id, name }]) => ({
				id,
				unit: 'share',
				title: name,
				style: styles[i],
				note: reportTitles.units.share,
				marks: [1 / shared.length],
				cells: report.groups.map((group) => {
					const { requested } = group.skills[i].shares;
					return requested && { estimate: requested };
				}),
			})),
			narrow: true,
		}
	);
}

/** The colours and shapes that the workbench gives these skills. */
const stylesOnWorkbench = ({ skills }: StudyReport) =>
	skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);

const groupRows = ({ groups }: StudyReport) =>
	groups.map(({ label, n, planned }) => ({ label, n: countText({ n, planned }) }));

const measureColumn = (measure: Measure, unitText: string) => ({
	id: measure.id,
	unit: measure.unit,
	title: measureTitle(measure),
	note: measure.better === 'lower' ? `${unitText}, ${text.lower}` : unitText,
});

/** Filled and coloured: told apart after the correction. */
const toLook = (verdict: Verdict | PlannedVerdict): Pick<IntervalCell, 'color' | 'hollow'> =>
	isDecided(verdict)
		? { color: verdict === 'better' ? 'var(--good)' : 'var(--bad)', hollow: false }
		: { color: 'var(--ink)', hollow: true };

function differenceCell({ differences }: Comparison, measure: string): IntervalCell | null {
	const found = differences.find((difference) => difference.measure === measure);
	if (!found || found.bootstrap.n === 0) return null;
	const { bootstrap, verdict, wins, ties, losses, isSupported } = found;
	return {
		estimate: bootstrap,
		...toLook(isSupported ? verdict : 'undecided'),
		note: `${verdictTitle(found)}; ${text.wins} ${wins}–${ties}–${losses}`,
	};
}
