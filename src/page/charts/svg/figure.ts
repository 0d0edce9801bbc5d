/** A chart as a value: what its file is drawn from, as SVG or as CSV. The same columns and lines as on the page. */
import type { Column } from '../columns.ts';
import type { Line } from '../scale.ts';

export interface ShapeMark {
	/** An entry of `shapes`. */
	readonly shape: number;
	readonly color: string;
}
export interface LegendEntry {
	readonly label: string;
	/** Else a piece of the line. */
	readonly mark: ShapeMark | Line;
}

interface OverSteps {
	/** Above the plot: what the values are, with their unit. */
	readonly title: string;
	/** Before the title: a skill's shape and colour. */
	readonly mark?: ShapeMark;
	/** The step, then a column per series. One without any value is not drawn. */
	readonly data: readonly [number[], ...Column[]];
	/** The last step of the run. */
	readonly steps: number;
	readonly unit: (value: number) => string;
}
export interface CurvePanel extends OverSteps {
	readonly kind: 'curves';
	readonly lines: readonly (Line & { readonly label: string })[];
	/** The upper end of the scale if it is fixed (1 for shares). */
	readonly top?: number;
}
/** Shares of 1, one on top of the other: the first is at the foot. A value holds from the step before it. */
export interface StackPanel extends OverSteps {
	readonly kind: 'stack';
	readonly areas: readonly { readonly label: string; readonly fill: string }[];
}
/** A row per thing: where it is, with its interval, and where it was. */
export interface RowsPanel {
	readonly kind: 'rows';
	readonly title: string;
	readonly unit: (value: number) => string;
	/** Ends of the scale: 0 to 1 where it is left out. */
	readonly range?: readonly [number, number];
	/** Before the headers in the CSV, where several panels stand in it: its values are shares or nats, never per cent. */
	readonly values?: string;
	/** Headers in the CSV. */
	readonly columns: {
		readonly before?: string;
		readonly after: string;
		readonly low: string;
		readonly high: string;
	};
	readonly rows: readonly {
		readonly label: string;
		readonly color: string;
		readonly shape?: number;
		readonly before?: number | null;
		readonly after: number | null;
		/** Of the interval; null where there is none. */
		readonly low: number | null;
		readonly high: number | null;
		/** Not told apart from anything: an open circle. */
		readonly hollow?: boolean;
	}[];
}
/** Numbers per pair of things; null: not measured. */
export interface MatrixPanel {
	readonly kind: 'matrix';
	readonly title: string;
	readonly rows: readonly { readonly label: string; readonly mark: ShapeMark }[];
	readonly columns: MatrixPanel['rows'];
	/** values[row][column] */
	readonly values: readonly (readonly (number | null)[])[];
	readonly text: (value: number) => string;
	/** A cell's colour. */
	readonly fill: (value: number) => string;
}
export type Panel = CurvePanel | StackPanel | RowsPanel | MatrixPanel;

export interface Switch {
	readonly step: number;
	readonly title: string;
	readonly at?: { readonly value: number; readonly color: string };
}

export interface Figure {
	/** For the file's name: what the chart shows. */
	readonly name: string;
	readonly title: string;
	readonly panels: readonly Panel[];
	/** Panels beside each other; 1 where it is left out. */
	readonly columns?: number;
	readonly legend: readonly LegendEntry[];
	/** Steps after which another policy draws; `at`: on a curve of its own, at this height and in this colour. */
	readonly switches: readonly Switch[];
}

export interface NamedLink {
	readonly name?: string;
	readonly link: string;
}

/** What a figure's file tells beside the figure. */
export interface FigureSource {
	/** One line: policies, seed, model, steps. */
	readonly about: string;
	/** Addresses at which its experiments open; of several, each with the name that the figure gives it. */
	readonly links: readonly NamedLink[];
	readonly paper: string;
	readonly ink: string;
	readonly quiet: string;
	readonly rule: string;
}
