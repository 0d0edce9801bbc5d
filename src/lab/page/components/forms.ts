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

/** Groups of three digits with one separator, and perhaps decimals. */
const grouped = /^(-?[1-9]\d{0,2})((?:([ _'’])\d{3})(?:\3\d{3})*)([.,]\d+)?$/;
const commaGroups = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const pointGroups = /^-?[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?$|^-?[1-9]\d{0,2}\.\d{3},\d+$/;
/** A whole number has no decimals: its point separates thousands. */
const wholeGroups = /^-?[1-9]\d{0,2}(?:\.\d{3})+$/;
const decimal = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;

/**
 * A typed number: `5e-4`, `0.003`, `0,003`, `3,000`, `3 000`, `1.000.000`, also in full-width
 * digits. A lone comma is decimal unless three digits follow; in a field of whole numbers a lone
 * point, too. NaN: it is none. `0x1` is none.
 */
export function parseNumber(text: string, isWhole = false): number {
	const plain = text.normalize('NFKC').replace('−', '-').trim().replaceAll(/\s/g, ' ');
	const groups = grouped.exec(plain);
	if (groups) return parseNumber(groups[1] + groups[2].replaceAll(/\D/g, '') + (groups[4] ?? ''));
	if (commaGroups.test(plain)) return Number(plain.replaceAll(',', ''));
	if (pointGroups.test(plain) || (isWhole && wholeGroups.test(plain)))
		return Number(plain.replaceAll('.', '').replace(',', '.'));
	return decimal.test(plain) ? Number(plain.replace(',', '.')) : NaN;
}
