/** The tables of a report as values, for the page, HTML, Markdown, CSV and the terminal. */
import { numberColumn, tableCsv, textColumn, type Cell, type Table } from '#core/table.ts';
import { frontierTitle, measureTitle, reportTitles as titles } from '../report.en.ts';
import { factorIds, sortByCell, valueLabel } from './factors.ts';
import type { Estimate, Measure } from './measures.ts';
import type { Difference, GroupCost, SizeGrid, StudyReport } from './reportTypes.ts';
import type { CellResult } from './result.ts';
import type { Study } from './study.ts';

type Unit = Measure['unit'];

/** A row per group: n and the measures with their intervals. */
export const measuresTable = ({ groups, measures }: StudyReport): Table => ({
	columns: [
		textColumn('group', ''),
		numberColumn('n', titles.n),
		...measures.map((measure) =>
			numberColumn(measure.id, `${measureTitle(measure)}, ${titles.units[measure.unit]}`),
		),
	],
	rows: groups.map(({ label, n, planned, figures }) => [
		label,
		titles.nOf(n, planned),
		...measures.map(({ id, unit }) => estimateCell(figures[id], unit, n)),
	]),
});

/** The measures, then the means of each skill: exact match and loss. */
export function scoresTable(report: StudyReport): Table {
	const { columns, rows } = measuresTable(report);
	const { nats, share } = titles.units;
	return {
		columns: [
			...columns,
			...report.skills.map(({ id, name, hasExact }) =>
				numberColumn(`skill ${id}`, `${name}, ${hasExact ? `${share} / ${nats}` : nats}`),
			),
		],
		rows: report.groups.map(({ skills }, i) => [
			...rows[i],
			...skills.map(({ exact, loss }) => {
				const means = exact ? [valueText(exact.mean, 'share')] : [];
				return [...means, loss ? minus(loss.mean.toFixed(2)) : '–'].join(' / ');
			}),
		]),
	};
}

/** A row per group: each skill's exact match and loss with their intervals. */
export function skillsTable({ groups, skills }: StudyReport): Table {
	const { nats, share } = titles.units;
	const scores = skills.flatMap(({ id, name, hasExact }, index) => [
		...(hasExact
			? [{ id, index, title: `${name}, ${share}`, score: 'exact', unit: 'share' } as const]
			: []),
		{
			id: `${id} loss`,
			index,
			title: `${name}: ${titles.loss}, ${nats}`,
			score: 'loss',
			unit: 'nats',
		} as const,
	]);
	return {
		columns: [
			textColumn('group', ''),
			numberColumn('n', titles.n),
			...scores.map(({ id, title }) => numberColumn(id, title)),
		],
		rows: groups.map((group) => [
			group.label,
			titles.nOf(group.n, group.planned),
			...scores.map(({ index, score, unit }) =>
				estimateCell(group.skills[index][score], unit, group.n),
			),
		]),
	};
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
	return {
		columns: [
			textColumn('group', ''),
			numberColumn('n', titles.n),
			...used.map(([id]) => numberColumn(id, titles.costs[id])),
		],
		rows: groups.map(({ label, n, cost }) => [
			label,
			String(n),
			...used.map(([id, write]): Cell => {
				const value = cost[id];
				return value === null ? null : write(value);
			}),
		]),
	};
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

const csvColumns = [
	...['skill', 'group', 'use', 'exact', 'loss', 'tokenAccuracy', 'examples'],
	...['baseExact', 'baseLoss', 'baseExamples', 'averageExact', 'worstExact', 'worstSkill'],
	...['meanShare', 'steps', 'tokens', 'trainingSeconds', 'totalSeconds', 'probeSeconds'],
	...['updatesBeforehand', 'measuredBeforehand', 'secondsBeforehand', 'noisyShare'],
	...['backend', 'engine', 'experiment'],
];

/**
 * CSV with a row per cell and skill: the cell's factors, the skill's scores at the end and before
 * the first step (shares from 0 to 1, nats per answer token), and the cell's own numbers, repeated
 * in each of its rows. An empty field is a missing number.
 */
export function studyCsv(study: Study, results: readonly CellResult[]): string {
	const ids = factorIds(study);
	const { groups, experiment } = study;
	const groupOf = (id: string) =>
		groups.domain.includes(id) ? 'domain' : groups.general.includes(id) ? 'general' : '';
	const rows = sortByCell(study, results).flatMap((result) => {
		const { factors, base, final, cost, mix } = result;
		const { worstExact } = final;
		return experiment.skills.map(({ id, use }, index): Cell[] => {
			const [after, before] = [final.skills[index], base.skills[index]];
			return [
				...ids.map((factor) => factors[factor] ?? null),
				id,
				groupOf(id),
				// A blend trains skills that the experiment only observes.
				Object.hasOwn(mix, id) ? 'train' : use,
				after.exact,
				after.loss,
				after.tokenAccuracy,
				after.examples,
				before.exact,
				before.loss,
				before.examples,
				final.averageExact,
				worstExact?.exact ?? null,
				worstExact ? experiment.skills[worstExact.skill].id : null,
				mix[id] ?? null,
				result.steps,
				result.tokens,
				result.trainingMilliseconds / 1000,
				result.totalMilliseconds / 1000,
				cost.probeMilliseconds / 1000,
				cost.updates,
				cost.measured,
				cost.milliseconds / 1000,
				result.noisyShare,
				result.backend,
				result.engine ?? null,
				result.experiment,
			];
		});
	});
	return tableCsv({
		columns: [...ids, ...csvColumns].map((id) => textColumn(id)),
		rows: rows.map((row) => row.map(finite)),
	});
}

const finite = (cell: Cell): Cell =>
	typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
