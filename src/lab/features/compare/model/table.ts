/**
 * The results of a report as one table: a row per group, and columns in sections. Columns that are
 * estimates can be drawn too. Also the numbers of reports as text and as shades.
 */
import { highest, lowest } from '#engine/core/statistics.ts';
import { numberColumn, textColumn, toTable, type Cell, type Column } from '#engine/core/table.ts';
import { skillStyles, type SkillStyle } from '#lab/page/charts/palette.ts';
import { fixed } from '#languages/format.ts';
import {
	differenceValue,
	measureTitle,
	pText,
	reportTitles as titles,
} from '#lab/study/sentences.ts';
import { reportWords as words } from '../words.ts';
import type { Verdict } from '#lab/study/compare.ts';
import type { ReportGroup } from '#lab/study/groups.ts';
import type { Estimate } from '#lab/study/measures.ts';
import { isDecided } from '#lab/study/pairedTests.ts';
import type { StudyReport } from '#lab/study/report.ts';
import type { Measure, MeasureId } from '#lab/study/study.ts';

export const sections = ['differences', 'scores', 'skills', 'shares'] as const;
export type Section = (typeof sections)[number];

type Unit = Measure['unit'];

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
interface Axis {
	readonly title: string;
	readonly unit: Unit;
	/** The line under the title: the unit, and which direction is better. */
	readonly note: string;
	readonly style?: SkillStyle;
	/** Fixed values on the axis, drawn dashed. */
	readonly marks?: readonly number[];
	readonly draw: (group: ReportGroup) => IntervalCell | null;
}
/** A column of the table, and how it is drawn. Columns without an axis are only in the table. */
type ResultColumn = readonly [column: Column, cell: (group: ReportGroup) => Cell, axis?: Axis];

export type ReportPart = Readonly<ReturnType<typeof resultPart>>;
export type IntervalColumn = ReportPart['columns'][number];

const columnsOf: Readonly<Record<Section, (report: StudyReport) => readonly ResultColumn[]>> = {
	differences: differenceColumns,
	scores: scoreColumns,
	skills: skillColumns,
	shares: shareColumns,
};

/** A section of the results, with its rows: groups that have a difference, or all. */
export function resultPart(report: StudyReport, section: Section) {
	const { groups, comparisons } = report;
	const isDifference = section === 'differences';
	const rows = isDifference
		? groups.filter(({ label }) => comparisons.some(({ groups: [name] }) => name === label))
		: groups;
	const columns = columnsOf[section](report);
	return {
		title: titles.sections[section],
		about: titles.about[section],
		/** Differences: numbers have signs, and every axis includes 0. */
		signed: isDifference,
		/** Narrow columns, because there are many. */
		narrow: section === 'skills' || section === 'shares',
		table: toTable<ReportGroup>(rows, [
			[textColumn('group', ''), ({ label }) => label],
			[numberColumn('n', titles.n), countText],
			...columns.map(([column, cell]) => [column, cell] as const),
		]),
		rows: rows.map((group) => ({ label: group.label, n: countText(group) })),
		columns: columns.flatMap(([{ id }, , axis]) => {
			if (!axis) return [];
			const { draw, ...others } = axis;
			return [{ id, ...others, cells: rows.map(draw) }];
		}),
	};
}

/** The sections that have a row and a column. */
export const resultParts = (report: StudyReport): ReportPart[] =>
	sections
		.map((section) => resultPart(report, section))
		.filter(({ table }) => table.rows.length > 0 && table.columns.length > 2);

/** `3`, or `2 of 3` if cells are missing. */
const countText = ({ n, planned }: ReportGroup): string =>
	n === planned ? String(n) : titles.nOf({ n, planned });

/** Measures beside the first that the drawing of differences has too. */
const drawnBeside: ReadonlySet<MeasureId> = new Set(['withoutRecall', 'loss']);

/** The differences from each reference in each measure, with p and verdict of the first one. */
function differenceColumns({ comparisons, measures }: StudyReport): ResultColumn[] {
	const references = [...new Set(comparisons.map(({ against }) => against))];
	return references.flatMap((against) => {
		const findingOf = (group: ReportGroup, { id }: Measure) =>
			comparisons
				.find((pair) => pair.against === against && pair.groups[0] === group.label)
				?.differences.find(({ measure, n }) => measure.id === id && n > 0);
		return measures.flatMap((measure, i): ResultColumn[] => {
			const unit = titles.differenceUnits[measure.unit];
			const title = titles.minus({ measure: measureTitle(measure), against, unit });
			const id = `${measure.id} − ${against}`;
			const isDrawn = i === 0 || drawnBeside.has(measure.id);
			const cell = (group: ReportGroup): Cell => {
				const found = findingOf(group, measure);
				if (!found) return null;
				const text = estimateText(found, measure.unit, differenceValue);
				return { text, strong: isDecided(found.verdict), title: titles.verdicts[found.verdict] };
			};
			const axis: Axis = {
				unit: measure.unit,
				title: references.length === 1 ? measureTitle(measure) : title,
				note: measure.better === 'lower' ? `${unit}, ${words.lower}` : unit,
				draw(group) {
					const found = findingOf(group, measure);
					if (!found) return null;
					return {
						estimate: found,
						...lookOf(found.verdict),
						note: titles.verdicts[found.verdict],
					};
				},
			};
			const column = numberColumn(id, title);
			const difference: ResultColumn = isDrawn ? [column, cell, axis] : [column, cell];
			if (i > 0) return [difference];
			const p = (group: ReportGroup): Cell => {
				const { adjusted = null } = findingOf(group, measure) ?? {};
				return adjusted === null ? null : pText(adjusted);
			};
			const verdict = (group: ReportGroup): Cell => {
				const found = findingOf(group, measure);
				return found ? titles.verdicts[found.verdict] : null;
			};
			return [
				difference,
				[numberColumn(`p ${id}`, titles.holm), p],
				[textColumn(`verdict ${id}`, titles.verdict), verdict],
			];
		});
	});
}

