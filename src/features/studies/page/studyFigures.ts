/** A study's report as figures for files: scores, and differences with their intervals, a panel per measure. */
import type { Comparison, StudyReport } from '../study.ts';
import type { Figure, RowsPanel } from '#page/charts/figure.ts';
import { valueRange } from '#page/charts/scales.ts';
import { words } from '#page/words/words.ts';
import { reportWords, studyFileWords } from '../words.en.ts';
import { tickText } from './plots/figures.ts';

const text = reportWords;
const { mean, low, high } = words.files.chart;
const columns = { after: mean, low, high };
const { withN, inCsv } = studyFileWords;

type Row = RowsPanel['rows'][number];
/** The scale holds every mean and interval, and 0. */
function rangeOf(rows: readonly Row[]): [number, number] {
	const known = rows.flatMap((row) =>
		[row.after, row.low, row.high].filter((value) => value !== null),
	);
	const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
	return valueRange(least, most);
}

export function scoresFigure({ measures, groups }: StudyReport): Figure {
	const panels = measures.map(({ id, title, unit, better }): RowsPanel => {
		const rows = groups.map(({ label, n, planned, figures }): Row => {
			const figure = figures[id] ?? null;
			return {
				...{ label: withN(label, text.nOf(n, planned)), color: 'var(--ink)' },
				...{ after: figure?.mean ?? null, low: figure?.low ?? null, high: figure?.high ?? null },
			};
		});
		const lower = better === 'lower' ? `, ${text.lower}` : '';
		return {
			...{ kind: 'rows', title: `${title}, ${text.units[unit]}${lower}`, rows, columns },
			values: inCsv(title, unit),
			...{ range: rangeOf(rows), unit: (value) => tickText(value, unit) },
		};
	});
	return { name: text.scores, title: text.scores, panels, legend: [], switches: [] };
}

/** Filled where it is told apart from zero. */
export function differencesFigure({ measures, comparisons }: StudyReport): Figure {
	const colors = { better: 'var(--good)', worse: 'var(--bad)' } as const;
	const rowOf = ({ label, against, within, pairs, differences }: Comparison, id: string): Row => {
		const found = differences.find(({ measure, bootstrap }) => measure === id && bootstrap.n > 0);
		const decided = found?.verdict === 'better' || found?.verdict === 'worse';
		const color =
			found?.verdict === 'better' || found?.verdict === 'worse'
				? colors[found.verdict]
				: 'var(--ink)';
		return {
			...{ label: withN(text.against(label, against, within), String(pairs)), color },
			...{ after: found?.bootstrap.mean ?? null, hollow: !decided },
			...{ low: found?.bootstrap.low ?? null, high: found?.bootstrap.high ?? null },
		};
	};
	const panels = measures.map(({ id, title, unit }): RowsPanel => {
		const rows = comparisons.map((comparison) => rowOf(comparison, id));
		return {
			...{ kind: 'rows', title: `${title}, ${text.unitsOfDifference[unit]}`, rows, columns },
			values: inCsv(title, unit),
			...{ range: rangeOf(rows), unit: (value) => tickText(value, unit) },
		};
	});
	return { name: 'differences', title: text.differences, panels, legend: [], switches: [] };
}
