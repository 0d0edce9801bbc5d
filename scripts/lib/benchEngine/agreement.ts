/** Whether engines train the same: their losses, step by step, before any speed is told. */
export const tolerance = 1e-3;

export interface Parting {
	readonly name: string;
	/** From 1. */
	readonly step: number;
	readonly loss: number;
	/** The loss of the engine that most others agree with. */
	readonly expected: number;
}

export interface Agreement {
	/** The engine that most others agree with; the first of several. */
	readonly reference: string;
	/** Steps that every pair could be compared on. */
	readonly steps: number;
	/** Largest relative difference to the reference, of those that agree. */
	readonly largest: number;
	readonly parted: readonly Parting[];
}

/** Losses by engine, at least one engine; each pair is compared on the steps that both have. */
export function agreementOf(losses: ReadonlyMap<string, readonly number[]>): Agreement {
	const entries = [...losses];
	const friends = entries.map(
		([, mine]) => entries.filter(([, theirs]) => firstParting(mine, theirs) === -1).length,
	);
	const [reference, expected] = entries[friends.indexOf(Math.max(...friends))];
	const parted: Parting[] = [];
	let largest = 0;
	for (const [name, mine] of entries) {
		const at = firstParting(mine, expected);
		if (at !== -1) parted.push({ name, step: at + 1, loss: mine[at], expected: expected[at] });
		else
			mine
				.slice(0, expected.length)
				.forEach((loss, i) => (largest = Math.max(largest, difference(loss, expected[i]))));
	}
	const steps = Math.min(...entries.map(([, mine]) => mine.length));
	return { reference, steps, largest, parted };
}

const difference = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

/** −1: none. A loss that is no number parts from everything, itself included. */
function firstParting(a: readonly number[], b: readonly number[]): number {
	return a.slice(0, b.length).findIndex((loss, i) => !(difference(loss, b[i]) <= tolerance));
}
