/** Rows and columns of a report's estimates: scores, differences, and scores by skill. */
import type { Table } from '#core/table.ts';
import { skillStyles, type SkillStyle } from '#page/charts/palette.ts';
import type { Estimate, Measure } from '../../model/measures.ts';
import type { Comparison } from '../../model/compare.ts';
import type { StudyReport } from '../../model/report.ts';
import { differencesTable, scoresTable, skillsTable } from '../../model/tables.ts';
import { measureTitle } from '../../report.en.ts';
import { reportWords as text } from '../../words.en.ts';

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
	readonly unit: Measure['unit'];
	/** The line under the title: the unit, and which direction is better. */
	readonly note: string;
	readonly style?: SkillStyle;
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
	title: text.scores,
	about: text.scoresAbout,
	table: scoresTable(report),
	rows: groupRows(report),
	columns: report.measures.map((measure) => ({
		...measureColumn(measure, text.units[measure.unit]),
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
		label: text.difference(label, against, within),
		n: String(pairs),
	})),
	columns: report.measures.map((measure) => ({
		...measureColumn(measure, text.differenceUnits[measure.unit]),
		cells: report.comparisons.map((comparison) => differenceCell(comparison, measure.id)),
	})),
	signed: true,
});

export function skillIntervals(report: StudyReport): IntervalFigure {
	const { skills, groups } = report;
	/** The colours and shapes that the workbench gives these skills. */
	const styles = skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);
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
			note: hasExact ? `${text.exact}, %` : `${text.loss}, ${text.units.nats}`,
			cells: groups.map((group) => {
				const { exact, loss, baseExact, baseLoss } = group.skills[i];
				const estimate = hasExact ? exact : loss;
				return estimate && { estimate, base: hasExact ? baseExact : baseLoss };
			}),
		})),
		narrow: true,
	};
}

const groupRows = ({ groups }: StudyReport) =>
	groups.map(({ label, n, planned }) => ({ label, n: text.nOf(n, planned) }));

const measureColumn = (measure: Measure, unitText: string) => ({
	id: measure.id,
	unit: measure.unit,
	title: measureTitle(measure),
	note: measure.better === 'lower' ? `${unitText}, ${text.lower}` : unitText,
});

const colors = { better: 'var(--good)', worse: 'var(--bad)' } as const;

function differenceCell({ differences }: Comparison, measure: string): IntervalCell | null {
	const found = differences.find((difference) => difference.measure === measure);
	if (!found || found.bootstrap.n === 0) return null;
	const { bootstrap, verdict, wins, ties, losses } = found;
	const isDecided = verdict === 'better' || verdict === 'worse';
	return {
		estimate: bootstrap,
		color: isDecided ? colors[verdict] : 'var(--ink)',
		hollow: !isDecided,
		note: `${text.verdicts[verdict]}; ${text.wins} ${wins}–${ties}–${losses}`,
	};
}
