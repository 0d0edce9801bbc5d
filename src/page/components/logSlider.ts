/** The scale of a logarithmic slider. */

interface Ends {
	readonly min: number;
	readonly max: number;
}

/** The position in 0 … 1. Values beyond the ends, and NaN, are at an end. */
export const sliderFraction = (value: number, { min, max }: Ends): number =>
	value > min ? Math.min(1, Math.log(value / min) / Math.log(max / min)) : 0;

/** The value at a position, with two significant digits. */
export const sliderValue = (fraction: number, { min, max }: Ends): number =>
	Number((min * (max / min) ** fraction).toPrecision(2));
