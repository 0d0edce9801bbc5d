/** One colour and one dash per compared run: eight colours, and each comes again with other dashes. */
export interface RunStyle {
	/** Name of the CSS variable in app.css. */
	readonly variable: string;
	/** For style attributes. */
	readonly color: string;
	/** In CSS pixels; empty: solid. */
	readonly dash: readonly number[];
}

/** Dark and apart from each other first. */
const colors = [4, 5, 2, 7, 6, 0, 1, 3] as const;
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** Solid for the first eight; no two of the first 32 are alike. */
export function runStyle(place: number): RunStyle {
	const variable = `--skill-${colors[place % colors.length]}`;
	const dash = dashes[Math.floor(place / colors.length) % dashes.length];
	return { variable, color: `var(${variable})`, dash };
}
