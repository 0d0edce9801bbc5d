/**
 * Area under the ROC curve: the probability that a value of `above` exceeds a value of `below`.
 * A tie counts as one half. 1: perfect separation; 0.5: none; null: one list is empty.
 */
export function rocArea(above: readonly number[], below: readonly number[]): number | null {
	if (above.length === 0 || below.length === 0) return null;
	let won = 0;
	for (const a of above) for (const b of below) won += a > b ? 1 : a === b ? 0.5 : 0;
	return won / (above.length * below.length);
}
