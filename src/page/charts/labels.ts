/** Labels of points that do not overlap. */
import { textWidth } from './text.ts';

interface Point {
	readonly x: number;
	readonly y: number;
	readonly label: string;
}
interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const [fontSize, ascent, descent] = [12, 9, 3];
const [pointRadius, gap] = [6, 8];
/** Above, below, and level with the point. */
const baselines = [-7, 15, 4];

/** Each label overlaps no point and no earlier label, from `left` to `right`. null: no room. */
export function placeLabels(points: readonly Point[], left: number, right: number) {
	const taken: Box[] = points.map(({ x, y }) => ({
		left: x - pointRadius,
		right: x + pointRadius,
		top: y - pointRadius,
		bottom: y + pointRadius,
	}));
	const isFree = (box: Box) =>
		box.left >= left && box.right <= right && !taken.some((other) => overlap(box, other));
	return points.map((point) => {
		const width = textWidth(point.label, fontSize);
		for (const down of baselines)
			for (const anchor of ['start', 'end'] as const) {
				const x = anchor === 'start' ? point.x + gap : point.x - gap;
				const y = point.y + down;
				const start = anchor === 'start' ? x : x - width;
				const box = { left: start, right: start + width, top: y - ascent, bottom: y + descent };
				if (!isFree(box)) continue;
				taken.push(box);
				return { x, y, anchor };
			}
		return null;
	});
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
