/** The parts of a report with a row per group: scores, skills, shares, cost, frontier, grids. */
import { numberColumn as number, textColumn as text, toTable } from '#engine/core/table.ts';
import type { Cell, Table } from '#engine/core/table.ts';
import { skillStyles } from '#lab/page/charts/palette.ts';
import { frontierTitle, measureTitle, reportTitles as titles } from '../reportText.ts';
import { reportWords as words } from '../words.ts';
import { valueLabel } from './factors.ts';
import type { GroupCost, ReportGroup, SizeGrid } from './groups.ts';
import type { Estimate } from './measures.ts';
import type { Measure, Unit } from './study.ts';
import {
	estimateText,
	estimateWithN,
	makePart,
	measureAxis,
	valueText,
	type PartColumn,
	type ReportPart,
} from './part.ts';
import type { StudyReport } from './report.ts';

type GroupColumn = PartColumn<ReportGroup>;

/** `3`, or `2 of 3` if cells are missing. */
const countText = ({ n, planned }: ReportGroup): string =>
	n === planned ? String(n) : titles.nOf({ n, planned });

const groupPart = (
	partWords: Parameters<typeof makePart>[0],
	{ groups }: StudyReport,
	columns: readonly GroupColumn[],
): ReportPart =>
	makePart<ReportGroup>(
		partWords,
		groups,
		[[text('group', ''), ({ label }) => label], [number('n', titles.n), countText], ...columns],
		(group) => ({ label: group.label, n: countText(group) }),
	);

const measureColumns = ({ measures }: StudyReport): GroupColumn[] =>
	measures.map((measure) => {
		const { id, unit } = measure;
		return [
			number(id, `${measureTitle(measure)}, ${titles.units[unit]}`),
			({ figures, n }) => estimateCell(figures[id], unit, n),
			{
				...measureAxis(measure, titles.units[unit]),
				draw: ({ figures: { [id]: estimate }, cells }) =>
					estimate ? { estimate, points: cells.flatMap(({ values }) => values[id] ?? []) } : null,
			},
		];
	});

const scoreWords = () => ({ title: titles.scores, about: words.scoresAbout });

/** The measures with their intervals. */
export const measuresTable = (report: StudyReport): Table =>
	groupPart(scoreWords(), report, measureColumns(report)).table;

/** The measures; in the table also the means of each skill, exact match and loss. */
export function scoresPart(report: StudyReport): ReportPart {
	const { nats, share } = titles.units;
	const skillColumns = report.skills.map(({ id, name, hasExact }, index): GroupColumn => [
		number(`skill ${id}`, `${name}, ${hasExact ? `${share} / ${nats}` : nats}`),
		(group) => {
			const { exact, loss } = group.skills[index];
			const means = exact ? [valueText(exact.mean, 'share')] : [];
			return [...means, loss ? valueText(loss.mean, 'nats', 2) : '–'].join(' / ');
		},
	]);
	return groupPart(scoreWords(), report, [...measureColumns(report), ...skillColumns]);
}

/** Each skill's exact match and loss with their intervals. The drawing has one of them. */
export function skillsPart(report: StudyReport): ReportPart {
	const { nats, share } = titles.units;
	const styles = stylesOnWorkbench(report);
	const columns = report.skills.flatMap(({ id, name, hasExact }, index): GroupColumn[] => {
		const exact = [
			number(id, `${name}, ${share}`),
			({ skills, n }: ReportGroup) => estimateCell(skills[index].exact, 'share', n),
		] as const;
		const loss = [
			number(`${id} loss`, `${name}: ${titles.loss}, ${nats}`),
			({ skills, n }: ReportGroup) => estimateCell(skills[index].loss, 'nats', n),
		] as const;
		const axis = {
			title: name,
			style: styles[index],
			unit: hasExact ? 'share' : 'nats',
			note: hasExact ? `${words.exact}, %` : `${titles.loss}, ${nats}`,
			draw({ skills }: ReportGroup) {
				const { exact, loss, baseExact, baseLoss } = skills[index];
				const estimate = hasExact ? exact : loss;
				return estimate && { estimate, base: hasExact ? baseExact : baseLoss };
			},
		} as const;
		return hasExact ? [[...exact, axis], loss] : [[...loss, axis]];
	});
	return groupPart(
		{ title: words.skills, about: words.skillsAbout, narrow: true },
		report,
		columns,
	);
}

