/** The table of the comparisons that a study names beforehand. */
import { numberColumn as number, toTable, textColumn, type Cell, type Table } from '#core/table.ts';
import { amountText, pText } from '../../measureWords.en.ts';
import { reportTitles as titles } from '../../report.en.ts';
import { valueText } from '../tables.ts';
import type { PlannedComparison as Row, PlannedReport } from './planned.ts';

type RowColumn = readonly [column: ReturnType<typeof number>, cell: (row: Row) => Cell];

/** Bold: what the adjusted p supports. */
export function plannedTable(planned: PlannedReport): Table {
	const { measures, correction, margin, effect, over, comparisons } = planned;
	const [{ unit }] = measures;
	const isHolm = correction === 'holm';
	const hasMargin = margin !== null;
	const value = (amount: number | null) => (amount === null ? null : valueText(amount, unit));
	const range = ({ low, high }: { readonly low: number; readonly high: number }, mean: number) =>
		titles.interval(valueText(mean, unit), valueText(low, unit), valueText(high, unit));
	const differenceCell = ({ test, mean, verdict }: Row): Cell =>
		test
			? { text: range(test, test.mean), strong: verdict === 'better' || verdict === 'worse' }
			: value(mean);
	const pCell = (p: number | undefined) => (p === undefined ? null : pText(p));
	const holmCell = ({ equivalence }: Row) => pCell(equivalence?.adjusted);
	const rangeCell = ({ equivalence, test }: Row) =>
		test && equivalence && range(equivalence, test.mean);
	const nameCell = ({ label, against, on }: Row) => titles.minus(label, against, on);
	const verdictCell = ({ verdict }: Row): Cell => ({
		text: titles.plannedVerdicts[verdict],
		strong: verdict !== 'undecided' && verdict !== 'unknown',
	});
	const difference = titles.differenceWith95(titles.differenceUnits[unit]);
	const within = titles.within90(amountText(margin ?? 0, unit));
	const seedsFor = titles.seedsFor(amountText(effect ?? 0, unit));
	const columns: readonly (RowColumn | false)[] = [
		[textColumn('comparison', titles.comparison), nameCell],
		[number('n', titles.n), ({ n }) => String(n)],
		[number('difference', difference), differenceCell],
		[number('p', titles.p), ({ test }) => pCell(test?.p)],
		isHolm && [number('adjusted', titles.holm), ({ test }) => pCell(test?.adjusted)],
		hasMargin && [number('within', within), rangeCell],
		hasMargin && [number('pEquivalence', titles.equivalenceP), (row) => pCell(row.equivalence?.p)],
		hasMargin && isHolm && [number('equivalenceAdjusted', titles.equivalenceHolm), holmCell],
		[number('deviation', titles.deviation), ({ test }) => value(test?.deviation ?? null)],
		[number('smallestEffect', titles.smallestEffect), (row) => value(row.smallestEffect)],
		effect !== null && [
			number('seedsNeeded', seedsFor),
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
