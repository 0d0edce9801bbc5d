/** Compares the losses of the engines step by step: speeds count only if the losses agree. */
export const tolerance = 1e-3;

export interface Deviation {
	readonly name: string;
	/** From 1. */
	readonly step: number;
	readonly loss: number;
	/** The loss of the reference engine. */
	readonly expected: number;
}

export interface Agreement {
	/** The engine that agrees with most others; the first one on a tie. */
	readonly reference: string;
	/** Steps that every pair has in common. */
	readonly steps: number;
	/** Largest relative difference to the reference among the engines that agree. */
	readonly largest: number;
	readonly deviations: readonly Deviation[];
}

/** Compares losses by engine (at least one engine), each pair on its common steps. */
export function compareLosses(losses: ReadonlyMap<string, readonly number[]>): Agreement {
	const entries = [...losses];
	/** By engine: how many engines agree with it. */
	const agreeing = entries.map(
		([, mine]) => entries.filter(([, theirs]) => firstDeviation(mine, theirs) === -1).length,
	);
	const [reference, expected] = entries[agreeing.indexOf(Math.max(...agreeing))];
	const deviations: Deviation[] = [];
	let largest = 0;
	for (const [name, mine] of entries) {
		const at = firstDeviation(mine, expected);
		if (at !== -1) deviations.push({ name, step: at + 1, loss: mine[at], expected: expected[at] });
		else
			mine
				.slice(0, expected.length)
				.forEach((loss, i) => (largest = Math.max(largest, difference(loss, expected[i]))));
	}
	const steps = Math.min(...entries.map(([, mine]) => mine.length));
	return { reference, steps, largest, deviations };
}

const difference = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

/** Index of the first deviation, or −1. NaN deviates from everything, itself included. */
function firstDeviation(a: readonly number[], b: readonly number[]): number {
	return a.slice(0, b.length).findIndex((loss, i) => !(difference(loss, b[i]) <= tolerance));
}
