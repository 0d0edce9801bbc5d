/** The table of the comparisons that a study names beforehand. */
import { numberColumn as number, tableOf, textColumn, type Cell, type Table } from '#core/table.ts';
import { amountText, pText } from '../../measureWords.en.ts';
import { reportTitles as titles } from '../../report.en.ts';
import { valueText } from '../tables.ts';
import type { PlannedComparison, PlannedReport } from './planned.ts';

type Row = PlannedComparison;
type RowColumn = readonly [column: ReturnType<typeof number>, cell: (row: Row) => Cell];

/** Bold: what the adjusted p supports. */
export function plannedTable(planned: PlannedReport): Table {
	const { measures, correction, margin, effect, over, comparisons } = planned;
	const [{ unit }] = measures;
	const isHolm = correction === 'holm';
	const value = (amount: number | null) => (amount === null ? null : valueText(amount, unit));
	const range = ({ low, high }: { readonly low: number; readonly high: number }, mean: number) =>
		titles.interval(valueText(mean, unit), valueText(low, unit), valueText(high, unit));
	const differenceCell = ({ test, mean, verdict }: Row): Cell =>
		test
			? { text: range(test, test.mean), strong: verdict === 'better' || verdict === 'worse' }
			: value(mean);
	const verdictCell = ({ verdict }: Row): Cell => ({
		text: titles.plannedVerdicts[verdict],
		strong: verdict !== 'undecided' && verdict !== 'unknown',
	});
	const difference = titles.differenceWith95(titles.differenceUnits[unit]);
	const within = titles.within90(amountText(margin ?? 0, unit));
	const seedsFor = titles.seedsFor(amountText(effect ?? 0, unit));
	const columns: readonly (RowColumn | false)[] = [
		[
			textColumn('comparison', titles.comparison),
			(row) => titles.minus(row.label, row.against, row.on),
		],
		[number('n', titles.n), ({ n }) => String(n)],
		[number('difference', difference), differenceCell],
		[number('p', titles.p), ({ test }) => test && pText(test.p)],
		isHolm && [number('adjusted', titles.holm), ({ test }) => test && pText(test.adjusted)],
		margin !== null && [
			number('within', within),
			({ equivalence: found, test }) => test && found && range(found, test.mean),
		],
		margin !== null && [
			number('pEquivalence', titles.equivalenceP),
			({ equivalence: found }) => found && pText(found.p),
		],
		margin !== null &&
			isHolm && [
				number('equivalenceAdjusted', titles.equivalenceHolm),
				({ equivalence: found }) => found && pText(found.adjusted),
			],
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
	return tableOf(
		comparisons,
		columns.filter((column) => column !== false),
	);
}
