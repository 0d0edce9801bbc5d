/** Series as SVG paths, on d3-shape: lines with or without gaps, points, and stairs. */
import { curveLinear, curveStepBefore, line } from 'd3-shape';
import type { Scale } from './scales.ts';
import { isMeasured, type Series } from './series.ts';

/**
 * The indices that a line needs: the first, the lowest, the highest and the last value of each
 * pixel column. A line through these covers the same pixels as a line through all values (M4; Jugel
 * et al., VLDB 2014). Nothing is smoothed, and a long run costs no more than a short one.
 * `gaps`: adds one index of each run of missing values, where the line is interrupted.
 */
export function visibleIndices({ steps, values }: Series, x: Scale, gaps: boolean): number[] {
	const indices: number[] = [];
	let [pixel, start, low, high, end] = [NaN, -1, -1, -1, -1];
	const closePixel = () => {
		if (start < 0) return;
		const between = low < high ? [low, high] : [high, low];
		for (const i of [start, ...between, end]) if (i !== indices.at(-1)) indices.push(i);
		start = -1;
	};
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (!isMeasured(value)) {
			if (!gaps || start < 0) continue;
			closePixel();
			indices.push(i);
			continue;
		}
		const at = Math.floor(x(steps[i]));
		if (at !== pixel) closePixel();
		pixel = at;
		if (start < 0) start = low = high = i;
		if (value < values[low]!) low = i;
		if (value > values[high]!) high = i;
		end = i;
	}
	closePixel();
	return indices;
}

/** Without the points inside a level stretch, which change neither a line nor stairs. */
const withoutLevelPoints = (indices: readonly number[], { values }: Series): number[] =>
	indices.filter((i, k) => {
		const value = values[i];
		return value !== values[indices[k - 1]] || value !== values[indices[k + 1]];
	});

/** Tenths of pixels, because long runs have long paths. */
const rounded = (pixels: number): number => Math.round(10 * pixels) / 10;

/** A line through the measured points. `cut`: a step without a value interrupts it. */
export function linePath(
	series: Series,
	x: Scale,
	y: Scale,
	cut = false,
	curve = curveLinear,
): string {
	const { steps, values } = series;
	const indices = withoutLevelPoints(visibleIndices(series, x, cut), series);
	const draw = line<number>(
		(i) => rounded(x(steps[i])),
		(i) => rounded(y(values[i]!)),
	);
	return draw.defined((i) => isMeasured(values[i])).curve(curve)(indices) ?? '';
}

/** A dot at each measured point: a line of length 0 with round caps. */
export function pointsPath({ steps, values }: Series, x: Scale, y: Scale): string {
	let path = '';
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (isMeasured(value)) path += `M${rounded(x(steps[i]))} ${rounded(y(value))}h0`;
	}
	return path;
}

/** The area under the series in stairs: each value starts at the step before it. */
export function stairsPath(series: Series, x: Scale, y: Scale): string {
	const stairs = linePath(series, x, y, false, curveStepBefore);
	return stairs && `${stairs}V${rounded(y(0))}H${/^M([^,]+)/.exec(stairs)![1]}Z`;
}

/** Series of the same steps with sums from the first one up; NaN where a part is unknown. */
export function cumulativeSums<Part extends Series>(parts: readonly Part[]): Part[] {
	let below: Float64Array | undefined;
	return parts.map((part) => {
		const values = Float64Array.from(part.values, (value, i) => (value ?? NaN) + (below?.[i] ?? 0));
		below = values;
		return { ...part, values };
	});
}

/** The lowest and the highest value; Infinity and −Infinity without values. */
export function findExtent(all: readonly Series[]): [min: number, max: number] {
	let [min, max] = [Infinity, -Infinity];
	for (const { values } of all)
		for (let i = 0; i < values.length; i++) {
			const value = values[i];
			if (!isMeasured(value)) continue;
			if (value < min) min = value;
			if (value > max) max = value;
		}
	return [min, max];
}