/** Requested shares beside those of the drawn examples and tokens; null: no result has them. */
export function sharesPart(report: StudyReport): ReportPart | null {
	// Early results have no shares.
	const shared = [...report.skills.entries()].filter(([i]) =>
		report.groups.some((group) => group.skills[i].shares.requested?.mean),
	);
	if (shared.length === 0) return null;
	const styles = stylesOnWorkbench(report);
	const columns = shared.map(([i, { id, name }]): GroupColumn => [
		number(id, `${name}, ${titles.units.share}`),
		(group) => {
			const { requested, examples, tokens } = group.skills[i].shares;
			return [requested?.mean ?? null, examples, tokens]
				.map((share) => (share === null ? '–' : percent(share)))
				.join(' / ');
		},
		{
			unit: 'share',
			title: name,
			style: styles[i],
			note: titles.units.share,
			marks: [1 / shared.length],
			draw({ skills }) {
				const { requested } = skills[i].shares;
				return requested && { estimate: requested };
			},
		},
	]);
	return groupPart(
		{
			title: titles.shares,
			about: words.sharesAbout,
			tableAbout: titles.sharesAbout,
			narrow: true,
		},
		report,
		columns,
	);
}
export const sharesTable = (report: StudyReport) => sharesPart(report)?.table ?? null;

/** The colours and shapes that the workbench gives these skills. */
const stylesOnWorkbench = ({ skills }: StudyReport) =>
	skillStyles(
		{ skills },
		skills.map(({ id, group }) => ({ id, role: group === 'general' ? 'general' : 'domain' })),
	);

const integer = (value: number) => Math.round(value).toLocaleString('en');
const oneDigit = (value: number) => value.toFixed(1);
const percent = (value: number) => oneDigit(100 * value);
const costColumns: readonly (readonly [keyof GroupCost, (value: number) => string])[] = [
	['steps', integer],
	['bestStep', integer],
	['tokens', integer],
	['seconds', oneDigit],
	['millisecondsPerStep', oneDigit],
	['probeShare', percent],
	['updates', integer],
	['measured', integer],
	['secondsBeforehand', oneDigit],
	['noisyShare', percent],
];

/** Leaves out the costs that are 0 in all groups. */
export function costTable({ groups }: StudyReport): Table {
	const used = costColumns.filter(([id]) => groups.some(({ cost }) => (cost[id] ?? 0) > 0));
	return toTable<ReportGroup>(groups, [
		[text('group', ''), ({ label }) => label],
		[number('n', titles.n), ({ n }) => String(n)],
		...used.map(
			([id, write]) =>
				[
					number(id, titles.costs[id]),
					({ cost: { [id]: value = null } }: ReportGroup) => (value === null ? null : write(value)),
				] as const,
		),
	]);
}

/** null: the frontier has fewer than two points. */
export function frontierTable({ frontier }: StudyReport): Table | null {
	if (!frontier || frontier.points.length < 2) return null;
	const { domain, general, points } = frontier;
	return toTable(points, [
		[text('group', ''), ({ label }) => label],
		[number('domain', frontierTitle(domain)), (point) => estimateText(point.domain, domain.unit)],
		[
			number('general', frontierTitle(general)),
			(point) => estimateText(point.general, general.unit),
		],
		[text('onFrontier', titles.onFrontier), (point) => (point.onFrontier ? titles.yes : titles.no)],
		[number('n', titles.n), (point) => String(point.domain.n)],
	]);
}

/** A row per model and a column per number of epochs. */
export const gridTable = (
	{ models, epochs, cells }: SizeGrid,
	{ id, unit }: Measure,
	cellOf = (estimate: Estimate): Cell => estimateWithN(estimate, unit),
): Table =>
	toTable(models, [
		[text('model', ''), (model) => model],
		...epochs.map((times) => {
			const cell = (model: string) => {
				const found = cells.find((entry) => entry.model === model && entry.epochs === times);
				const estimate = found?.figures[id];
				return estimate ? cellOf(estimate) : null;
			};
			return [number(`${times}`, valueLabel('epochs', times)), cell] as const;
		}),
	]);

/** Adds n if it is not the group's. */
function estimateCell(estimate: Estimate | null | undefined, unit: Unit, groupN: number): Cell {
	if (!estimate) return null;
	return estimate.n === groupN ? estimateText(estimate, unit) : estimateWithN(estimate, unit);
}
