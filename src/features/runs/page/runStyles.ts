/** Line style of a compared run: eight colours, and a new dash pattern after every eight runs. */
export interface RunStyle {
	/** A CSS colour: a variable of tokens.css, so that it follows the theme. */
	readonly color: string;
	/** In CSS pixels; empty: solid. */
	readonly dash: readonly number[];
}

/** Dark and clearly different colours come first. */
const colors = [4, 5, 2, 7, 6, 0, 1, 3] as const;
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** The first eight are solid; the first 32 are all different. */
export function runStyle(index: number): RunStyle {
	const dash = dashes[Math.floor(index / colors.length) % dashes.length];
	return { color: `var(--skill-${colors[index % colors.length]})`, dash };
}
