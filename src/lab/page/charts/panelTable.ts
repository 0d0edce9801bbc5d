/** The values of a chart as a table, for a visitor who reads tables. */
import { numberColumn, type Table } from '#engine/core/table.ts';
import * as format from '#languages/format.ts';
import { words } from '#lab/page/words/words.ts';
import { seriesOf, type CurvePanel, type StackPanel } from './figure.ts';
import { hasValues, joinSeries } from './series.ts';

/** A row per step at which a shown value changes, 100 at most; a column per series with values. */
export function panelTable(panel: CurvePanel | StackPanel): Table {
	const { unit = format.loss } = panel;
	const measured = [...seriesOf(panel)].filter(hasValues);
	const rows: string[][] = [];
	let last = '';
	for (const { step, values } of joinSeries(measured)) {
		const shown = values.map((value) => (value === null ? format.none : unit(value)));
		const text = shown.join();
		if (text !== last) rows.push([format.count(step), ...shown]);
		last = text;
	}
	return {
		columns: [
			numberColumn('step', words.common.step),
			...measured.map(({ label }, i) => numberColumn(`${i}`, label)),
		],
		rows: spreadRows(rows.length).map((row) => rows[row]),
	};
}

/** Indices of at most `maxRows` rows, evenly spread, with the first and the last. */
export function spreadRows(rows: number, maxRows = 100): number[] {
	if (rows <= maxRows) return Array.from({ length: rows }, (_, i) => i);
	return Array.from({ length: maxRows }, (_, i) => Math.round((i * (rows - 1)) / (maxRows - 1)));
}
