/** Numbers per pair of things as SVG: each cell coloured and with its number, a dash for what is missing. */
import type { FigureSource, MatrixPanel } from './figure.ts';
import { shapeMark } from './marks.ts';
import type { Box } from './plotBox.ts';
import { cutText } from './text.ts';
import { element, shortNumber, type Markup } from './xml.ts';

const widest = 72;
export const matrixRow = 24;
export const matrixHead = 20;

/** `box`: the cells and the names above them; names of rows stand from `edge` on. */
export function drawMatrix(
	{ rows, columns, values, text, fill }: MatrixPanel,
	edge: number,
	box: Box,
	{ ink, rule, paper }: FigureSource,
): Markup[] {
	const wide = Math.min(widest, box.width / Math.max(1, columns.length));
	const label = { 'font-size': 11, fill: ink };
	const heads = columns.map(({ label: name, mark }, j) => {
		const left = box.left + j * wide;
		return element(
			'g',
			{},
			element('title', {}, name),
			shapeMark(mark, left + 2, box.top + 8),
			wide >= 40 &&
				element('text', { ...label, x: left + 15, y: box.top + 12 }, cutText(name, 11, wide - 18)),
		);
	});
	const lines = rows.map(({ label: name, mark }, i) => {
		const top = box.top + matrixHead + i * matrixRow;
		const middle = top + matrixRow / 2;
		const cells = columns.map((_, j) => {
			const value = values[i]?.[j] ?? null;
			const left = shortNumber(box.left + j * wide);
			const at = { x: left, y: top, width: wide, height: matrixRow };
			const center = { x: box.left + (j + 0.5) * wide, y: middle + 4, 'text-anchor': 'middle' };
			if (value === null) return element('text', { ...label, ...center, fill: rule }, '–');
			return [
				element('rect', { ...at, fill: fill(value), stroke: paper }),
				element('text', { ...label, ...center }, text(value)),
			];
		});
		return element(
			'g',
			{},
			element('title', {}, name),
			shapeMark(mark, edge, middle),
			element(
				'text',
				{ ...label, x: edge + 16, y: middle + 4 },
				cutText(name, 11, box.left - edge - 24),
			),
			cells,
		);
	});
	return [element('g', {}, heads), element('g', {}, lines)];
}
