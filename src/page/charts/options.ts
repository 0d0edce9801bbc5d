/** What the page's plots share: ink, axes, and the options of the curves and of the stacked mix. */
import uPlot from 'uplot';
import type { SkillStyle } from './palette.ts';
import { mixed, valueRange, wholeSteps, type Line } from './scale.ts';

/** Colours as the canvas needs them: resolved from the theme's variables. */
export interface Ink {
	readonly ink: string;
	readonly quiet: string;
	readonly rule: string;
	readonly paper: string;
	of(variable: string): string;
	/** Half way to the paper: for what is measured often and jumps. */
	faint(color: string): string;
}
export function inkOf(root: Element): Ink {
	const style = getComputedStyle(root);
	const of = (variable: string) => style.getPropertyValue(variable).trim();
	const faint = (color: string) => mixed(color, of('--paper'), 0.45);
	return {
		ink: of('--ink'),
		quiet: of('--ink-2'),
		rule: of('--rule'),
		paper: of('--paper'),
		of,
		faint,
	};
}

const stairs = uPlot.paths.stepped?.({ align: -1 });
type Options = Omit<uPlot.Options, 'width' | 'height'>;
const font = '10px system-ui, sans-serif';
/** The plot's left edge and right margin, in CSS pixels: marks over a plot are placed by them. */
export const plotLeft = 36;
export const plotRight = 14;

function axes(
	ink: Ink,
	size: 'small' | 'large',
	unit: (value: number) => string,
	fixed: boolean,
): uPlot.Axis[] {
	const shared = {
		stroke: ink.quiet,
		font,
		ticks: { show: false },
		border: { show: false },
	};
	return [
		{
			...shared,
			show: size === 'large',
			size: 20,
			gap: 2,
			grid: { show: false },
			space: 60,
			incrs: wholeSteps,
		},
		{
			...shared,
			size: plotLeft,
			gap: 4,
			space: size === 'small' ? 36 : 40,
			grid: { stroke: ink.rule, width: 1 },
			// A scale that would follow values and has none yet says nothing. One that is fixed always holds.
			values: (chart, splits) =>
				splits.map((value) => (fixed || hasValues(chart) ? unit(value) : '')),
		},
	];
}

const hasValues = (chart: uPlot): boolean =>
	chart.data.slice(1).some((column) => column.some((value) => typeof value === 'number'));

/** Lines over steps 0 … `steps`, from 0 upwards, or from the lowest value where that is below 0. */
export function curveOptions(settings: {
	readonly ink: Ink;
	readonly steps: number;
	readonly size: 'small' | 'large';
	readonly lines: readonly Line[];
	/** The upper end of the scale if it is fixed (1 for shares). */
	readonly top?: number;
	readonly unit: (value: number) => string;
}): Options {
	const { ink, steps, size, lines, top, unit } = settings;
	return {
		...base,
		padding: [6, plotRight, size === 'small' ? 4 : 0, 0],
		scales: {
			x: { time: false, range: [0, steps] },
			y: { range: (_chart, min, max) => valueRange(min, max, top) },
		},
		axes: axes(ink, size, unit, top !== undefined),
		series: [{}, ...lines.map(lineSeries)],
	};
}

const lineSeries = ({ stroke, width, dash, points = false, cut = false }: Line): uPlot.Series => ({
	stroke,
	width,
	spanGaps: !cut,
	...(dash && dash.length > 0 && { dash: [...dash] }),
	points: points ? { show: true, size: 4, fill: stroke, stroke } : { show: false },
});

/** Shares on top of each other, up to 1: series come from the top of the stack to its foot, each filled down to 0. */
export function stackOptions(ink: Ink, steps: number, styles: readonly SkillStyle[]): Options {
	return {
		...base,
		padding: [8, plotRight, 0, 0],
		scales: { x: { time: false, range: [0, steps] }, y: { range: [0, 1] } },
		axes: axes(ink, 'large', (share) => `${Math.round(100 * share)} %`, true),
		series: [
			{},
			...styles.toReversed().map(({ variable }) => ({
				stroke: ink.paper,
				width: 1,
				fill: ink.of(variable),
				points: { show: false },
				// A batch has its share, and the next one another: nothing lies between.
				...(stairs && { paths: stairs }),
			})),
		],
	};
}

const base = {
	legend: { show: false },
	cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
} satisfies Partial<Options>;
