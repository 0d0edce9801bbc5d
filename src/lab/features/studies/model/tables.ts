/** The tables of a report as values, for the page, HTML, Markdown, CSV and the terminal. */
import { numberColumn as number, toTable, textColumn as text } from '#engine/core/table.ts';
import type { Cell, Column, Table } from '#engine/core/table.ts';
import { fixed } from '#languages/format.ts';
import { frontierTitle, measureTitle } from '../measureText.ts';
import { reportTitles as titles } from '../reportText.ts';
import { isDecided } from './analysis/pairedTests.ts';
import { valueLabel } from './factors.ts';
import type { Estimate, Measure, Unit } from './measures.ts';
import type { Comparison, Difference } from './compare.ts';
import type { GroupCost, ReportGroup, SizeGrid } from './groups.ts';
import type { StudyReport } from './report.ts';

type GroupColumn = readonly [column: Column, cell: (group: ReportGroup) => Cell];

/** `3`, or `2 of 3` if cells are missing. */
export const countText = ({ n, planned }: Pick<ReportGroup, 'n' | 'planned'>): string =>
	n === planned ? String(n) : titles.nOf({ n, planned });

/** A row per group: its label, n, and a number per column. */
const groupTable = (
	groups: StudyReport['groups'],
	columns: readonly GroupColumn[],
	nText = countText,
): Table =>
	toTable(groups, [
		[text('group', ''), ({ label }) => label],
		[number('n', titles.n), nText],
		...columns,
	]);

const measureColumns = (measures: readonly Measure[]): GroupColumn[] =>
	measures.map((measure) => [
		number(measure.id, `${measureTitle(measure)}, ${titles.units[measure.unit]}`),
		({ figures, n }) => estimateCell(figures[measure.id], measure.unit, n),
	]);

/** The measures with their intervals. */
export const measuresTable = ({ groups, measures }: StudyReport): Table =>
	groupTable(groups, measureColumns(measures));

/** The measures, then the means of each skill: exact match and loss. */
export function scoresTable({ groups, measures, skills }: StudyReport): Table {
	const { nats, share } = titles.units;
	const skillColumns = skills.map(({ id, name, hasExact }, index): GroupColumn => [
		number(`skill ${id}`, `${name}, ${hasExact ? `${share} / ${nats}` : nats}`),
		(group) => {
			const { exact, loss } = group.skills[index];
			const means = exact ? [valueText(exact.mean, 'share')] : [];
			return [...means, loss ? valueText(loss.mean, 'nats', 2) : '–'].join(' / ');
		},
	]);
	return groupTable(groups, [...measureColumns(measures), ...skillColumns]);
}

/** Each skill's exact match and loss with their intervals. */
export function skillsTable({ groups, skills }: StudyReport): Table {
	const { nats, share } = titles.units;
	const columns = skills.flatMap(({ id, name, hasExact }, index) => {
		const exact: GroupColumn = [
			number(id, `${name}, ${share}`),
			({ skills, n }) => estimateCell(skills[index].exact, 'share', n),
		];
		const loss: GroupColumn = [
			number(`${id} loss`, `${name}: ${titles.loss}, ${nats}`),
			({ skills, n }) => estimateCell(skills[index].loss, 'nats', n),
		];
		return hasExact ? [exact, loss] : [loss];
	});
	return groupTable(groups, columns);
}

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
	const columns = used.map(([id, write]): GroupColumn => [
		number(id, titles.costs[id]),
		({ cost: { [id]: value = null } }) => (value === null ? null : write(value)),
	]);
	return groupTable(groups, columns, ({ n }) => String(n));
}

/** The skills with a share, by index; early results have none. */
export const sharedSkills = ({ groups, skills }: StudyReport) =>
	[...skills.entries()].filter(([i]) =>
		groups.some((group) => group.skills[i].shares.requested?.mean),
	);

/** Requested shares beside those of the drawn examples and tokens; null: no result has them. */
export function sharesTable(report: StudyReport): Table | null {
	const shared = sharedSkills(report);
	if (shared.length === 0) return null;
	const columns = shared.map(([i, { id, name }]): GroupColumn => [
		number(id, `${name}, ${titles.units.share}`),
		(group) => {
			const { requested, examples, tokens } = group.skills[i].shares;
			return [requested?.mean ?? null, examples, tokens]
				.map((share) => (share === null ? '–' : percent(share)))
				.join(' / ');
		},
	]);
	return groupTable(report.groups, columns);
}

/** A row per comparison. Notes count won, tied and lost pairs. */
export const differencesTable = ({ comparisons, measures }: StudyReport): Table =>
	toTable(comparisons, [
		[text('group', ''), ({ groups: [label] }) => label],
		[text('against', titles.against), ({ groups: [, against] }) => against],
		[number('n', titles.n), ({ pairs }) => String(pairs)],
		...measures.map((compared) => {
			const title = `${measureTitle(compared)}, ${titles.differenceUnits[compared.unit]}`;
			const cell = ({ differences }: Comparison) =>
				differenceCell(
					differences.find(({ measure }) => measure === compared.id),
					compared.unit,
				);
			return [number(compared.id, title), cell] as const;
		}),
	]);

function differenceCell(difference: Difference | undefined, unit: Unit): Cell {
	if (!difference || difference.bootstrap.n === 0) return null;
	const { bootstrap, student, wins, ties, losses, isSupported } = difference;
	const range =
		student &&
		titles.student({ low: valueText(student.low, unit), high: valueText(student.high, unit) });
	return {
		text: [student ? estimateText(bootstrap, unit) : valueText(bootstrap.mean, unit), range]
			.filter(Boolean)
			.join(', '),
		note: `${wins}–${ties}–${losses}`,
		strong: isSupported,
		title: verdictTitle(difference),
	};
}

export const verdictTitle = ({
	verdict,
	isSupported,
}: Pick<Difference, 'verdict' | 'isSupported'>): string =>
	titles.verdicts[isDecided(verdict) && !isSupported ? 'alone' : verdict];

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

type Write = (value: number, unit: Unit) => string;

/** The mean with its interval and n. */
export const estimateWithN = (estimate: Estimate, unit: Unit, write?: Write): string =>
	titles.withN({ text: estimateText(estimate, unit, write), n: estimate.n });

export function estimateText(
	{ mean, low, high }: Estimate,
	unit: Unit,
	write: Write = valueText,
): string {
	const written = (value: number) => write(value, unit);
	if (low === null || high === null) return written(mean);
	return titles.interval({ mean: written(mean), low: written(low), high: written(high) });
}

/** Shares in per cent with one digit; `digits` applies to nats. */
export const valueText = (value: number, unit: Unit, digits = 3): string =>
	minus(unit === 'share' ? fixed(100 * value, 1) : fixed(value, unit === 'ratio' ? 2 : digits));
export const minus = (digits: string): string => digits.replace('-', '−');
