/** A figure's numbers as CSV: a row per step with a column per line, or a row per thing. Pure. */
import { csvText, type CsvCell } from '#core/csvText.ts';
import type { Column } from '#ui/charts/columns.ts';
import type { Figure, Panel, RowsPanel } from './figure.ts';

type OverSteps = Exclude<Panel, RowsPanel>;

/** `names`: headers of the first column. Steps at which nothing is measured are left out. */
export function figureCsv(
	{ panels }: Figure,
	names: { readonly step: string; readonly row: string },
): string {
	const rows = panels.find((panel): panel is RowsPanel => panel.kind === 'rows');
	if (rows)
		return csvText(
			[names.row, ...rows.columns],
			rows.rows.map(({ label, before, after, half }) => [label, before, after, half]),
		);
	const overSteps = panels.filter((panel): panel is OverSteps => panel.kind !== 'rows');
	const columns = overSteps.flatMap((panel) => columnsOf(panel, overSteps.length > 1));
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

/** Where several panels have a line of one name, the panel's title says which. */
function columnsOf(
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
