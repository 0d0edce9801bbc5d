/** The values of a chart as a table, for a visitor who reads tables. */
import { numberColumn, type Table } from '#engine/core/table.ts';
import * as format from '#languages/format.ts';
import { words } from '#lab/page/words/words.ts';
import { hasValues, isMeasured } from './columns.ts';
import type { CurvePanel } from './figure.ts';

/** A row per step at which a shown value changes, 100 at most; a column per line with values. */
export function panelTable({ data, lines, unit = format.loss }: CurvePanel): Table {
	const [steps, ...columns] = data;
	const series = lines.flatMap(({ label }, i) =>
		hasValues(columns[i]) ? [{ label, values: columns[i] }] : [],
	);
	const rows: string[][] = [];
	let last = '';
	Array.from(steps).forEach((step, i) => {
		const shown = series.map(({ values: { [i]: value } }) =>
			isMeasured(value) ? unit(value) : format.none,
		);
		const text = shown.join();
		if (text === last || shown.every((value) => value === format.none)) return;
		last = text;
		rows.push([format.count(step), ...shown]);
	});
	return {
		columns: [
			numberColumn('step', words.common.step),
			...series.map(({ label }, i) => numberColumn(`${i}`, label)),
		],
		rows: spreadRows(rows.length).map((row) => rows[row]),
	};
}

/** Indices of at most `maxRows` rows, evenly spread, with the first and the last. */
export function spreadRows(rows: number, maxRows = 100): number[] {
	if (rows <= maxRows) return Array.from({ length: rows }, (_, i) => i);
	return Array.from({ length: maxRows }, (_, i) => Math.round((i * (rows - 1)) / (maxRows - 1)));
}
