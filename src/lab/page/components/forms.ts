/** Helpers for the attributes and values of forms. */

/** A handler of `submit` that does the work in place of loading a page. */
export const submitting = (work: () => unknown) => (event: Event) => {
	event.preventDefault();
	void work();
};

/** The options of a Segmented or a Select, in the order of their labels. */
export const listOptions = <Value extends string>(labels: { readonly [V in Value]: string }) =>
	(Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));

const decimal = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
/** As the page writes numbers. */
const grouped = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const pointGroup = /^-?[1-9]\d{0,2}\.\d{3}$/;

/**
 * A typed number: `5e-4`, `0.003`, `0,003`, `3,000`, also in full-width digits. NaN: it is none. In
 * a field of whole numbers, a point before three digits may group them, so it is none.
 */
export function parseNumber(text: string, isWhole = false): number {
	const plain = text.normalize('NFKC').replace('−', '-').trim();
	if (grouped.test(plain)) return Number(plain.replaceAll(',', ''));
	const isUnclear = isWhole && pointGroup.test(plain);
	return decimal.test(plain) && !isUnclear ? Number(plain.replace(',', '.')) : NaN;
}
