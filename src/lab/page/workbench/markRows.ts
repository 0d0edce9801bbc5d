/** The rows of labels above a time axis: one that has no room beside the next goes above it. */

interface Label {
	/** The left end, in pixels. */
	readonly left: number;
	/** In pixels. */
	readonly width: number;
}
export interface PlacedLabel {
	/** 0: at the axis; 1: above. */
	readonly row: 0 | 1;
	/** The largest width, in pixels. */
	readonly room: number;
}

/** `labels` begin from left to right, and end before `end`. */
export function markRows(labels: readonly Label[], end: number): readonly PlacedLabel[] {
	/** In each row, the left end of the label to the right; at first `end`. */
	const next = [end, end];
	const placed = labels.toReversed().map(({ left, width }): PlacedLabel => {
		const fits = left + width <= next[0] || next[0] >= next[1];
		const row = fits ? 0 : 1;
		const room = next[row] - left;
		next[row] = left;
		return { row, room };
	});
	return placed.toReversed();
}
