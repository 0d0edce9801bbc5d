/** A figure's numbers as CSV: one row per step or per item. */
import { csvText, type CsvCell } from '#core/csvText.ts';
import type { Column } from './columns.ts';
import type { CurvePanel, Figure, RowsPanel, StackPanel } from './figure.ts';

type OverSteps = CurvePanel | StackPanel;

/** `names`: headers of the first column. Steps at which nothing is measured are left out. */
export function figureCsv(
	{ panels }: Figure,
	names: { readonly step: string; readonly row: string },
): string {
	const [first] = panels;
	if (first.kind === 'rows')
		return rowsCsv(
			panels.filter((panel) => panel.kind === 'rows'),
			names.row,
		);
	if (first.kind === 'matrix')
		return csvText(
			[names.row, ...first.columns.map(({ label }) => label)],
			first.rows.map(({ label }, i) => [label, ...first.values[i]]),
		);
	const overSteps = panels.filter(
		(panel): panel is OverSteps => panel.kind === 'curves' || panel.kind === 'stack',
	);
	const columns = overSteps.flatMap((panel) => seriesColumns(panel, overSteps.length > 1));
	const byStep = new Map<number, CsvCell[]>();
	columns.forEach(({ steps, values }, at) =>
		steps.forEach((step, i) => {
			const value = values[i] ?? null;
			if (value === null) return;
			const row = byStep.get(step) ?? columns.map(() => null);
			row[at] = value;
			byStep.set(step, row);
		}),
	);
	return csvText(
		[names.step, ...columns.map(({ header }) => header)],
		[...byStep].sort(([a], [b]) => a - b).map(([step, cells]) => [step, ...cells]),
	);
}

/** If there are several panels, the panel's title is a part of the header. */
function seriesColumns(
	panel: OverSteps,
	several: boolean,
): { header: string; steps: readonly number[]; values: Column }[] {
	const [steps, ...columns] = panel.data;
	const series = panel.kind === 'stack' ? panel.areas : panel.lines;
	return series.flatMap(({ label }, i) =>
		columns[i].some((value) => value !== null)
			? [{ header: several ? `${panel.title}: ${label}` : label, steps, values: columns[i] }]
			: [],
	);
}

/** If there are several panels, the panel's title is a part of the header. */
function rowsCsv(panels: readonly RowsPanel[], name: string): string {
	const several = panels.length > 1;
	const columns = panels.flatMap(
		({ title, values = title, columns: { before, after, low, high }, rows }) => {
			const read = [
				...(before === undefined ? [] : [{ header: before, of: rows.map((row) => row.before) }]),
				{ header: after, of: rows.map((row) => row.after) },
				{ header: low, of: rows.map((row) => row.low) },
				{ header: high, of: rows.map((row) => row.high) },
			];
			return read.map(({ header, of }) => ({
				header: several ? `${values}: ${header}` : header,
				of,
			}));
		},
	);
	return csvText(
		[name, ...columns.map(({ header }) => header)],
		panels[0].rows.map(({ label }, i) => [label, ...columns.map(({ of }) => of[i])]),
	);
}
