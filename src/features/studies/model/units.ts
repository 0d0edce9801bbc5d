/** Which cells must be run in one place, one after the other; all others may be dealt out as one likes. */
import type { Cell } from './cells.ts';

/**
 * Lists of cells' keys, in the order of the cells. A mean mix comes after the cell that it is of; the cells of one search are
 * together, so that it is made once.
 */
export function unitsOf(cells: readonly Cell[]): string[][] {
	const units = new Map<string, string[]>();
	/** Name of the unit that a cell is in, by its key. */
	const placeOf = new Map<string, string>();
	for (const { key, meanOf, search } of cells) {
		const place = (meanOf !== undefined && placeOf.get(meanOf)) || search || key;
		placeOf.set(key, place);
		units.set(place, [...(units.get(place) ?? []), key]);
	}
	return [...units.values()];
}
