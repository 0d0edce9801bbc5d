/**
 * A figure as the text of an SVG file: title, legend, panels, and the link to its experiment, as small text that can be clicked
 * and whole in the file's description and metadata. Names are text, never markup.
 */
import type { Figure, FigureSource } from './figure.ts';
import { drawLegend } from './legend.ts';
import { drawPanel, panelHeight } from './panels.ts';
import { describing, drawLinks } from './links.ts';
import { cutText } from './text.ts';
import { element, type Markup } from './xml.ts';

const margin = 16;
const between = 20;
const narrowWidth = 280;
const wideWidth = 720;
const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export interface Drawing {
	readonly svg: string;
	/** In CSS pixels. */
	readonly width: number;
	readonly height: number;
}

export function drawFigure(figure: Figure, source: FigureSource): Drawing {
	const columns = Math.max(1, Math.min(figure.columns ?? 1, figure.panels.length));
	const panelWidth = columns > 1 ? narrowWidth : wideWidth - 2 * margin;
	const inner = columns * panelWidth + (columns - 1) * between;
	const width = inner + 2 * margin;
	const heading = [
		element(
			'text',
			{ x: margin, y: 28, 'font-size': 15, 'font-weight': 600, fill: source.ink },
			cutText(figure.title, 15, inner),
		),
		element(
			'text',
			{ x: margin, y: 45, 'font-size': 11, fill: source.quiet },
			cutText(source.about, 11, inner),
		),
	];
	const legend = drawLegend(figure.legend, margin, 54, inner, source);
	let top = 54 + legend.height + 8;
	const panels: Markup[] = [];
	for (let first = 0; first < figure.panels.length; first += columns) {
		const row = figure.panels.slice(first, first + columns);
		const height = Math.max(...row.map((panel) => panelHeight(panel, columns > 1)));
		row.forEach((panel, i) => {
			const left = margin + i * (panelWidth + between);
			const box = { left, top, width: panelWidth, height };
			panels.push(drawPanel(panel, box, figure.switches, source));
		});
		top += height + 8;
	}
	const foot = drawLinks(source, { left: margin, top, width: inner });
	const height = top + foot.height;
	const svg = element(
		'svg',
		{
			...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
			...{ 'font-family': fonts, role: 'img' },
		},
		...describing(figure.title, source),
		element('rect', { width, height, fill: source.paper }),
		heading,
		legend.markup,
		panels,
		foot.markup,
	);
	return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg.markup}\n`, width, height };
}
