/** Helpers for the attributes of forms. */

/** A handler of `submit` that does the work in place of loading a page. */
export const submitting = (work: () => unknown) => (event: Event) => {
	event.preventDefault();
	void work();
};

/** The options of a Segmented or a Select, in the order of their labels. */
export const listOptions = <Value extends string>(labels: { readonly [V in Value]: string }) =>
	(Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));