/** Filled and coloured: told apart. */
const lookOf = (verdict: Verdict): Pick<IntervalCell, 'color' | 'hollow'> =>
	isDecided(verdict)
		? { color: verdict === 'better' ? 'var(--good)' : 'var(--bad)', hollow: false }
		: { color: 'var(--ink)', hollow: true };

function scoreColumns({ measures }: StudyReport): ResultColumn[] {
	return measures.map((measure) => {
		const { id, unit, better } = measure;
		const unitText = titles.units[unit];
		return [
			numberColumn(id, `${measureTitle(measure)}, ${unitText}`),
			({ figures, n }) => estimateCell(figures[id], unit, n),
			{
				unit,
				title: measureTitle(measure),
				note: better === 'lower' ? `${unitText}, ${words.lower}` : unitText,
				draw: ({ figures: { [id]: estimate }, cells }) =>
					estimate ? { estimate, points: cells.flatMap(({ values }) => values[id] ?? []) } : null,
			},
		];
	});
}

/** The exact match of each skill, or else its loss. */
function skillColumns(report: StudyReport): ResultColumn[] {
	const { nats, share } = titles.units;
	const styles = stylesOnWorkbench(report);
	return report.skills.map(({ id, name, unit: counted }, index) => {
		const hasExact = counted !== 'loss';
		const unit = hasExact ? 'share' : 'nats';
		const note = hasExact ? share : `${titles.loss}, ${nats}`;
		const estimateOf = ({ skills }: ReportGroup) => skills[index][hasExact ? 'exact' : 'loss'];
		return [
			numberColumn(id, hasExact ? `${name}, ${note}` : `${name}: ${note}`),
			(group) => estimateCell(estimateOf(group), unit, group.n),
			{
				title: name,
				style: styles[index],
				unit,
				note,
				draw(group) {
					const { baseExact, baseLoss } = group.skills[index];
					const estimate = estimateOf(group);
					return estimate && { estimate, base: hasExact ? baseExact : baseLoss };
				},
			},
		];
	});
}

/** The mean shares that the policies requested. */
function shareColumns(report: StudyReport): ResultColumn[] {
	// Early results have no shares.
	const shared = [...report.skills.entries()].filter(([i]) =>
		report.groups.some((group) => group.skills[i].share?.mean),
	);
	const styles = stylesOnWorkbench(report);
	return shared.map(([i, { id, name }]) => [
		numberColumn(id, `${name}, ${titles.units.share}`),
		({ skills, n }) => estimateCell(skills[i].share, 'share', n),
		{
			unit: 'share',
			title: name,
			style: styles[i],
			note: titles.units.share,
			marks: [1 / shared.length],
			draw({ skills }) {
				const { share } = skills[i];
				return share && { estimate: share };
			},
		},
	]);
}

/** The colours and shapes that the workbench gives these skills. */
const stylesOnWorkbench = ({ skills }: StudyReport) =>
	skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);

type Write = (value: number, unit: Unit) => string;

/** The mean with its interval and n. */
export const estimateWithN = (estimate: Estimate, unit: Unit, write?: Write): string =>
	titles.withN({ text: estimateText(estimate, unit, write), n: estimate.n });

function estimateText(
	{ mean, low, high }: Omit<Estimate, 'n'>,
	unit: Unit,
	write: Write = valueText,
): string {
	const written = (value: number) => write(value, unit);
	if (low === null || high === null) return written(mean);
	return titles.interval({ mean: written(mean), low: written(low), high: written(high) });
}

/** Adds n if it is not the group's. */
function estimateCell(estimate: Estimate | null | undefined, unit: Unit, groupN: number): Cell {
	if (!estimate) return null;
	return estimate.n === groupN ? estimateText(estimate, unit) : estimateWithN(estimate, unit);
}

/** Shares in per cent with one digit; `digits` applies to nats. */
const valueText = (value: number, unit: Unit, digits = 3): string =>
	minus(unit === 'share' ? fixed(100 * value, 1) : fixed(value, digits));
const minus = (digits: string): string => digits.replace('-', '−');

/** Shares in per cent with one digit, losses in nats with two. */
export const shortText = (value: number, unit: Unit): string => valueText(value, unit, 2);

/** A tick of an axis, without trailing zeros. */
export const tickText = (value: number, unit: Unit): string =>
	minus(String(Number((unit === 'share' ? 100 * value : value).toPrecision(6))));

/** A background for each score: from the worst of `scores`, near the paper, to the best. */
export function listShades(
	scores: readonly number[],
	better: Measure['better'],
): (score: number) => string {
	const [low, high] = [lowest(scores), highest(scores)];
	return (score) => {
		const share = high === low ? 0 : (score - low) / (high - low);
		const good = better === 'higher' ? share : 1 - share;
		return `color-mix(in srgb, var(--accent) ${Math.round(6 + 30 * good)}%, var(--paper))`;
	};
}
