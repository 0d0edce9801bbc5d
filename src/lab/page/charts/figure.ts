/**
 * A chart as a value. The page and the saved file come from the same panels. Colours are CSS
 * colours, usually `var(--name)`, so a chart follows the theme.
 */
import { hasValues, type Series } from './series.ts';

export interface Line {
	readonly stroke: string;
	readonly width: number;
	readonly opacity?: number;
	readonly dash?: readonly number[];
	/** Marks each measured point: for values that are measured rarely. */
	readonly points?: boolean;
	/** A step without a value interrupts the line. */
	readonly cut?: boolean;
	/** Behind the others: a scale that fits does not follow it. */
	readonly behind?: boolean;
}
/** Without values it is not drawn. */
export interface NamedLine extends Line, Series {
	readonly label: string;
	/** A name that stands at the line's end. */
	readonly endName?: string;
}

export interface ShapeMark {
	/** An entry of `shapes`. */
	readonly shape: number;
	readonly color: string;
}
export interface LegendEntry {
	readonly label: string;
	/** A skill's shape, or a sample of the line. */
	readonly mark: ShapeMark | Line;
}

interface OverSteps {
	/** Quantity and unit, above the plot. */
	readonly title: string;
	/** The last step of the run. */
	readonly steps: number;
	/** A value as text. Default: a loss. */
	readonly unit?: (value: number) => string;
}
export interface CurvePanel extends OverSteps {
	readonly kind: 'curves';
	readonly lines: readonly NamedLine[];
	/** A fixed upper end of the scale (1 for shares). */
	readonly top?: number;
	/** The scale covers the values, not all that is possible. */
	readonly fits?: boolean;
}
/** Shares that sum to 1, the first at the bottom. A value holds from the previous step on. */
export interface StackPanel extends OverSteps {
	readonly kind: 'stack';
	readonly areas: readonly (Series & { readonly label: string; readonly fill: string })[];
}
/** One row per item: its value with an interval. */
export interface RowsPanel {
	readonly kind: 'rows';
	readonly title: string;
	readonly unit: (value: number) => string;
	/** Ends of the scale; 0 to 1 by default. */
	readonly range?: readonly [number, number];
	readonly rows: readonly {
		readonly label: string;
		readonly color: string;
		readonly after: number | null;
		/** Ends of the interval; null without one. */
		readonly low: number | null;
		readonly high: number | null;
		/** An open circle: the difference is not significant. */
		readonly hollow?: boolean;
	}[];
}
export type Panel = CurvePanel | StackPanel | RowsPanel;

export interface Switch {
	readonly step: number;
	readonly title: string;
	readonly at?: { readonly value: number; readonly color: string };
}

export interface Figure {
	/** Goes into the file's name. */
	readonly name: string;
	readonly title: string;
	readonly panels: readonly Panel[];
	readonly legend: readonly LegendEntry[];
	/** Steps after which another policy draws. `at`: the mark lies on a curve of its own. */
	readonly switches: readonly Switch[];
}

export interface NamedLink {
	readonly name?: string;
	readonly link: string;
}

/** The provenance that a figure's file states. */
export interface FigureSource {
	/** One line: policies, seed, model, steps. */
	readonly about: string;
	/** Links that open its experiments, each with the name that the figure gives it. */
	readonly links: readonly NamedLink[];
}

/** The lines that have a value. */
export const lineLegend = ({ lines }: Pick<CurvePanel, 'lines'>): LegendEntry[] =>
	lines.filter(hasValues).map((line) => ({ label: line.label, mark: line }));

export const seriesOf = (panel: CurvePanel | StackPanel) =>
	panel.kind === 'curves' ? panel.lines : panel.areas;

/** A figure of one panel. `legend`: other entries than the lines. */
export const curveFigure = (
	name: string,
	title: string,
	panel: CurvePanel,
	switches: Figure['switches'],
	legend = lineLegend(panel),
): Figure => ({ name, title, panels: [panel], legend, switches });
