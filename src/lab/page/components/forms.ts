/** Helpers for the attributes and values of forms. */

/** A handler of `submit` that does the work in place of loading a page. */
export const submitting = (work: () => unknown) => (event: Event) => {
	event.preventDefault();
	void work();
};

/** The options of a Segmented or a Select, in the order of their labels. */
export const listOptions = <Value extends string>(labels: { readonly [V in Value]: string }) =>
	(Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));

interface Ends {
	readonly min: number;
	readonly max: number;
}

/** The position on a logarithmic slider, 0 … 1. Values beyond the ends, and NaN, are at an end. */
export const sliderFraction = (value: number, { min, max }: Ends): number =>
	value > min ? Math.min(1, Math.log(value / min) / Math.log(max / min)) : 0;

/** The value at a position, with two significant digits. */
export const sliderValue = (fraction: number, { min, max }: Ends): number =>
	Number((min * (max / min) ** fraction).toPrecision(2));
