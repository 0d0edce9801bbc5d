/** Scales and ticks of every chart, on d3-scale. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { highest, lowest } from '#engine/core/statistics.ts';

/** A rectangle inside an SVG, in its pixels. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}
export type Scale = ScaleLinear<number, number>;

/** The plot's left edge and right margin, in pixels, also for marks beside a chart. */
export const plotLeft = 46;
export const plotRight = 14;

/**
 * Starts at 0, or at the lowest value below 0. `top`: a fixed upper end (1 for shares). `fits`:
 * covers the values and a twentieth more, but at least a tenth of `top` or of the highest value.
 */
export function valueRange(min: number, max: number, top?: number, fits = false): [number, number] {
	const whole: [number, number] = [
		min < 0 ? 1.05 * min : 0,
		top ?? (max > 0 ? 1.05 * max : min < 0 ? 0 : 1),
	];
	if (!fits || max < min) return whole;
	const least = (top ?? Math.abs(max)) / 10;
	const room = Math.max((max - min) / 20, (least - (max - min)) / 2);
	return [Math.max(whole[0], min - room), Math.min(top ?? Infinity, max + room)];
}

/** Steps 0 … `steps` from left to right. */
export const stepScale = (steps: number, { left, width }: Box): Scale =>
	scaleLinear([0, Math.max(1, steps)], [left, left + width]);

/** Values from bottom to top. */
export const valueScale = (range: readonly [number, number], { top, height }: Box): Scale =>
	scaleLinear(range, [top + height, top]);

/** The number of intervals between the ticks of `roundScale`, roughly. */
const roughIntervals = 4;

/** A scale over all known values whose ends are ticks. */
export function roundScale(
	values: readonly (number | null | undefined)[],
	range: readonly [number, number],
): Scale {
	const known = values.filter((value) => value !== null && value !== undefined);
	const [least, greatest] = known.length > 0 ? [lowest(known), highest(known)] : [0, 1];
	const size = Math.max(Math.abs(least), Math.abs(greatest));
	// Values that differ by rounding alone have no ticks between them.
	const isOne = greatest - least <= 1e-9 * size;
	// One value stands on an axis from 0: a score of 100 % is not beside 200 %.
	const ends = isOne ? [Math.min(0, least), Math.max(0, greatest)] : [least, greatest];
	return scaleLinear(size === 0 ? [0, 1] : ends, range).nice(roughIntervals);
}
export const roundTicks = (scale: Scale): number[] => scale.ticks(roughIntervals);

/** Round values that are at least `space` pixels apart; only whole numbers if `whole`. */
export function ticks(scale: Scale, space: number, whole = false): number[] {
	const [from, to] = scale.range();
	const maxTicks = Math.floor(Math.abs(to - from) / space);
	for (let count = Math.max(1, maxTicks); count > 0; count--) {
		const found = scale.ticks(count).filter((value) => !whole || Number.isInteger(value));
		if (found.length <= maxTicks + 1) return found;
	}
	return [];
}

/** The ticks of an axis, all with as many decimals as one needs: 1.40 beside 1.42. */
export function tickTexts(values: readonly number[]): string[] {
	const decimals = highest(values.map((value) => `${value}`.split('.')[1]?.length ?? 0));
	return values.map((value) => value.toFixed(decimals));
}
