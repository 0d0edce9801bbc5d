/** A chart of curves over the steps as a figure: lines with names, those that have values in the legend. */
import type { Column } from '../columns.ts';
import type { Line } from '../scale.ts';
import type { CurvePanel, Figure, LegendEntry } from '../svg/figure.ts';

export type NamedLine = Line & { readonly label: string };

/** The lines that have a value anywhere, as the legend has them. */
export function legendOf({ data, lines }: Pick<CurvePanel, 'data' | 'lines'>): LegendEntry[] {
	const [, ...columns] = data;
	return lines.flatMap((line, i) =>
		columns[i].some((value) => value !== null) ? [{ label: line.label, mark: line }] : [],
	);
}

export interface CurveChart {
	/** For the file's name. */
	readonly name: string;
	readonly title: string;
	/** What the values are, with their unit. */
	readonly values: string;
	readonly data: readonly [number[], ...Column[]];
	readonly lines: readonly NamedLine[];
	readonly top?: number;
	readonly unit: (value: number) => string;
	/** Instead of the lines by their names. */
	readonly legend?: readonly LegendEntry[];
}

export function curveFigure(
	{ steps, switchMarks }: { readonly steps: number; readonly switchMarks: Figure['switches'] },
	{ name, title, values, legend, ...chart }: CurveChart,
): Figure {
	const panel: CurvePanel = { kind: 'curves', title: values, steps, ...chart };
	return { name, title, panels: [panel], legend: legend ?? legendOf(panel), switches: switchMarks };
}
