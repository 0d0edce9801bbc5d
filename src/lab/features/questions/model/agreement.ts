/** The agreement of raters on the same answers. */

/**
 * Krippendorff's α with interval distance (Krippendorff, Content Analysis, ch. 11): 1 − D_o / D_e.
 * `units`: the marks of each answer, in any number; a single mark does not count.
 * null: fewer than two answers have several marks, or all marks are equal.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number | null {
	const paired = units.filter((marks) => marks.length >= 2);
	const all = paired.flat();
	if (paired.length < 2) return null;
	const squares = (marks: readonly number[]) =>
		marks.reduce(
			(sum, a, i) => sum + marks.reduce((inner, b, j) => inner + (i === j ? 0 : (a - b) ** 2), 0),
			0,
		);
	const observed =
		paired.reduce((sum, marks) => sum + squares(marks) / (marks.length - 1), 0) / all.length;
	const expected = squares(all) / (all.length * (all.length - 1));
	return expected === 0 ? null : 1 - observed / expected;
}
