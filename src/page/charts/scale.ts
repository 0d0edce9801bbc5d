/** What a plot on the canvas and its file have in common: lines, ends of the scales, steps between ticks, mixed colours. Pure. */

export interface Line {
	readonly stroke: string;
	readonly width: number;
	readonly dash?: readonly number[];
	/** Marks each measured point: for values that are measured now and then. */
	readonly points?: boolean;
	/** A step without a value cuts the line. */
	readonly cut?: boolean;
}

/** There is no half a step. */
export const wholeSteps = [
	1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 50_000, 100_000,
	250_000,
];

/** From 0 upwards, or from the lowest value where that is below 0; `top`: where the upper end is fixed (1 for shares). */
export const valueRange = (min: number, max: number, top?: number): [number, number] => [
	min < 0 ? 1.05 * min : 0,
	top ?? (max > 0 ? 1.05 * max : min < 0 ? 0 : 1),
];

/** `share` of one colour over another, both #rrggbb or #rgb. Another form comes back as it is. */
export function mixed(color: string, over: string, share: number): string {
	const [a, b] = [channels(color), channels(over)];
	if (!a || !b) return color;
	const hex = a.map((value, i) => Math.round(share * value + (1 - share) * b[i]));
	return `#${hex.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(color: string): number[] | null {
	const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1];
	if (digits === undefined) return null;
	const each = digits.length / 3;
	return [0, 1, 2].map((i) =>
		parseInt(digits.slice(i * each, (i + 1) * each).padStart(2, digits[i * each]), 16),
	);
}
