/** The kinds of panel as SVG: curves over steps, shares stacked over steps, rows from before to after, and matrices. */
import { valueRange } from '../scale.ts';
import type { CurvePanel, Figure, FigureSource, Panel, RowsPanel, StackPanel } from './figure.ts';
import { shapeMark, strokeOf } from './marks.ts';
import { drawMatrix, matrixHead, matrixRow } from './matrixPanel.ts';
import { linePath, pointsOf, stairsPath, sumsOf } from './paths.ts';
import { axisText, plotBox, type Box } from './plotBox.ts';
import { cutText, textWidth } from './text.ts';
import { ticksOf } from './ticks.ts';
import { element, shortNumber, type Markup } from './xml.ts';

const titleHeight = 24;
const axisLeft = 40;
const axisFoot = 20;
const marginRight = 12;
const rowHeight = 22;
const nameWidth = 128;
/** Where rows have longer names than that. */
const longNames = 240;

const headHeight = ({ title }: Panel): number => (title === '' ? 0 : titleHeight);

/** Of the panel as a whole, its title and its axes included. `narrow`: several stand beside each other. */
export function panelHeight(panel: Panel, narrow: boolean): number {
	switch (panel.kind) {
		case 'rows':
			return headHeight(panel) + rowHeight * panel.rows.length + axisFoot;
		case 'matrix':
			return headHeight(panel) + matrixHead + matrixRow * panel.rows.length + 8;
		default:
			return headHeight(panel) + (narrow ? 112 : 216) + axisFoot;
	}
}

export function drawPanel(
	panel: Panel,
	box: Box,
	switches: Figure['switches'],
	source: FigureSource,
): Markup {
	const overSteps = panel.kind === 'curves' || panel.kind === 'stack';
	const isLong =
		!overSteps && panel.rows.some(({ label }) => textWidth(label, 11) > nameWidth - 24);
	const left = overSteps ? axisLeft : isLong ? longNames : nameWidth;
	const inside: Box = {
		left: box.left + left,
		top: box.top + headHeight(panel),
		width: box.width - left - marginRight,
		height: box.height - headHeight(panel) - axisFoot,
	};
	const mark = overSteps ? panel.mark : undefined;
	const indent = mark ? 15 : 0;
	const heading = { x: box.left + indent, y: box.top + 11, 'font-size': 11, fill: source.quiet };
	return element(
		'g',
		{},
		panel.title !== '' && [
			element('title', {}, panel.title),
			mark && shapeMark(mark, box.left, box.top + 7),
			element('text', heading, cutText(panel.title, 11, box.width - indent)),
		],
		inPanel(panel, box.left, inside, switches, source),
	);
}

/** `edge`: where names may begin. */
function inPanel(
	panel: Panel,
	edge: number,
	box: Box,
	switches: Figure['switches'],
	source: FigureSource,
): Markup[] {
	switch (panel.kind) {
		case 'curves':
			return curves(panel, box, switches, source);
		case 'stack':
			return stack(panel, box, switches, source);
		case 'rows':
			return rows(panel, edge, box, source);
		case 'matrix':
			return drawMatrix(panel, edge, box, source);
	}
}

function curves(
	panel: CurvePanel,
	box: Box,
	switches: Figure['switches'],
	source: FigureSource,
): Markup[] {
	const [steps, ...columns] = panel.data;
	let [min, max] = [Infinity, -Infinity];
	for (const column of columns)
		for (const value of column)
			if (value !== null) [min, max] = [Math.min(min, value), Math.max(max, value)];
	const range = valueRange(min, max, panel.top);
	const plot = plotBox(box, { ...panel, range }, switches, source);
	const lines = panel.lines.map((line, i) =>
		element(
			'g',
			{},
			element('title', {}, line.label),
			element('path', {
				...strokeOf(line),
				d: linePath(steps, columns[i], plot.x, plot.y, line.cut) || undefined,
			}),
			line.points &&
				pointsOf(steps, columns[i], plot.x, plot.y).map(([cx, cy]) =>
					element('circle', { cx, cy, r: 2, fill: line.stroke }),
				),
		),
	);
	return [plot.axes, element('g', {}, lines), plot.switches];
}

function stack(
	panel: StackPanel,
	box: Box,
	switches: Figure['switches'],
	source: FigureSource,
): Markup[] {
	const [steps, ...columns] = panel.data;
	const plot = plotBox(box, { ...panel, range: [0, 1] }, switches, source);
	// From the top of the stack to its foot, each filled down to 0, so that the next covers what is not its own.
	const areas = sumsOf(columns)
		.map((sum, i) => ({ ...panel.areas[i], d: stairsPath(steps, sum, plot.x, plot.y) }))
		.filter(({ d }) => d !== '')
		.toReversed()
		.map(({ label, fill, d }) =>
			element('path', { d, fill, stroke: source.paper }, element('title', {}, label)),
		);
	return [plot.axes, element('g', {}, areas), plot.switches];
}

function rows(panel: RowsPanel, edge: number, box: Box, source: FigureSource): Markup[] {
	const { quiet, rule, ink, paper } = source;
	const [low, high] = panel.range ?? [0, 1];
	const x = (value: number) =>
		box.left + (box.width * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
	const foot = box.top + box.height;
	const ticks = ticksOf([low, high], box.width, 60).map((share) => [
		element('path', {
			d: `M${shortNumber(x(share))} ${box.top}V${foot}`,
			stroke: share === 0 && low < 0 ? quiet : rule,
		}),
		element(
			'text',
			{
				...{ x: x(share), y: foot + axisText + 4, 'text-anchor': 'middle' },
				...{ 'font-size': axisText, fill: quiet },
			},
			panel.unit(share),
		),
	]);
	const lines = panel.rows.map((row, i) => {
		const { label, color, shape, before = null, after, hollow = false } = row;
		const middle = box.top + rowHeight * (i + 0.5);
		const across = (from: number, to: number) =>
			`M${shortNumber(x(from))} ${middle}H${shortNumber(x(to))}`;
		return element(
			'g',
			{},
			element('title', {}, label),
			shape !== undefined && shapeMark({ shape, color }, edge, middle),
			element(
				'text',
				{ x: edge + 16, y: middle + 4, 'font-size': 11, fill: ink },
				cutText(label, 11, box.left - edge - 24),
			),
			before !== null &&
				after !== null &&
				element('path', { d: across(before, after), stroke: color, 'stroke-width': 2 }),
			row.low !== null &&
				row.high !== null &&
				element('path', {
					...{ d: across(row.low, row.high), stroke: color },
					...{ 'stroke-width': 6, 'stroke-opacity': 0.35 },
				}),
			before !== null &&
				element('circle', { cx: x(before), cy: middle, r: 3.5, fill: paper, stroke: color }),
			after !== null &&
				element('circle', {
					...{ cx: x(after), cy: middle, r: 4 },
					...{ fill: hollow ? paper : color, stroke: color },
				}),
		);
	});
	return [element('g', {}, ticks), element('g', {}, lines)];
}
