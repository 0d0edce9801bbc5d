/** How well a number tells two kinds apart. */

/**
 * Area under the ROC curve: the chance that one of `above` exceeds one of `below`, ties half. 1: always; 0.5: it tells nothing.
 * null where one of them is empty.
 */
export function rocArea(above: readonly number[], below: readonly number[]): number | null {
	if (above.length === 0 || below.length === 0) return null;
	let won = 0;
	for (const a of above) for (const b of below) won += a > b ? 1 : a === b ? 0.5 : 0;
	return won / (above.length * below.length);
}
