/** Linear axes with round ticks, and labels of points that do not overlap. */
import { highest, lowest } from '#core/statistics.ts';
export interface Scale {
	readonly low: number;
	readonly high: number;
	readonly ticks: readonly number[];
}

const factors = [1, 2, 2.5, 5, 10];

/** Two to six round ticks that cover all values. */
export function scaleOf(values: readonly (number | null | undefined)[]): Scale {
	const known = values.filter((value) => value !== null && value !== undefined);
	const least = lowest(known);
	const most = highest(known);
	if (!Number.isFinite(least) || !Number.isFinite(most)) return { low: 0, high: 1, ticks: [0, 1] };
	const range = most - least || Math.abs(most) || 1;
	const rough = range / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * factors.find((factor) => factor * power >= rough * 0.999)!;
	const first = Math.floor(least / step + 1e-9);
	const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
	const ticks = Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
	return { low: ticks[0], high: ticks.at(-1)!, ticks };
}

/** Room for the dots at both ends, in per cent of the width. */
const margin = 3;

/** Position of a value in per cent of the axis's width. */
export function percentAlong(value: number, { low, high }: Scale): number {
	const share = (value - low) / (high - low);
	return margin + (100 - 2 * margin) * Math.min(1, Math.max(0, share));
}

const rounded = (value: number): number => Number(value.toPrecision(10));

interface Point {
	readonly x: number;
	readonly y: number;
	readonly label: string;
}
interface PlacedLabel {
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

/** Mean width of a letter and height of a line of 11-pixel text. */
const letterWidth = 5.8;
const lineHeight = 12;
const pointRadius = 6;

/**
 * Places each label beside its point where it overlaps no point and no earlier label, from 0 to
 * `width`. null: there is no room.
 */
export function placeLabels(points: readonly Point[], width: number): (PlacedLabel | null)[] {
	const taken: Box[] = points.map(({ x, y }) => ({
		left: x - pointRadius,
		right: x + pointRadius,
		top: y - pointRadius,
		bottom: y + pointRadius,
	}));
	return points.map((point) => {
		for (const placed of candidates(point)) {
			const box = labelBox(placed, point.label);
			if (box.left < 0 || box.right > width || taken.some((other) => overlap(box, other))) continue;
			taken.push(box);
			return placed;
		}
		return null;
	});
}

const candidates = ({ x, y }: Point): PlacedLabel[] =>
	[-7, 15, 4].flatMap((down) => [
		{ x: x + 8, y: y + down, anchor: 'start' as const },
		{ x: x - 8, y: y + down, anchor: 'end' as const },
	]);

function labelBox({ x, y, anchor }: PlacedLabel, label: string): Box {
	const width = letterWidth * label.length;
	const left = anchor === 'start' ? x : x - width;
	return { left, right: left + width, top: y - lineHeight + 3, bottom: y + 3 };
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
