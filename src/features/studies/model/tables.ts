/** The tables of a report as values, for the page, HTML, Markdown, CSV and the terminal. */
import { numberColumn, tableCsv, textColumn, type Cell, type Table } from '#core/table.ts';
import { frontierTitle, measureTitle, reportTitles as titles } from '../report.en.ts';
import type { SkillScore } from '#training/events.ts';
import { factorIds, sortByCell, valueLabel } from './factors.ts';
import type { Estimate, Measure } from './measures.ts';
import type { Difference, GroupCost, ReportGroup, SizeGrid, StudyReport } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import { groupOf, type Study } from './study.ts';

type Unit = Measure['unit'];

interface GroupColumn {
	readonly id: string;
	readonly title: string;
	readonly cell: (group: ReportGroup) => Cell;
}

/** A row per group: its label, n, and a number per column. */
const groupTable = (
	groups: StudyReport['groups'],
	columns: readonly GroupColumn[],
	nText = ({ n, planned }: ReportGroup) => titles.nOf(n, planned),
): Table => ({
	columns: [
		textColumn('group', ''),
		numberColumn('n', titles.n),
		...columns.map(({ id, title }) => numberColumn(id, title)),
	],
	rows: groups.map((group) => [
		group.label,
		nText(group),
		...columns.map(({ cell }) => cell(group)),
	]),
});

const measureColumns = (measures: readonly Measure[]): GroupColumn[] =>
	measures.map((measure) => ({
		id: measure.id,
		title: `${measureTitle(measure)}, ${titles.units[measure.unit]}`,
		cell: ({ figures, n }) => estimateCell(figures[measure.id], measure.unit, n),
	}));

/** The measures with their intervals. */
export const measuresTable = ({ groups, measures }: StudyReport): Table =>
	groupTable(groups, measureColumns(measures));

/** The measures, then the means of each skill: exact match and loss. */
export function scoresTable({ groups, measures, skills }: StudyReport): Table {
	const { nats, share } = titles.units;
	const skillColumns = skills.map(({ id, name, hasExact }, index): GroupColumn => ({
		id: `skill ${id}`,
		title: `${name}, ${hasExact ? `${share} / ${nats}` : nats}`,
		cell: (group) => {
			const { exact, loss } = group.skills[index];
			const means = exact ? [valueText(exact.mean, 'share')] : [];
			return [...means, loss ? valueText(loss.mean, 'nats', 2) : '–'].join(' / ');
		},
	}));
	return groupTable(groups, [...measureColumns(measures), ...skillColumns]);
}

/** Each skill's exact match and loss with their intervals. */
export function skillsTable({ groups, skills }: StudyReport): Table {
	const { nats, share } = titles.units;
	const columns = skills.flatMap(({ id, name, hasExact }, index) => {
		const exact: GroupColumn = {
			id,
			title: `${name}, ${share}`,
			cell: ({ skills, n }) => estimateCell(skills[index].exact, 'share', n),
		};
		const loss: GroupColumn = {
			id: `${id} loss`,
			title: `${name}: ${titles.loss}, ${nats}`,
			cell: ({ skills, n }) => estimateCell(skills[index].loss, 'nats', n),
		};
		return hasExact ? [exact, loss] : [loss];
	});
	return groupTable(groups, columns);
}

const integer = (value: number) => Math.round(value).toLocaleString('en');
const oneDigit = (value: number) => value.toFixed(1);
const percent = (value: number) => oneDigit(100 * value);
const costColumns: readonly (readonly [keyof GroupCost, (value: number) => string])[] = [
	['steps', integer],
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
	const columns = used.map(([id, write]): GroupColumn => ({
		id,
		title: titles.costs[id],
		cell: ({ cost: { [id]: value } }) => (value === null ? null : write(value)),
	}));
	return groupTable(groups, columns, ({ n }) => String(n));
}

/** A row per comparison. Notes count won, tied and lost pairs. */
export const differencesTable = ({ comparisons, measures }: StudyReport): Table => ({
	columns: [
		textColumn('group', ''),
		textColumn('against', titles.against),
		numberColumn('n', titles.n),
		...measures.map((measure) =>
			numberColumn(measure.id, `${measureTitle(measure)}, ${titles.differenceUnits[measure.unit]}`),
		),
	],
	rows: comparisons.map(({ groups: [label, against], pairs, differences }) => [
		label,
		against,
		String(pairs),
		...measures.map(({ id, unit }) =>
			differenceCell(
				differences.find(({ measure }) => measure === id),
				unit,
			),
		),
	]),
});

function differenceCell(difference: Difference | undefined, unit: Unit): Cell {
	if (!difference || difference.bootstrap.n === 0) return null;
	const { bootstrap, student, verdict, wins, ties, losses } = difference;
	const range =
		student && titles.student(valueText(student.low, unit), valueText(student.high, unit));
	return {
		text: [student ? estimateText(bootstrap, unit) : valueText(bootstrap.mean, unit), range]
			.filter(Boolean)
			.join(', '),
		note: `${wins}–${ties}–${losses}`,
		strong: verdict === 'better' || verdict === 'worse',
		title: titles.verdicts[verdict],
	};
}

