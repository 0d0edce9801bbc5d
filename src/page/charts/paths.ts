/** Columns as SVG paths, on d3-shape: lines with or without gaps, points, and stairs. */
import { area, curveStepBefore, line } from 'd3-shape';
import type { Column } from './columns.ts';
import type { Scale } from './scales.ts';

/** A measured point in pixels; null interrupts the line. */
type Point = readonly [x: number, y: number] | null;

const lineThrough = line<Point>(
	(point) => point![0],
	(point) => point![1],
).defined((point) => point !== null);
const areaUnder = area<Point>()
	.x((point) => point![0])
	.y1((point) => point![1])
	.curve(curveStepBefore);

/**
 * The indices that a line needs: the first, the lowest, the highest and the last value of each
 * pixel column. A line through these covers the same pixels as a line through all values (M4; Jugel
 * et al., VLDB 2014). Nothing is smoothed, and a long run costs no more than a short one.
 * `gaps`: adds one index of each run of missing values, where the line is interrupted.
 */
export function visibleIndices(
	steps: readonly number[],
	column: Column,
	x: Scale,
	gaps: boolean,
): number[] {
	// The scale is linear: two multiplications per value instead of a call.
	const [left, right] = x.range();
	const [first, last] = x.domain();
	const slope = (right - left) / (last - first);
	const indices: number[] = [];
	let pixel = NaN;
	let [start, low, high, end] = [-1, -1, -1, -1];
	const flush = () => {
		if (start < 0) return;
		for (const i of low < high ? [start, low, high, end] : [start, high, low, end])
			if (i !== indices[indices.length - 1]) indices.push(i);
		start = -1;
	};
	for (let i = 0; i < column.length; i++) {
		const value = column[i];
		if (value === null) {
			if (!gaps || start < 0) continue;
			flush();
			indices.push(i);
			continue;
		}
		const at = Math.floor(left + slope * (steps[i] - first));
		if (at !== pixel) flush();
		if (start < 0) [start, low, high, pixel] = [i, i, i, at];
		if (value < column[low]!) low = i;
		if (value > column[high]!) high = i;
		end = i;
	}
	flush();
	return indices;
}

function points(
	steps: readonly number[],
	column: Column,
	x: Scale,
	y: Scale,
	gaps: boolean,
): Point[] {
	return visibleIndices(steps, column, x, gaps).map((i) => {
		const value = column[i] ?? null;
		return value === null ? null : [x(steps[i]), y(value)];
	});
}

/** A line through the measured points. `cut`: a step without a value interrupts it. */
export const linePath = (
	steps: readonly number[],
	column: Column,
	x: Scale,
	y: Scale,
	cut = false,
): string => lineThrough(points(steps, column, x, y, cut)) ?? '';

/** A dot at each measured point: a line of no length with round caps. */
export const pointsPath = (steps: readonly number[], column: Column, x: Scale, y: Scale): string =>
	steps
		.map((step, i) => {
			const value = column[i] ?? null;
			return value === null ? '' : `M${x(step).toFixed(1)} ${y(value).toFixed(1)}h0`;
		})
		.join('');

/** The area under `column` in stairs: each value starts at the step before it. */
export function stairsPath(steps: readonly number[], column: Column, x: Scale, y: Scale): string {
	const known = points(steps, column, x, y, false);
	return known.length === 0 ? '' : (areaUnder.y0(y(0))(known) ?? '');
}

/** Sums from the first column up, one per column; null where a part is unknown. */
export function cumulativeSums(columns: readonly Column[]): Column[] {
	const sums: Column[] = [];
	for (const column of columns) {
		const below = sums.at(-1);
		sums.push(
			column.map((value, i) => {
				const under = below ? below[i] : 0;
				return value === null || under === null ? null : under + value;
			}),
		);
	}
	return sums;
}
