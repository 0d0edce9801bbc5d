/** A figure of one panel of curves over the steps. */
import type { CurvePanel, Figure, LegendEntry } from '../figure.ts';

/** The lines that have a value. */
export const lineLegend = ({ data, lines }: Pick<CurvePanel, 'data' | 'lines'>): LegendEntry[] =>
	lines.flatMap((line, i) =>
		data[i + 1].some((value) => value !== null) ? [{ label: line.label, mark: line }] : [],
	);

/** `legend`: in place of the lines by their names. */
export const curveFigure = (
	name: string,
	title: string,
	panel: CurvePanel,
	switches: Figure['switches'],
	legend = lineLegend(panel),
): Figure => ({ name, title, panels: [panel], legend, switches });
