/** Tables of a study’s analysis: planned comparisons, steps to a loss, and differences. */
import { numberColumn, toTable, textColumn, type Cell, type Table } from '#engine/core/table.ts';
import { amountText, pText } from '../../measureText.ts';
import { minusText, reportTitles as titles } from '../../reportText.ts';
import { estimateText, valueText, verdictTitle } from '../tables.ts';
import type { Comparison, Difference } from '../compare.ts';
import type { StudyReport } from '../report.ts';
import type { PlannedComparison, PlannedReport } from './planned.ts';
import type { StepsReport } from './stepsToLoss.ts';

type RowColumn = readonly [
	column: ReturnType<typeof numberColumn>,
	cell: (row: PlannedComparison) => Cell,
];

/** Bold: what the adjusted p supports. */
export function plannedTable(planned: PlannedReport): Table {
	const { measures, correction, margin, effect, over, comparisons } = planned;
	const [{ unit }] = measures;
	const isHolm = correction === 'holm';
	const hasMargin = margin !== null;
	const value = (amount: number | null) => (amount === null ? null : valueText(amount, unit));
	const range = ({ low, high }: { readonly low: number; readonly high: number }, mean: number) =>
		titles.interval({
			mean: valueText(mean, unit),
			low: valueText(low, unit),
			high: valueText(high, unit),
		});
	const differenceCell = ({ test, mean, verdict }: PlannedComparison): Cell =>
		test
			? { text: range(test, test.mean), strong: verdict === 'better' || verdict === 'worse' }
			: value(mean);
	const pCell = (p: number | undefined) => (p === undefined ? null : pText(p));
	const holmCell = ({ equivalence }: PlannedComparison) => pCell(equivalence?.adjusted);
	const rangeCell = ({ equivalence, test }: PlannedComparison) =>
		test && equivalence && range(equivalence, test.mean);
	const nameCell = ({ label, against, on }: PlannedComparison) => minusText(label, against, on);
	const verdictCell = ({ verdict }: PlannedComparison): Cell => ({
		text: titles.plannedVerdicts[verdict],
		strong: verdict !== 'undecided' && verdict !== 'unknown',
	});
	const difference = titles.differenceWith95({ unit: titles.differenceUnits[unit] });
	const within = titles.within90({ margin: amountText(margin ?? 0, unit) });
	const seedsFor = titles.seedsFor({ effect: amountText(effect ?? 0, unit) });
	const columns: readonly (RowColumn | false)[] = [
		[textColumn('comparison', titles.comparison), nameCell],
		[numberColumn('n', titles.n), ({ n }) => String(n)],
		[numberColumn('difference', difference), differenceCell],
		[numberColumn('p', titles.p), ({ test }) => pCell(test?.p)],
		isHolm && [numberColumn('adjusted', titles.holm), ({ test }) => pCell(test?.adjusted)],
		hasMargin && [numberColumn('within', within), rangeCell],
		hasMargin && [
			numberColumn('pEquivalence', titles.equivalenceP),
			(row) => pCell(row.equivalence?.p),
		],
		hasMargin && isHolm && [numberColumn('equivalenceAdjusted', titles.equivalenceHolm), holmCell],
		[numberColumn('deviation', titles.deviation), ({ test }) => value(test?.deviation ?? null)],
		[numberColumn('smallestEffect', titles.smallestEffect), (row) => value(row.smallestEffect)],
		effect !== null && [
			numberColumn('seedsNeeded', seedsFor),
			({ seedsNeeded, test }) => test && (seedsNeeded?.toString() ?? titles.moreSeeds),
		],
		over.length > 0 && [
			textColumn('parts', titles.byPart),
			({ parts }) => parts.map(({ label, mean }) => `${label} ${value(mean)}`).join(', '),
		],
		[textColumn('verdict', titles.verdict), verdictCell],
	];
	return toTable(
		comparisons,
		columns.filter((column) => column !== false),
	);
}

type Row = StepsReport['rows'][number];

export const stepsTitle = ({ id, name, every }: StepsReport): string =>
	id === 'average'
		? titles.stepsToAverage({ every })
		: titles.stepsTo({ skill: name ?? id, every });

export const medianText = ({ median, last }: Pick<Row, 'median' | 'last'>): string =>
	median === null ? titles.after({ step: last }) : String(median);

/** The table of the steps to a loss. */
export const stepsTable = ({ rows, reference }: StepsReport): Table =>
	toTable(rows, [
		[textColumn('group', ''), ({ label }: Row) => label],
		[numberColumn('target', titles.targetLoss), ({ target }) => valueText(target, 'nats')],
		[numberColumn('reached', titles.reached), ({ reached, n }) => titles.reachedOf({ reached, n })],
		[numberColumn('median', titles.medianSteps), medianText],
		[
			numberColumn('ratio', titles.fewerSteps({ reference })),
			({ ratio, isReference }) => (ratio && !isReference ? estimateText(ratio, 'ratio') : null),
		],
		[
			numberColumn('pairs', titles.n),
			({ ratio, isReference }) => (ratio && !isReference ? String(ratio.n) : null),
		],
	]);

interface ForestRow extends Difference {
	readonly label: string;
}

/** Every group against the reference in the first measure, best first. */
export function forestRows({ comparisons, measures: [measure], reference }: StudyReport) {
	const rows = comparisons.flatMap(({ against, label, within, differences }: Comparison) => {
		const found = differences.find((difference) => difference.measure === measure?.id);
		if (against !== reference || !found || found.bootstrap.n === 0) return [];
		return [{ ...found, label: within ? `${label} · ${within}` : label }];
	});
	const sign = measure?.better === 'lower' ? 1 : -1;
	return rows.sort((a, b) => sign * (a.bootstrap.mean - b.bootstrap.mean));
}

export function forestTable(report: StudyReport): Table {
	const { unit } = report.measures[0];
	const value = (amount: number) => valueText(amount, unit);
	return toTable(forestRows(report), [
		[textColumn('group', ''), ({ label }: ForestRow) => label],
		[numberColumn('n', titles.n), ({ bootstrap }) => String(bootstrap.n)],
		[
			numberColumn('difference', titles.differenceWith95({ unit: titles.differenceUnits[unit] })),
			({ bootstrap: { mean }, student, isSupported }) => ({
				text: student
					? titles.interval({
							mean: value(mean),
							low: value(student.low),
							high: value(student.high),
						})
					: value(mean),
				strong: isSupported,
			}),
		],
		[numberColumn('p', titles.p), ({ p }) => p && pText(p)],
		[numberColumn('adjusted', titles.holm), ({ adjusted }) => adjusted && pText(adjusted)],
		[textColumn('verdict', titles.verdict), verdictTitle],
	]);
}
