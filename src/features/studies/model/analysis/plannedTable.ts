/** The table of the comparisons that a study names beforehand. */
import { numberColumn, tableOf, textColumn, type Cell, type Table } from '#core/table.ts';
import { amountText, pText } from '../../measureWords.en.ts';
import { reportTitles as titles } from '../../report.en.ts';
import { valueText } from '../tables.ts';
import type { PlannedComparison, PlannedReport } from './planned.ts';

interface PlannedColumn {
	readonly id: string;
	readonly title: string;
	readonly kind?: 'text';
	/** Whether the analysis has it; yes by default. */
	readonly has?: boolean;
	readonly cell: (row: PlannedComparison) => Cell;
}

/** Bold: what the adjusted p supports. */
export function plannedTable(planned: PlannedReport): Table {
	const { measure, correction, margin, effect, over, comparisons } = planned;
	const { unit } = measure;
	const value = (amount: number | null) => (amount === null ? null : valueText(amount, unit));
	const range = ({ low, high }: { readonly low: number; readonly high: number }, mean: number) =>
		titles.interval(valueText(mean, unit), valueText(low, unit), valueText(high, unit));
	const isHolm = correction === 'holm';
	const isDifferent = ({ verdict }: PlannedComparison) =>
		verdict === 'better' || verdict === 'worse';
	const columns: readonly PlannedColumn[] = [
		{
			id: 'comparison',
			title: titles.comparison,
			kind: 'text',
			cell: ({ label, against }) => titles.minus(label, against),
		},
		{ id: 'n', title: titles.n, cell: ({ n }) => String(n) },
		{
			id: 'difference',
			title: titles.differenceWith95(titles.differenceUnits[unit]),
			cell: (row) =>
				row.test
					? { text: range(row.test, row.test.mean), strong: isDifferent(row) }
					: value(row.mean),
		},
		{ id: 'p', title: titles.p, cell: ({ test }) => test && pText(test.p) },
		{
			id: 'adjusted',
			title: titles.holm,
			has: isHolm,
			cell: ({ test }) => test && pText(test.adjusted),
		},
		{
			id: 'within',
			title: titles.within90(amountText(margin ?? 0, unit)),
			has: margin !== null,
			cell: ({ equivalence, test }) => test && equivalence && range(equivalence, test.mean),
		},
		{
			id: 'pEquivalence',
			title: titles.equivalenceP,
			has: margin !== null,
			cell: ({ equivalence }) => equivalence && pText(equivalence.p),
		},
		{
			id: 'equivalenceAdjusted',
			title: titles.equivalenceHolm,
			has: margin !== null && isHolm,
			cell: ({ equivalence }) => equivalence && pText(equivalence.adjusted),
		},
		{
			id: 'deviation',
			title: titles.deviation,
			cell: ({ test }) => value(test?.deviation ?? null),
		},
		{
			id: 'smallestEffect',
			title: titles.smallestEffect,
			cell: ({ smallestEffect }) => value(smallestEffect),
		},
		{
			id: 'seedsNeeded',
			title: titles.seedsFor(amountText(effect ?? 0, unit)),
			has: effect !== null,
			cell: ({ seedsNeeded, test }) => test && (seedsNeeded?.toString() ?? titles.moreSeeds),
		},
		{
			id: 'parts',
			title: titles.byPart,
			kind: 'text',
			has: over.length > 0,
			cell: ({ parts }) => parts.map(({ label, mean }) => `${label} ${value(mean)}`).join(', '),
		},
		{
			id: 'verdict',
			title: titles.verdict,
			kind: 'text',
			cell: ({ verdict }) => ({
				text: titles.plannedVerdicts[verdict],
				strong: verdict !== 'undecided' && verdict !== 'unknown',
			}),
		},
	];
	return tableOf(
		comparisons,
		columns
			.filter(({ has }) => has !== false)
			.map(({ id, title, kind, cell }) => [
				kind === 'text' ? textColumn(id, title) : numberColumn(id, title),
				cell,
			]),
	);
}