/** null: the frontier has fewer than two points. */
export function frontierTable({ frontier }: StudyReport): Table | null {
	if (!frontier || frontier.points.length < 2) return null;
	const { domain, general, points } = frontier;
	return {
		columns: [
			textColumn('group', ''),
			numberColumn('domain', frontierTitle(domain)),
			numberColumn('general', frontierTitle(general)),
			textColumn('onFrontier', titles.onFrontier),
			numberColumn('n', titles.n),
		],
		rows: points.map((point) => [
			point.label,
			estimateText(point.domain, domain.unit),
			estimateText(point.general, general.unit),
			point.onFrontier ? titles.yes : titles.no,
			String(point.domain.n),
		]),
	};
}

/** A row per model and a column per number of epochs. */
export const gridTable = ({ models, epochs, cells }: SizeGrid, { id, unit }: Measure): Table => ({
	columns: [
		textColumn('model', ''),
		...epochs.map((times) => numberColumn(`${times}`, valueLabel('epochs', times))),
	],
	rows: models.map((model) => [
		model,
		...epochs.map((times): Cell => {
			const cell = cells.find((found) => found.model === model && found.epochs === times);
			const estimate = cell?.figures[id];
			return estimate ? titles.withN(estimateText(estimate, unit), estimate.n) : null;
		}),
	]),
});

/** Adds n if it is not the group's. */
function estimateCell(estimate: Estimate | null | undefined, unit: Unit, groupN: number): Cell {
	if (!estimate) return null;
	const text = estimateText(estimate, unit);
	return estimate.n === groupN ? text : titles.withN(text, estimate.n);
}

export function estimateText(
	{ mean, low, high }: Estimate,
	unit: Unit,
	write: (value: number, unit: Unit) => string = valueText,
): string {
	const text = (value: number) => write(value, unit);
	if (low === null || high === null) return text(mean);
	return titles.interval(text(mean), text(low), text(high));
}

/** Shares in per cent with one digit; `digits` applies to nats. */
export const valueText = (value: number, unit: Unit, digits = 3): string =>
	minus(unit === 'share' ? (100 * value).toFixed(1) : value.toFixed(digits));
export const minus = (digits: string): string => digits.replace('-', '−');

/** A skill of a finished cell. */
interface CsvRow {
	readonly result: CellResult;
	readonly id: string;
	readonly group: string;
	readonly use: string;
	/** The skill's scores at the end and before the first step. */
	readonly after: SkillScore;
	readonly before: SkillScore;
	readonly worstSkill: string | null;
}

const csvColumns: readonly (readonly [string, (row: CsvRow) => Cell])[] = [
	['skill', ({ id }) => id],
	['group', ({ group }) => group],
	['use', ({ use }) => use],
	['exact', ({ after }) => after.exact],
	['loss', ({ after }) => after.loss],
	['tokenAccuracy', ({ after }) => after.tokenAccuracy],
	['examples', ({ after }) => after.examples],
	['baseExact', ({ before }) => before.exact],
	['baseLoss', ({ before }) => before.loss],
	['baseExamples', ({ before }) => before.examples],
	['averageExact', ({ result }) => result.final.averageExact],
	['worstExact', ({ result }) => result.final.worstExact?.exact ?? null],
	['worstSkill', ({ worstSkill }) => worstSkill],
	['meanShare', ({ result, id }) => result.mix[id] ?? null],
	['steps', ({ result }) => result.steps],
	['tokens', ({ result }) => result.tokens],
	['trainingSeconds', ({ result }) => result.trainingMilliseconds / 1000],
	['totalSeconds', ({ result }) => result.totalMilliseconds / 1000],
	['probeSeconds', ({ result }) => result.cost.probeMilliseconds / 1000],
	['updatesBeforehand', ({ result }) => result.cost.updates],
	['measuredBeforehand', ({ result }) => result.cost.measured],
	['secondsBeforehand', ({ result }) => result.cost.milliseconds / 1000],
	['noisyShare', ({ result }) => result.noisyShare],
	['backend', ({ result }) => result.backend],
	['engine', ({ result }) => result.engine ?? null],
	['experiment', ({ result }) => result.experiment],
];

/**
 * CSV with a row per cell and skill: the cell's factors, the skill's scores at the end and before
 * the first step (shares from 0 to 1, nats per answer token), and the cell's own numbers, repeated
 * in each of its rows. An empty field is a missing number.
 */
export function studyCsv(study: Study, results: readonly CellResult[]): string {
	const { skills } = study.experiment;
	const factors = factorIds(study).map(
		(id) => [id, ({ result }: CsvRow): Cell => result.factors[id] ?? null] as const,
	);
	const columns = [...factors, ...csvColumns];
	const rows = sortByCell(study, results).flatMap((result) =>
		skills.map(({ id, use }, index): CsvRow => {
			const { base, final, mix } = result;
			return {
				result,
				id,
				group: groupOf(study, id) ?? '',
				// A blend trains skills that the experiment only observes.
				use: Object.hasOwn(mix, id) ? 'train' : use,
				after: final.skills[index],
				before: base.skills[index],
				worstSkill: final.worstExact ? skills[final.worstExact.skill].id : null,
			};
		}),
	);
	return tableCsv({
		columns: columns.map(([id]) => textColumn(id)),
		rows: rows.map((row) => columns.map(([, value]) => finite(value(row)))),
	});
}

const finite = (cell: Cell): Cell =>
	typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
