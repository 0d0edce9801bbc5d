/** Tables of a study’s analysis: planned comparisons, steps to a loss, and differences. */
import { numberColumn, toTable, textColumn, type Cell, type Table } from '#engine/core/table.ts';
import { amountText, measureTitle, pText } from '../../measureText.ts';
import { minusText, reportTitles as titles } from '../../reportText.ts';
import { estimateText, valueText, verdictTitle } from '../tables.ts';
import type { Comparison, Difference } from '../compare.ts';
import type { StudyReport } from '../report.ts';
import type { Measure } from '../measures.ts';
import { isDecided, type BesideTest, type PairedTest } from './pairedTests.ts';
import { besideIds, type PlannedComparison, type PlannedReport } from './planned.ts';
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
	const differenceCell = ({ test, mean, verdict }: PlannedComparison): Cell =>
		test ? { text: intervalText(test, unit), strong: isDecided(verdict) } : value(mean);
	const pCell = (p: number | undefined) => (p === undefined ? null : pText(p));
	const holmCell = ({ equivalence }: PlannedComparison) => pCell(equivalence?.adjusted);
	const rangeCell = ({ equivalence, test }: PlannedComparison) =>
		test && equivalence && intervalText({ ...equivalence, mean: test.mean }, unit);
	const nameCell = ({ label, against, on }: PlannedComparison) => minusText(label, against, on);
	const verdictCell = ({ verdict }: PlannedComparison): Cell => ({
		text: titles.plannedVerdicts[verdict],
		strong: verdict !== 'undecided' && verdict !== 'unknown',
	});
	const difference = titles.differenceWith95({ unit: titles.differenceUnits[unit] });
	const besideColumn = (measure: Measure): RowColumn => [
		numberColumn(measure.id, `${measureTitle(measure)}, ${titles.differenceUnits[measure.unit]}`),
		({ beside }) => besideCell(beside.find((other) => other.measure.id === measure.id)),
	];
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
		...besideMeasures(planned).map(besideColumn),
		[textColumn('verdict', titles.verdict), verdictCell],
	];
	return toTable(
		comparisons,
		columns.filter((column) => column !== false),
	);
}

/** The measures beside the outcomes, each once. */
export const besideMeasures = ({ comparisons }: PlannedReport): Measure[] => {
	const all = comparisons.flatMap(({ beside }) => beside.map(({ measure }) => measure));
	return [...new Map(all.map((measure) => [measure.id, measure])).values()];
};

/** Bold: what the adjusted p supports. */
const besideCell = (found: BesideTest | undefined): Cell =>
	found
		? { text: intervalText(found.test, found.measure.unit), strong: isDecided(found.verdict) }
		: null;

const intervalText = (
	{ mean, low, high }: Pick<PairedTest, 'mean' | 'low' | 'high'>,
	unit: Measure['unit'],
): string =>
	titles.interval({
		mean: valueText(mean, unit),
		low: valueText(low, unit),
		high: valueText(high, unit),
	});

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
	/** The comparison's differences in all measures. */
	readonly differences: readonly Difference[];
}

/** Every group against the reference in the first measure, best first. */
export function forestRows({ comparisons, measures: [measure], reference }: StudyReport) {
	const rows = comparisons.flatMap(({ against, label, within, differences }: Comparison) => {
		const found = differences.find((difference) => difference.measure === measure?.id);
		if (against !== reference || !found || found.bootstrap.n === 0) return [];
		return [{ ...found, differences, label: within ? `${label} · ${within}` : label }];
	});
	const sign = measure?.better === 'lower' ? 1 : -1;
	return rows.sort((a, b) => sign * (a.bootstrap.mean - b.bootstrap.mean));
}

/** The columns of a forest plot: the first measure, then those of `besideIds`. */
export const forestMeasures = ({ measures }: StudyReport): Measure[] =>
	measures.filter(({ id }, i) => i === 0 || besideIds.some((other) => other === id));

export const forestDifference = (
	{ differences }: Pick<ForestRow, 'differences'>,
	{ id }: Measure,
): Difference | null => {
	const found = differences.find(({ measure }) => measure === id);
	return found && found.bootstrap.n > 0 ? found : null;
};

export function forestTable(report: StudyReport): Table {
	const column = (measure: Measure) => {
		const { unit } = measure;
		const title = titles.differenceWith95({ unit: titles.differenceUnits[unit] });
		return [
			numberColumn(measure.id, `${measureTitle(measure)}: ${title}`),
			(row: ForestRow): Cell => {
				const found = forestDifference(row, measure);
				if (!found) return null;
				const { bootstrap, student, isSupported: strong } = found;
				const { mean } = bootstrap;
				const text = student ? intervalText({ ...student, mean }, unit) : valueText(mean, unit);
				return { text, strong };
			},
		] as const;
	};
	return toTable(forestRows(report), [
		[textColumn('group', ''), ({ label }: ForestRow) => label],
		[numberColumn('n', titles.n), ({ bootstrap }) => String(bootstrap.n)],
		...forestMeasures(report).map(column),
		[numberColumn('p', titles.p), ({ p }) => p && pText(p)],
		[numberColumn('adjusted', titles.holm), ({ adjusted }) => adjusted && pText(adjusted)],
		[textColumn('verdict', titles.verdict), verdictTitle],
	]);
}
