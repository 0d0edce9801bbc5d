/** Every group against the reference in the first measure, best first. */
import { numberColumn, toTable, textColumn, type Table } from '#core/table.ts';
import { pText } from '../../measureWords.en.ts';
import { reportTitles as titles } from '../../report.en.ts';
import type { Comparison, Difference } from '../compare.ts';
import type { StudyReport } from '../report.ts';
import { valueText, verdictTitle } from '../tables.ts';

export interface ForestRow extends Difference {
	readonly label: string;
}

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
			numberColumn('difference', titles.differenceWith95(titles.differenceUnits[unit])),
			({ bootstrap: { mean }, student, isSupported }) => ({
				text: student
					? titles.interval(value(mean), value(student.low), value(student.high))
					: value(mean),
				strong: isSupported,
			}),
		],
		[numberColumn('p', titles.p), ({ p }) => p && pText(p)],
		[numberColumn('adjusted', titles.holm), ({ adjusted }) => adjusted && pText(adjusted)],
		[textColumn('verdict', titles.verdict), verdictTitle],
	]);
}
