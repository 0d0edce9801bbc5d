/** The frame of a plot over steps: its axes with their ticks, and the policy's switches, as SVG. */
import { wholeSteps } from '../scale.ts';
import * as format from '#page/words/format.ts';
import type { Figure, FigureSource } from './figure.ts';
import type { Scale } from './paths.ts';
import { cutText } from './text.ts';
import { ticksOf } from './ticks.ts';
import { element, shortNumber, type Markup } from './xml.ts';

/** In pixels of the whole drawing. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}
export interface PlotBox {
	readonly x: Scale;
	readonly y: Scale;
	readonly axes: Markup;
	readonly switches: Markup;
}

export const axisText = 10;
const gap = 4;

export function plotBox(
	{ left, top, width, height }: Box,
	panel: {
		readonly steps: number;
		readonly range: readonly [number, number];
		readonly unit: (value: number) => string;
	},
	switches: Figure['switches'],
	{ quiet, rule, ink, paper }: FigureSource,
): PlotBox {
	const [low, high] = panel.range;
	const x: Scale = (step) => left + (width * step) / Math.max(1, panel.steps);
	const y: Scale = (value) => top + height - (height * (value - low)) / (high - low);
	const foot = top + height;
	const label = { 'font-size': axisText, fill: quiet };
	/** Readable over lines and areas. */
	const over = {
		...{ fill: ink, stroke: paper, 'stroke-width': 3 },
		...{ 'paint-order': 'stroke', 'stroke-linejoin': 'round' },
	};
	const rows = ticksOf(panel.range, height, 36).map((value) => [
		element('path', { d: `M${left} ${shortNumber(y(value))}H${left + width}`, stroke: rule }),
		element(
			'text',
			{ ...label, x: left - gap, y: y(value) + 3.5, 'text-anchor': 'end' },
			panel.unit(value),
		),
	]);
	const columns = ticksOf([0, panel.steps], width, 60, wholeSteps).map((step) =>
		element(
			'text',
			{ ...label, x: x(step), y: foot + axisText + gap, 'text-anchor': 'middle' },
			format.count(step),
		),
	);
	const marks = switches.map(({ step, title, at: own }, i) => {
		if (own) {
			const [left, foot] = [shortNumber(x(step)), shortNumber(y(own.value) + 4)];
			const d = `M${left} ${foot}l4 -8h-8Z`;
			return element('path', { d, fill: own.color, stroke: paper }, element('title', {}, title));
		}
		const at = Math.round(x(step)) + 0.5;
		const room = x(switches[i + 1]?.step ?? panel.steps) - at - 2 * gap;
		const text = { ...label, x: at + gap, y: top + axisText };
		return [
			element('path', { d: `M${at} ${top}V${foot}`, stroke: ink, 'stroke-dasharray': '1 3' }),
			element('path', { d: `M${at} ${foot - 6}L${at + 3} ${foot}H${at - 3}Z`, fill: ink }),
			room > 3 * axisText && element('text', { ...text, ...over }, cutText(title, axisText, room)),
		];
	});
	return {
		...{ x, y },
		axes: element('g', {}, rows, columns),
		switches: element('g', {}, marks),
	};
}
