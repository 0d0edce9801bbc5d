/** A figure's numbers as CSV: one row per step or per item. */
import { csvText, type CsvCell } from '#core/table.ts';
import { hasValues, isMeasured, type Column } from './columns.ts';
import type { CurvePanel, Figure, RowsPanel, StackPanel } from './figure.ts';

type OverSteps = CurvePanel | StackPanel;

/** `names`: headers of the first column. Steps at which nothing is measured are left out. */
export function figureCsv(
	{ panels }: Figure,
	names: { readonly step: string; readonly row: string },
): string {
	const [first] = panels;
	const rowPanels = panels.filter((panel) => panel.kind === 'rows');
	if (first.kind === 'rows') return rowsCsv(rowPanels, names.row);
	if (first.kind === 'points') {
		const { x, y, points, columns } = first;
		const ends = ['mean', 'low', 'high'] as const;
		return csvText(
			[names.row, ...[x, y].flatMap(({ title }) => ends.map((end) => `${title}: ${columns[end]}`))],
			points.map(({ label, x, y }) => [
				label,
				...[x, y].flatMap((at) => ends.map((end) => at[end])),
			]),
		);
	}
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
	columns.forEach(({ steps, values }, at) => {
		for (let i = 0; i < values.length; i++) {
			const value = values[i];
			if (!isMeasured(value)) continue;
			const row = byStep.get(steps[i]) ?? columns.map(() => null);
			row[at] = value;
			byStep.set(steps[i], row);
		}
	});
	return csvText(
		[names.step, ...columns.map(({ header }) => header)],
		[...byStep].sort(([a], [b]) => a - b).map(([step, cells]) => [step, ...cells]),
	);
}

/** If there are several panels, the panel's title is a part of the header. */
function seriesColumns(
	panel: OverSteps,
	several: boolean,
): { header: string; steps: ArrayLike<number>; values: Column }[] {
	const [steps, ...columns] = panel.data;
	const series = panel.kind === 'stack' ? panel.areas : panel.lines;
	return series.flatMap(({ label }, i) =>
		hasValues(columns[i])
			? [{ header: several ? `${panel.title}: ${label}` : label, steps, values: columns[i] }]
			: [],
	);
}

/** A column per value of a row. The title is a part of the header as above. */
function rowsCsv(panels: readonly RowsPanel[], name: string): string {
	const columns = panels.flatMap(({ title, values = title, columns: headers, rows }) =>
		(['before', 'after', 'low', 'high'] as const).flatMap((value) => {
			const header = headers[value];
			if (header === undefined) return [];
			const full = panels.length > 1 ? `${values}: ${header}` : header;
			return [{ header: full, cells: rows.map((row) => row[value]) }];
		}),
	);
	return csvText(
		[name, ...columns.map(({ header }) => header)],
		panels[0].rows.map(({ label }, i) => [label, ...columns.map(({ cells }) => cells[i])]),
	);
}
