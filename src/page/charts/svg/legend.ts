/** The names of what a figure draws, in rows as wide as the figure, as SVG. */
import type { FigureSource, LegendEntry } from './figure.ts';
import { shapeMark, strokeOf } from './marks.ts';
import { cutText, textWidth } from './text.ts';
import { element, type Markup } from './xml.ts';

const size = 11;
const rowHeight = 18;
const between = 16;
const longest = 260;

export interface Legend {
	readonly markup: Markup;
	readonly height: number;
}

export function drawLegend(
	entries: readonly LegendEntry[],
	left: number,
	top: number,
	width: number,
	{ ink }: FigureSource,
): Legend {
	let [x, y] = [left, top];
	const drawn = entries.map(({ label, mark }) => {
		const isShape = 'shape' in mark;
		const markWidth = isShape ? 14 : 24;
		const text = cutText(label, size, longest);
		const wide = markWidth + textWidth(text, size);
		if (x > left && x + wide > left + width) [x, y] = [left, y + rowHeight];
		const at = x;
		x += wide + between;
		const middle = y + rowHeight / 2;
		return element(
			'g',
			{},
			element('title', {}, label),
			isShape
				? shapeMark(mark, at, middle)
				: element('path', { ...strokeOf(mark), d: `M${Math.round(at)} ${middle}h18` }),
			!isShape &&
				mark.points &&
				element('circle', { cx: Math.round(at) + 9, cy: middle, r: 2, fill: mark.stroke }),
			element('text', { x: at + markWidth, y: middle + 4, 'font-size': size, fill: ink }, text),
		);
	});
	const height = entries.length > 0 ? y - top + rowHeight : 0;
	return { markup: element('g', {}, drawn), height };
}
