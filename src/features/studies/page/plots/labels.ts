/** Names beside points where they hide neither each other nor a point; one that finds no room is left out. Pure. */
export interface Point {
	readonly x: number;
	readonly y: number;
	readonly label: string;
}
export interface PlacedLabel {
	readonly x: number;
	readonly y: number;
	readonly anchor: 'start' | 'end';
}
interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Of 11-pixel text, on average. */
const letter = 5.8;
const line = 12;
const radius = 6;

/** In the order given: the first finds room first. `width`: nothing is written past it. */
export function placeLabels(points: readonly Point[], width: number): (PlacedLabel | null)[] {
	const taken: Box[] = points.map(({ x, y }) => ({
		...{ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
	}));
	return points.map((point) => {
		for (const place of placesOf(point)) {
			const box = boxOf(place, point.label);
			if (box.left < 0 || box.right > width || taken.some((other) => overlap(box, other))) continue;
			taken.push(box);
			return place;
		}
		return null;
	});
}

const placesOf = ({ x, y }: Point): PlacedLabel[] =>
	[-7, 15, 4].flatMap((down) => [
		{ x: x + 8, y: y + down, anchor: 'start' as const },
		{ x: x - 8, y: y + down, anchor: 'end' as const },
	]);

function boxOf({ x, y, anchor }: PlacedLabel, label: string): Box {
	const width = letter * label.length;
	const left = anchor === 'start' ? x : x - width;
	return { left, right: left + width, top: y - line + 3, bottom: y + 3 };
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
