/** Marks that stand for something: a piece of a line, a skill's shape in its colour, as SVG. */
import { shapes } from '../palette.ts';
import type { Line } from '../scale.ts';
import type { ShapeMark } from './figure.ts';
import { element, shortNumber, type Markup } from './xml.ts';

/** How a line is drawn, wherever it stands. */
export const strokeOf = ({ stroke, width, dash }: Line) => ({
	...{ fill: 'none', stroke, 'stroke-width': width, 'stroke-linejoin': 'round' },
	'stroke-dasharray': dash && dash.length > 0 ? dash.join(' ') : undefined,
});

/** `middle`: its height. */
export const shapeMark = (
	{ shape, color }: ShapeMark,
	left: number,
	middle: number,
	size = 10,
): Markup =>
	element('path', {
		...{ d: shapes[shape], fill: color, 'fill-rule': 'evenodd' },
		transform: `translate(${shortNumber(left)} ${shortNumber(middle - size / 2)}) scale(${shortNumber(size / 12)})`,
	});
